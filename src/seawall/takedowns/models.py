"""Fake accounts and what was done about each. Name, link and words are sealed under the case's key; state and times are clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.cases.models import Case, Involved
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.schools.models import Person, School
from seawall.takedowns.rules import UP, Answer, Reporter, State
from seawall.vault.fields import SealedField

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.vault.ring import Holding


class AccountQuerySet(models.QuerySet["FakeAccount"]):
    """Words for asking about fake accounts; start from `school.fake_accounts`."""

    def open_to(self, ring: Holding) -> AccountQuerySet:
        """Accounts of cases this ring can open."""
        return self.filter(case__circle_key_id__in=ring.held_keys())

    def up(self) -> AccountQuerySet:
        """Accounts that others can still see, the longest known first."""
        return self.filter(state__in=UP).order_by("seen_at", "pk")

    def down(self) -> AccountQuerySet:
        """Accounts that are gone, or were no fake accounts; the last first."""
        return self.exclude(state__in=UP).order_by("-moved_at", "pk")

    def to_look_at(self, now: datetime) -> AccountQuerySet:
        """Accounts somebody should look at now, the longest due first."""
        return self.filter(look_at__lte=now).order_by("look_at", "pk")


class FakeAccount(models.Model):
    """One account that pretends to be somebody. `told` holds its name, link and what else is known of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="fake_accounts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="fake_accounts")
    platform = models.CharField(max_length=20)
    """A key of guidance.platforms, or "other"."""
    told = SealedField()
    pretends_to_be = models.ForeignKey(Involved, on_delete=models.PROTECT, null=True, related_name="fake_accounts")
    age = models.PositiveSmallIntegerField(null=True)
    """Whole years of the child it pretends to be: it decides who may report. None: not known."""
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.SEEN.value)
    round = models.PositiveSmallIntegerField(default=1)
    looks = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField()
    moved_at = models.DateTimeField(default=clock.now)
    look_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_once = models.BinaryField(max_length=16, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = AccountQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "seen_at"], name="takedowns_state"),
            models.Index(
                fields=["school", "look_at"], name="takedowns_look_at", condition=models.Q(look_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"fake account {self.pk}"


class Likeness(models.Model):
    """What a lead said of a pupil from whose name a fake account may be built: impersonated, or not this pupil.

    `told`: the pupil's id on the roll, and what was set on the account because of it. It is taken back, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(FakeAccount, on_delete=models.CASCADE, related_name="likenesses")
    answer = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Answer])
    told = SealedField()
    involved = models.ForeignKey(Involved, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.answer} on {self.account_id}"


class Step(models.Model):
    """Something done about an account. `words` holds the platform's number and what somebody wrote down with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(FakeAccount, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    before = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    round = models.PositiveSmallIntegerField()
    reporter = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Reporter], blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = SealedField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "written_at"], name="takedowns_step_at")]

    def __str__(self) -> str:
        return f"{self.state} of {self.account_id}"

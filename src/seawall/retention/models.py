"""What a school keeps how long, what is held, and what went: years, states and numbers lie in clear, reasons are sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.cases.models import Case
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.retention.rules import ItemState, Kind, State
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from datetime import datetime

_KINDS = [(kind.value, kind.value) for kind in Kind]


class Period(models.Model):
    """The school's own years for a kind, with its reason; the newest stands. The office writes it: it is no word of anybody's."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="periods_kept")
    kind = models.CharField(max_length=8, choices=_KINDS)
    years = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.kind}: {self.years} years"


class Keeping(models.Model):
    """What a lead said of how long one case is kept. `kind`: empty where the rules decide; `why`: sealed under the case's key."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="keeping")
    kind = models.CharField(max_length=8, choices=_KINDS, blank=True)
    born_year = models.PositiveSmallIntegerField(null=True)
    """Of the youngest child: a year, not a day."""
    why = SealedField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"keeping of {self.case_id}"


class Hold(models.Model):
    """A case that must not go: a trial, a complaint, an inquiry. Both reasons are sealed under the case's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    why = SealedField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    lifted_why = SealedField(null=True)
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], name="retention_one_hold", condition=models.Q(lifted_at=None))
        ]

    def __str__(self) -> str:
        return f"hold on {self.case_id}"


class ShreddingQuerySet(models.QuerySet["Shredding"]):
    """Words for asking about proposals; start from `school.shreddings`."""

    def in_hand(self) -> ShreddingQuerySet:
        """Those not answered, or not carried out yet."""
        return self.filter(state__in=[State.PROPOSED, State.APPROVED])

    def to_run(self, now: datetime) -> ShreddingQuerySet:
        """Approved ones whose pause is over."""
        return self.filter(state=State.APPROVED, runs_at__lte=now).order_by("runs_at", "pk")


class Shredding(Locked):
    """One proposal to let cases go; once done, its certificate. Reasons are sealed to the team."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="shreddings")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.PROPOSED.value)
    why = SealedField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    answer = SealedField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    runs_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    sent_once = models.BinaryField(max_length=16, unique=True)

    objects = ShreddingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="retention_two_people",
                condition=~models.Q(state__in=["approved", "done"])
                | (models.Q(answered_by__isnull=False) & ~models.Q(answered_by=models.F("proposed_by"))),
            )
        ]

    def __str__(self) -> str:
        return f"shredding {self.pk}"


class Item(models.Model):
    """One case of a proposal. It holds the case's id as a value: the certificate outlives the case."""

    id = models.BigAutoField(primary_key=True)
    shredding = models.ForeignKey(Shredding, on_delete=models.CASCADE, related_name="items")
    case = models.UUIDField()
    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in ItemState], default=ItemState.WAITING)
    kind = models.CharField(max_length=8, choices=_KINDS)
    years = models.PositiveSmallIntegerField()
    until = models.DateField()
    reports = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    """How many went: reports, and rows of every kind."""
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="retention_in_one_proposal", condition=models.Q(state__in=["waiting", "key_gone"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} in {self.shredding_id}"

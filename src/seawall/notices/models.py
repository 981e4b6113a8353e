"""Notices, and how people want to be reached. A notice's row has codes, times and counts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.notices.rules import DIGEST_AT, LEASE, WAKES, Digest, Kind
from seawall.schools.models import Person, School
from seawall.vault.fields import ServerSealedTextField

if TYPE_CHECKING:
    from datetime import datetime


class Reach(models.Model):
    """How somebody wants to be reached. Who has no row is reached by e-mail, at any hour."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="reach")
    by_mail = models.BooleanField(default=True)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    digest = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Digest], default=Digest.NEVER.value
    )
    digest_at = models.PositiveSmallIntegerField(default=DIGEST_AT)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_quiet_has_both_ends",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"reach of {self.person_id}"

    @property
    def quiet(self) -> tuple[int, int] | None:
        """Quiet hours as the rules know them."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until


class Target(models.Model):
    """An address of somebody's own with a service (Apprise). It often holds a secret, and lies under the server key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="targets")
    service = models.CharField(max_length=60)
    address = ServerSealedTextField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["made_at"]

    def __str__(self) -> str:
        return f"target {self.pk}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Words for asking about notices."""

    def waiting(self) -> NoticeQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def claim(self, notice: Notice, now: datetime) -> bool:
        """Take a notice to send it, if nobody else is at it. Of several workers exactly one gets True."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return bool(self.waiting().filter(free, pk=notice.pk).update(lease_until=now + LEASE))


class Notice(models.Model):
    """One notice to one person. `about` and `step` name what it is about by ids, so that it is made once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    about = models.CharField(max_length=90)
    step = models.PositiveSmallIntegerField(default=0)
    numbers = models.JSONField(default=dict)
    """Of a digest: how many of what (digest.queries), as they were when it was left."""
    made_at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    took = models.JSONField(default=list)
    """Ways that took it: "mail", or the id of a target. A retry leaves them out."""
    trouble = models.CharField(max_length=60, blank=True)
    """Why the last try failed: a code of notices.rules.TROUBLES, or an error's class. Never its message."""
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "step", "person"], name="notices_once"),
            models.CheckConstraint(
                name="notices_one_end", condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="notices_waiting",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["school", "made_at"], name="notices_school"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def wakes(self) -> bool:
        """Whether quiet hours do not hold it back."""
        return self.kind in WAKES

"""Referrals of a case. Whom we spoke to, what was said, their reference and answer are sealed under the case's key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.cases.models import Case
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.referrals.rules import MADE, OPEN, POLICE, Agency, How, State
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField

if TYPE_CHECKING:
    import datetime as dt

    from seawall.vault.ring import Ring

_OPEN, _MADE = [str(state) for state in OPEN], [str(state) for state in MADE]


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Words for asking about referrals; start from `school.referrals` or `case.referrals`."""

    def open_to(self, ring: Ring) -> ReferralQuerySet:
        """Referrals of cases that this person's ring can open."""
        return self.filter(case__circle_key_id__in=ring.held_keys())

    def due(self, today: dt.date) -> ReferralQuerySet:
        """Drafts, and what somebody has to ask again about today or had to before (rules.is_due), the oldest check first."""
        waits = models.Q(state=State.DRAFTED) | models.Q(next_check=None) | models.Q(next_check__lte=today)
        return self.filter(waits, state__in=OPEN).order_by(models.F("next_check").asc(nulls_first=True), "drafted_at")

    def to_police(self) -> ReferralQuerySet:
        """Open referrals to somebody who investigates: the police or CEOP."""
        return self.filter(agency__in=POLICE, state__in=OPEN)


class Referral(models.Model):
    """One telling of a case to somebody outside the school. A case has as many as were made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="referrals")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    agency = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Agency])
    staff_concerned = models.BooleanField(default=False)
    """Whether somebody who works or volunteers with children is concerned."""
    how = models.CharField(max_length=10, choices=[(h.value, h.value) for h in How], blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFTED.value)
    words = SealedField()
    """`whom`, `said`, `reference`, `answer`: texts, each may be empty."""
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    next_check = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    sent_once = models.BinaryField(max_length=16, unique=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="referrals_made_has_a_time",
                condition=models.Q(state__in=_MADE, made_at__isnull=False, made_by__isnull=False)
                | models.Q(~models.Q(state__in=_MADE), made_at__isnull=True, how=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "next_check"], name="referrals_due", condition=models.Q(state__in=_OPEN)),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

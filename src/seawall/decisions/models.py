"""Reviews, decisions, sheets to sign, forms. Rows are added, never changed; what they tell is sealed under the key of their case.

In clear: who and when, what the guidance answered and what was chosen, and where the decision stands.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from seawall.cases.models import Case
from seawall.decisions.rules import Paper as Kind
from seawall.decisions.rules import Sheet as SheetState
from seawall.decisions.rules import State
from seawall.guidance.rules.decision import Course
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField


class Review(models.Model):
    """One saved version of the review of a case: triggers, facts and the nine questions. The last one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveIntegerField()
    course = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Course])
    """What the guidance answered to this version."""
    looked_at = models.DateTimeField(null=True)
    """When the triggers were last answered, with all in view that the reports said."""
    told = SealedField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    sent_once = models.BinaryField(max_length=16, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="decisions_review_number_once")
        ]

    def __str__(self) -> str:
        return f"review {self.number} of {self.case_id}"


class Decision(models.Model):
    """One recorded decision of a lead on a version of the review (none: referred before any question was answered)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, related_name="+")
    choice = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Choice])
    told = SealedField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    sent_once = models.BinaryField(max_length=16, unique=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="decisions_number_once")]

    def __str__(self) -> str:
        return f"decision {self.number} of {self.case_id}"


class Standing(models.Model):
    """Where the decision on a case stands now: the one row here that changes. Each change takes the next version."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.UNDECIDED.value)
    version = models.PositiveIntegerField(default=0)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"standing of {self.case_id}"


class SignOff(models.Model):
    """A sheet for the head: what a lead wrote for them, under a key of its own.

    That key lies sealed twice: under the key of the case, for whoever opens the case now or later; and to the head alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="sign_offs")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="sheets")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SheetState], default=SheetState.WAITING.value
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    key_for_case = SealedField()
    key_for_head = models.BinaryField()
    words = SealedField()
    answer = SealedField(null=True)
    sent_once = models.BinaryField(max_length=16, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(state="waiting"), name="decisions_one_sheet_waits"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["to", "state", "at"], name="decisions_sheets_of")]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Paper(models.Model):
    """One saved version of a form around the decision. Rows with the same `sheet` are versions of one form."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    sheet = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveIntegerField(default=1)
    told = SealedField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    sent_once = models.BinaryField(max_length=16, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "number"], name="decisions_paper_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sheet}#{self.number}"

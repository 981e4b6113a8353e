"""Cases. Title, people and the words of the chronology are sealed under the case's own key; state, danger and owner are clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.cases.rules import Outcome, Part, State
from seawall.guidance.rules.danger import Level
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.reports.models import Report
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField
from seawall.vault.models import Circle, Locked

if TYPE_CHECKING:
    from seawall.vault.ring import Ring


class CaseQuerySet(models.QuerySet["Case"]):
    """Words for asking about cases; start from `school.cases`."""

    def open_to(self, ring: Ring) -> CaseQuerySet:
        """Cases this person's ring can open."""
        return self.filter(circle_key_id__in=ring.held_keys())

    def open(self) -> CaseQuerySet:
        """Open cases in order of danger and then of age."""
        return self.filter(state=State.OPEN).order_by("-danger", "opened_at")


class Case(Locked):
    """One case. `circle` is empty while the whole team may open it; else the circle of the named people."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.OPEN.value)
    danger = models.SmallIntegerField(choices=[(level.value, level.key) for level in Level])
    title = SealedField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome], blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "reference"], name="cases_reference_once"),
            models.CheckConstraint(
                name="cases_closed_has_outcome",
                condition=models.Q(state="open", closed_at__isnull=True, outcome="")
                | (models.Q(state="closed", closed_at__isnull=False) & ~models.Q(outcome="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "state", "-danger", "opened_at"], name="cases_open")]

    def __str__(self) -> str:
        return f"case {self.reference}"

    @property
    def level(self) -> Level:
        """The highest danger of its reports, or what a person made of it."""
        return Level(self.danger)


class Gathered(models.Model):
    """A report is in one case at most."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gathered")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="gathered")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.report_id} in {self.case_id}"


class Involved(models.Model):
    """Somebody in a case, with their part; who it is, is sealed under the case's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="people")
    part = models.CharField(max_length=12, choices=[(p.value, p.value) for p in Part])
    who = SealedField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.part} in {self.case_id}"


class Line(models.Model):
    """One line of a case's chronology: never changed, never deleted (migration 0002); a correction is a line of its own.

    `mark` is the SHA-256 of the line and of the mark before it (cases.chain), so that a changed, lost or swapped line shows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    """What happened (cases.rules.Kind). The words for it are in cases.wording."""
    facts = models.JSONField(default=dict)
    """Coded values only: never a name, account, word or contact."""
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    text = SealedField(null=True)
    before = models.BinaryField(max_length=32)
    mark = models.BinaryField(max_length=32)
    sent_once = models.BinaryField(max_length=16, unique=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="cases_line_number_once")]

    def __str__(self) -> str:
        return f"line {self.number} of {self.case_id}"


class Purge(models.Model):
    """Names a case whose lines may be deleted, in the transaction that deletes it by the rules of retention. Else empty."""

    case_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"purge of {self.case_id}"

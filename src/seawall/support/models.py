"""Tasks, plans, check-ins, contacts with parents. Words are sealed under the key of the case; days, states, owners are clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from seawall.cases.models import Case, Involved
from seawall.cases.rules import State
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.schools.models import Person, School
from seawall.support.rules import CheckInState, TaskState, Way
from seawall.vault.fields import SealedField
from seawall.vault.models import Share

if TYPE_CHECKING:
    from datetime import date

    from seawall.vault.ring import Holding


class OfCaseQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Words for asking over all cases of a school; one case's rows are reached through the case."""

    def open_to(self, school: School, ring: Holding) -> Self:
        """Rows of open cases of a school that this ring opens, each with its case."""
        rows = self.filter(case__school=school, case__state=State.OPEN, case__circle_key_id__in=ring.held_keys())
        return rows.select_related("case__circle_key", "case__owner")

    def of_mine_or_nobodys(self, person: Person, *, owner: str) -> Self:
        """Rows whose `owner` is this person, or nobody: none is named, or whoever is can't open the case (any more)."""
        shares = Share.objects.filter(
            circle_key_id=OuterRef("case__circle_key_id"), holder_id=OuterRef(f"{owner}__holder_id")
        )
        return self.annotate(has_owner=Exists(shares)).filter(Q(**{owner: person}) | Q(has_owner=False))


class TaskQuerySet(OfCaseQuerySet["Task"]):
    """Words for asking about tasks."""

    def open(self) -> TaskQuerySet:
        """What is still to be done, the first due first."""
        return self.filter(state=TaskState.OPEN).order_by("due_on", "pk")

    def ended(self) -> TaskQuerySet:
        """What was done or dropped, the last first."""
        return self.exclude(state=TaskState.OPEN).order_by("-changed_at", "-pk")


class PlanQuerySet(OfCaseQuerySet["Plan"]):
    """Words for asking about support plans."""

    def newest(self) -> PlanQuerySet:
        """The newest version of each child's plan."""
        newer = Plan.objects.filter(involved_id=OuterRef("involved_id"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))


class CheckInQuerySet(OfCaseQuerySet["CheckIn"]):
    """Words for asking about check-ins."""

    def planned(self) -> CheckInQuerySet:
        """What is still to come, or was missed; the first first."""
        return self.filter(state=CheckInState.PLANNED).order_by("planned_on", "pk")


class NotToldQuerySet(OfCaseQuerySet["NotTold"]):
    """Words for asking about decisions not to tell a parent."""

    def standing(self) -> NotToldQuerySet:
        """Decisions that stand now, the first to be looked at again first."""
        return self.filter(ended_at=None).order_by("review_on", "pk")


class Changing(models.Model):
    """A row that several people may change: its version, and who changed it last."""

    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Task(Changing):
    """One thing that somebody is to do by a day. `words` are its name and what to know."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in TaskState], default=TaskState.OPEN.value
    )
    words = SealedField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    why = SealedField(null=True)
    """How it went, or why it was dropped."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_on"], name="support_task_due", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"task {self.pk}"

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.state == TaskState.OPEN and self.due_on < today


class Plan(models.Model):
    """One version of what helps a child; the versions before it stay. `words`: what helps, who does it, the child's wishes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plans")
    involved = models.ForeignKey(Involved, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    words = SealedField()
    agreed = models.BooleanField()
    """Whether the child agreed to it."""
    review_on = models.DateField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["involved", "number"], name="support_plan_number_once")
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class CheckIn(Changing):
    """A talk with a child: planned for a day, then written down. `words`: what was said, and how they are in their own words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="check_ins")
    involved = models.ForeignKey(Involved, on_delete=models.CASCADE, related_name="check_ins")
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in CheckInState], default=CheckInState.PLANNED.value
    )
    planned_on = models.DateField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedField(null=True)
    happened_at = models.DateTimeField(null=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="support_check_in_written_down",
                condition=Q(state="planned", words__isnull=True) | (~Q(state="planned") & Q(words__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["planned_on"], name="support_check_in_due", condition=Q(state="planned"))
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"

    def is_missed(self, today: date) -> bool:
        """Whether its day has passed and nobody wrote down that it was held."""
        return self.state == CheckInState.PLANNED and self.planned_on < today


class Contact(models.Model):
    """One talk with a parent or carer. `words`: who, what was said, what was agreed next."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    way = models.CharField(max_length=12, choices=[(way.value, way.value) for way in Way])
    words = SealedField()
    told = models.BooleanField()
    """Whether they were told what happened."""
    happened_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "happened_at"], name="support_contact_at")]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class NotTold(Changing):
    """A decision not to tell a parent or carer, until it is ended by a decision to tell.

    `words`: which parent, why, with whom it was decided. `ended_why`: why they may be told now.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="not_told")
    words = SealedField()
    taken_with = models.CharField(max_length=16)
    """Children's social care or the police (guidance data reviews.toml, parents.taken_with)."""
    decided_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_why = SealedField(null=True)

    objects = NotToldQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["review_on"], name="support_not_told_review", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"

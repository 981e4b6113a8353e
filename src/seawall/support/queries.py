"""Shapes that pages need: tasks, plans, check-ins and contacts of a case, opened; and what is due over all cases of a school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Min, Q

from seawall.cases.models import Case
from seawall.cases.rules import Part
from seawall.support.common import today
from seawall.support.models import CheckIn, NotTold, Plan, Task
from seawall.support.rules import CheckInState, TaskState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from seawall.cases.models import Involved
    from seawall.schools.models import Person, School
    from seawall.support.models import (
        CheckInQuerySet,
        Contact,
        NotToldQuerySet,
        PlanQuerySet,
        TaskQuerySet,
    )
    from seawall.vault.ring import Holding, Ring
    from seawall.vault.sealing import DataKey

HELPED: Final = (Part.AFFECTED, Part.IMPERSONATED)
"""Whose support is asked about at once; for others in a case there is a plan as soon as somebody writes one."""

LATEST: Final = 5
"""Check-ins already held that a child's part of the page shows; the chronology has them all."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenTask:
    """A task opened. `owner` is None if nobody has it, or whoever had it can't open the case any more (`was`)."""

    row: Task
    title: str
    detail: str
    why: str
    owner: Person | None
    was: Person | None
    late: bool


@dataclass(frozen=True, slots=True, repr=False)
class OpenPlan:
    """One version of a child's plan, opened."""

    row: Plan
    helps: str
    does: str
    wishes: str
    late: bool


@dataclass(frozen=True, slots=True, repr=False)
class OpenCheckIn:
    """A check-in, opened; `missed` if its day has passed and nobody wrote it down."""

    row: CheckIn
    said: str
    own_words: str
    owner: Person | None
    missed: bool


@dataclass(frozen=True, slots=True, repr=False)
class Child:
    """A child of a case with their plan, check-ins to come (or missed), and those held last."""

    row: Involved
    name: str
    plan: OpenPlan | None
    coming: list[OpenCheckIn]
    past: list[OpenCheckIn]


@dataclass(frozen=True, slots=True, repr=False)
class OpenContact:
    """A contact with a parent or carer, opened."""

    row: Contact
    who: str
    said: str
    agreed: str


@dataclass(frozen=True, slots=True, repr=False)
class OpenDecision:
    """A decision not to tell a parent, opened; `late` if it should have been looked at again by now."""

    row: NotTold
    parent: str
    reason: str
    with_whom: str
    ended_why: str
    late: bool


@dataclass(frozen=True, slots=True, repr=False)
class Summary:
    """What the page of a case says of the support in it."""

    open_tasks: int
    late_tasks: int
    next_check_in: date | None
    check_in_missed: bool
    not_told: list[OpenDecision]


def open_tasks(rows: Iterable[Task], key: DataKey, members: Sequence[Person]) -> list[OpenTask]:
    """Open tasks (rows with their owner) of a case whose `members` can open it."""
    return [_open_task(row, key, members) for row in rows]


def _open_task(row: Task, key: DataKey, members: Sequence[Person]) -> OpenTask:
    words = key.open(row, "words")
    owner = row.owner if row.owner in members else None
    was = row.owner if owner is None else None
    return OpenTask(row, words["title"], words["detail"], key.open(row, "why") or "", owner, was, row.is_late(today()))


def children(case: Case, key: DataKey, members: Sequence[Person]) -> list[Child]:
    """The children of a case who need support, and others for whom there is a plan or check-in. Three queries."""
    plans = {plan.involved_id: plan for plan in case.plans.newest().select_related("written_by")}
    check_ins: dict[object, list[OpenCheckIn]] = {}
    for row in case.check_ins.select_related("owner", "changed_by").order_by("planned_on", "pk"):
        check_ins.setdefault(row.involved_id, []).append(_open_check_in(row, key, members))
    wanted = Q(part__in=HELPED) | Q(pk__in=[*plans, *check_ins])
    return [
        _child(row, key, plans.get(row.pk), check_ins.get(row.pk, []))
        for row in case.people.filter(wanted).order_by("added_at", "pk")
    ]


def child(row: Involved, key: DataKey, members: Sequence[Person]) -> Child:
    """One child of a case. Two queries."""
    plan = Plan.objects.filter(involved=row).newest().select_related("written_by").first()
    check_ins = CheckIn.objects.filter(involved=row).select_related("owner", "changed_by").order_by("planned_on", "pk")
    return _child(row, key, plan, [_open_check_in(each, key, members) for each in check_ins])


def _child(row: Involved, key: DataKey, plan: Plan | None, check_ins: list[OpenCheckIn]) -> Child:
    coming = [each for each in check_ins if each.row.state == CheckInState.PLANNED]
    past = [each for each in reversed(check_ins) if each.row.state != CheckInState.PLANNED]
    opened = open_plan(plan, key) if plan else None
    return Child(row, str(key.open(row, "who")["name"]), opened, coming, past[:LATEST])


def open_plan(row: Plan, key: DataKey) -> OpenPlan:
    """Open one version of a plan."""
    words = key.open(row, "words")
    return OpenPlan(row, words["helps"], words["does"], words["wishes"], row.review_on < today())


def _open_check_in(row: CheckIn, key: DataKey, members: Sequence[Person]) -> OpenCheckIn:
    words = key.open(row, "words") or {"said": "", "own_words": ""}
    owner = row.owner if row.owner in members else None
    return OpenCheckIn(row, words["said"], words["own_words"], owner, row.is_missed(today()))


def open_contacts(rows: Iterable[Contact], key: DataKey) -> list[OpenContact]:
    """Open contacts with parents."""
    opened = ((row, key.open(row, "words")) for row in rows)
    return [OpenContact(row, words["who"], words["said"], words["agreed"]) for row, words in opened]


def open_decisions(rows: Iterable[NotTold], key: DataKey) -> list[OpenDecision]:
    """Open decisions not to tell a parent."""
    return [_open_decision(row, key) for row in rows]


def _open_decision(row: NotTold, key: DataKey) -> OpenDecision:
    words, why = key.open(row, "words"), key.open(row, "ended_why") or ""
    late = row.ended_at is None and row.review_on < today()
    return OpenDecision(row, words["parent"], words["reason"], words["with_whom"], why, late)


def summary(case: Case, key: DataKey) -> Summary:
    """Count what is open in a case, and open the decisions not to tell that stand. Two queries."""
    day, still, planned = today(), Q(tasks__state=TaskState.OPEN), Q(check_ins__state=CheckInState.PLANNED)
    n = Case.objects.filter(pk=case.pk).aggregate(
        open_tasks=Count("tasks", filter=still, distinct=True),
        late_tasks=Count("tasks", filter=still & Q(tasks__due_on__lt=day), distinct=True),
        next_check_in=Min("check_ins__planned_on", filter=planned),
    )
    missed = n["next_check_in"] is not None and n["next_check_in"] < day
    return Summary(**n, check_in_missed=missed, not_told=open_decisions(case.not_told.standing(), key))


def tasks_due(school: School, ring: Holding, person: Person, until: date) -> TaskQuerySet:
    """Tasks of theirs, or nobody's, due by a day."""
    rows = Task.objects.open_to(school, ring).of_mine_or_nobodys(person, owner="owner")
    return rows.open().filter(due_on__lte=until).select_related("case__circle_key", "owner")


def check_ins_due(school: School, ring: Holding, person: Person, until: date) -> CheckInQuerySet:
    """Check-ins of theirs, or nobody's, planned by a day."""
    rows = CheckIn.objects.open_to(school, ring).of_mine_or_nobodys(person, owner="owner")
    return rows.planned().filter(planned_on__lte=until).select_related("case__circle_key", "involved")


def reviews_due(school: School, ring: Ring, person: Person, until: date) -> PlanQuerySet:
    """Plans to be looked at again by a day, in cases that are theirs or nobody's."""
    rows = Plan.objects.open_to(school, ring).of_mine_or_nobodys(person, owner="case__owner")
    return rows.newest().filter(review_on__lte=until).select_related("case__circle_key", "involved")


def decisions_due(school: School, ring: Ring, person: Person, until: date) -> NotToldQuerySet:
    """Decisions not to tell a parent to be looked at again by a day, in cases that are theirs or nobody's."""
    rows = NotTold.objects.open_to(school, ring).of_mine_or_nobodys(person, owner="case__owner")
    return rows.standing().filter(review_on__lte=until)

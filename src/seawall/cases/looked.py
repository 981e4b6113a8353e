"""Who looked (product.md B9): each opening, print and export of a case and its reports, as the journal has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from seawall.journal.actions import name_of
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.schools.models import people_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from seawall.cases.models import Case
    from seawall.journal.models import LineQuerySet
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

VERBS: Final = ("case.opened_page", "report.opened", "case.printed", "case.exported")
"""What counts as looking: rooms above add theirs. Names shown in a list (case.titles_shown) are not an opening."""


@dataclass(frozen=True, slots=True)
class Look:
    """One opening. `page` is coded; `kind` is "case" or "report", `pk` and `reference` its own (reference empty: it is gone)."""

    at: datetime
    person: Person | None
    verb: str
    page: str
    kind: str
    pk: UUID
    reference: str


def at_case(case: Case) -> LineQuerySet:
    """Every opening of a case and of the reports in it, the last first."""
    reports = case.gathered.values_list("report_id", flat=True)
    subjects = [name_of(case), *(f"report:{pk}" for pk in reports)]
    return _looks(Line.objects.filter(school_id=case.school_id, subject__in=subjects))


def in_school(school: School, ring: Ring, since: timedelta) -> LineQuerySet:
    """Openings of the last while that were of something this ring opens, the last first."""
    rows = Line.objects.of_school(school.pk).filter(at__gte=clock.now() - since, verb__in=VERBS)
    pks = _by_kind(rows.order_by().values_list("subject", flat=True).distinct())
    cases = school.cases.open_to(ring).filter(pk__in=pks["case"]).values_list("pk", flat=True)
    reports = school.reports.open_to(ring).filter(pk__in=pks["report"]).values_list("pk", flat=True)
    mine = [*(f"case:{pk}" for pk in cases), *(f"report:{pk}" for pk in reports)]
    return _looks(rows.filter(subject__in=mine))


def _looks(rows: LineQuerySet) -> LineQuerySet:
    return rows.filter(verb__in=VERBS).order_by("-at", "-pk")


def read(school: School, lines: Iterable[Line]) -> list[Look]:
    """Give openings with who and what they were. Three queries, whatever their number."""
    rows = list(lines)
    people = people_by_id(school, [pk for row in rows if (pk := _person(row))])
    pks = _by_kind(row.subject for row in rows)
    names = dict(school.cases.filter(pk__in=pks["case"]).values_list("pk", "reference"))
    names |= dict(school.reports.filter(pk__in=pks["report"]).values_list("pk", "reference"))
    return [_look(row, people.get(_person(row) or UUID(int=0)), names) for row in rows]


def _look(row: Line, person: Person | None, names: dict[UUID, str]) -> Look:
    kind, _colon, pk = row.subject.partition(":")
    return Look(row.at, person, row.verb, str(row.facts.get("page", "")), kind, UUID(pk), names.get(UUID(pk), ""))


def _person(row: Line) -> UUID | None:
    kind, _colon, pk = row.by.partition(":")
    return UUID(pk) if kind == "person" else None


def _by_kind(subjects: Iterable[str]) -> dict[str, Sequence[UUID]]:
    found: dict[str, list[UUID]] = {"case": [], "report": []}
    for subject in set(subjects):
        kind, _colon, pk = subject.partition(":")
        if kind in found:
            found[kind].append(UUID(pk))
    return {**found}

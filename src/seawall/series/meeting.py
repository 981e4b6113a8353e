"""Which reports meet a known account of an open series or case. Blind keys only: the server can ask while all is sealed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, Q

from seawall.cases.rules import State
from seawall.links.models import Identifier
from seawall.links.rules.states import Whose
from seawall.series.models import Place
from seawall.series.rules import MET_CASE, MET_SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from seawall.schools.models import School
    from seawall.series.models import Series
    from seawall.vault.ring import Ring

AT_ONCE: Final = 400
"""Reports, and keys, that are asked about in one query: fewer than an engine takes, so that memory stays flat."""


@dataclass(slots=True)
class Met:
    """What a report meets: open series, and cases that are open or in one."""

    series: set[UUID] = field(default_factory=set)
    cases: set[UUID] = field(default_factory=set)

    @property
    def why(self) -> str:
        """The reason code that goes with it."""
        return MET_SERIES if self.series else MET_CASE


def met(school: School, reports: Iterable[UUID]) -> dict[UUID, Met]:
    """Return what these reports meet, by their id; one that meets nothing is not in it. Five queries for each 400 reports.

    What somebody marked as a child's or family's own is left out, here and there: it says nothing of who is behind it.
    """
    found: dict[UUID, Met] = defaultdict(Met)
    live = set(Place.objects.filter(series__school=school, case__state=State.OPEN).values_list("series_id", flat=True))
    for some in _some(list(reports)):
        mine = Identifier.objects.filter(report__in=some).exclude(whose=Whose.OWN)
        rows = list(mine.values("report_id", "exact", "skeleton"))
        for column in ("exact", "skeleton"):
            keys: dict[bytes, set[UUID]] = defaultdict(set)
            for row in rows:
                if key := row[column]:
                    keys[bytes(key)].add(row["report_id"])
            _ask(school, column, keys, live, found)
    return dict(found)


def met_series(school: School, ring: Ring, reports: Sequence[UUID]) -> dict[UUID, list[Series]]:
    """Return the open series that these reports meet, by report: for one page of them. Two queries, none of no report.

    Only series whose name this ring can open.
    """
    if not reports:
        return {}
    rows = Identifier.objects.filter(report__in=reports[:AT_ONCE]).exclude(whose=Whose.OWN)
    keys: dict[bytes, set[UUID]] = defaultdict(set)
    for report, *both in rows.values_list("report_id", "exact", "skeleton"):
        for key in filter(None, both):
            keys[bytes(key)].add(report)
    some, there = list(keys)[: 2 * AT_ONCE], "places__case__gathered__report__identifiers"
    known = Q(**{f"{there}__exact__in": some}) | Q(**{f"{there}__skeleton__in": some})
    theirs = {f"{there}__school": school, f"{there}__whose__in": [each.value for each in Whose if each != Whose.OWN]}
    series: Any = school.series.open_to(ring).live().filter(known, **theirs)
    found: dict[UUID, dict[UUID, Series]] = defaultdict(dict)
    for row in series.annotate(exact=F(f"{there}__exact"), skeleton=F(f"{there}__skeleton")).distinct():
        for report in set().union(*(keys.get(bytes(key), ()) for key in filter(None, (row.exact, row.skeleton)))):
            found[report][row.pk] = row
    return {report: list(rows.values()) for report, rows in found.items()}


def _ask(school: School, column: str, keys: dict[bytes, set[UUID]], live: set[UUID], found: dict[UUID, Met]) -> None:
    case = "report__gathered__case"
    known = Q(**{f"{case}__state": State.OPEN}) | Q(**{f"{case}__place__series_id__in": live})
    for some in _some(list(keys)):
        rows = Identifier.objects.filter(known, school=school, **{f"{column}__in": some}).exclude(whose=Whose.OWN)
        for key, case_id, series_id in rows.values_list(column, f"{case}_id", f"{case}__place__series_id").distinct():
            for report in keys[bytes(key)]:
                found[report].cases.add(case_id)
                if series_id in live:
                    found[report].series.add(series_id)


def _some[T](rows: list[T]) -> Iterator[list[T]]:
    for at in range(0, len(rows), AT_ONCE):
        yield rows[at : at + AT_ONCE]

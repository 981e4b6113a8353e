"""Shapes that pages about series need. Opening names, people and accounts needs each case's key; whoever asks journals it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F
from django.utils import timezone

from seawall.cases.models import Involved
from seawall.cases.rules import Part
from seawall.cases.rules import State as CaseState
from seawall.kit import clock
from seawall.links.models import Identifier
from seawall.links.queries import value_of
from seawall.links.rules.kinds import Kind
from seawall.links.rules.states import State, Whose
from seawall.reports.models import Report
from seawall.series.access import whom_to_ask
from seawall.series.children import children_of, once
from seawall.series.meeting import met_series
from seawall.series.models import Series
from seawall.series.picture import Meeting
from seawall.series.rules import MET_SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from seawall.cases.models import Case
    from seawall.schools.models import Person, School
    from seawall.series.children import Child
    from seawall.series.models import Act, Place
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

_SEALED: Final = ("told", "lowered_why", "key_for_reporter")
_MOST_REPORTS: Final = 1_000
"""Reports of a series that are looked into for its page: the newest. The police get them all, in the bundle."""


@dataclass(slots=True, repr=False)
class CaseIn:
    """One case of a series, opened."""

    case: Case
    title: str
    at: datetime
    children: list[Child] = field(default_factory=list)
    impersonated: list[Child] = field(default_factory=list)
    reports: int = 0


@dataclass(slots=True, repr=False)
class Known:
    """An account or other identifier that a lead confirmed, in every report of the series that it was met in."""

    value: str
    kind: str
    platforms: set[str]
    whose: str
    cases: dict[str, Case]
    first: datetime
    last: datetime
    confirmed_at: datetime
    reports: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class New:
    """What came since yesterday: reports, cases put in, accounts confirmed."""

    reports: int
    cases: int
    accounts: int

    @property
    def anything(self) -> bool:
        """Whether there is anything new."""
        return bool(self.reports or self.cases or self.accounts)


@dataclass(slots=True, repr=False)
class Opened:
    """A series with all that this person may open of it. `closed` holds, for each case that is closed off, whom to ask."""

    series: Series
    name: str
    cases: list[CaseIn] = field(default_factory=list)
    closed: list[list[Person]] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    years: Counter[str] = field(default_factory=Counter)
    apps: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    first: datetime | None = None
    last: datetime | None = None
    new: New = field(default_factory=lambda: New(0, 0, 0))

    @property
    def children(self) -> list[Child]:
        """The affected children, each once."""
        return once(child for each in self.cases for child in each.children)

    @property
    def impersonated(self) -> list[Child]:
        """The impersonated ones, each once."""
        return once(child for each in self.cases for child in each.impersonated)

    @property
    def not_matched(self) -> list[Child]:
        """Those of whom it is not known which pupil they are, if there are several cases: one child may be counted twice."""
        found = once(child for each in self.cases for child in (*each.children, *each.impersonated))
        return [child for child in found if not child.is_on_roll] if len(self.cases) > 1 else []

    @property
    def is_live(self) -> bool:
        """Whether a case that is open stands in it (as far as this person knows)."""
        return any(each.case.state == CaseState.OPEN for each in self.cases) or bool(self.closed)


@dataclass(frozen=True, slots=True, repr=False)
class Done:
    """One act opened: its reason, the cases it moved as far as this person may know of them, and whether it can be taken back."""

    row: Act
    why: str
    cases: list[str]
    hidden: int
    undone: bool


def listed(school: School, ring: Ring) -> list[tuple[Series, str]]:
    """The series of a school with their names, those with open cases first. Each has `cases`, `open_cases`, `first`."""
    rows = school.series.open_to(ring).select_related("circle_key").counted()
    return [(row, str(ring.data_key(row).open(row, "name"))) for row in rows]


def of_cases(cases: Iterable[UUID], ring: Ring) -> dict[UUID, tuple[Series, str]]:
    """The series that cases are in, with its name, by the case's id. One query."""
    rows: Any = Series.objects.open_to(ring).filter(places__case__in=list(cases)).annotate(of=F("places__case_id"))
    return {row.of: (row, str(ring.data_key(row).open(row, "name"))) for row in rows}


def met_by(school: School, ring: Ring, reports: Iterable[Report]) -> dict[UUID, list[tuple[Series, str]]]:
    """The open series that reports were lifted for, each with its name, by report. Two queries; none if none was lifted."""
    met = met_series(school, ring, [report.pk for report in reports if MET_SERIES in report.reasons])
    rows = {row.pk: row for found in met.values() for row in found}
    names = {pk: str(ring.data_key(row).open(row, "name")) for pk, row in rows.items()}
    return {pk: [(row, names[row.pk]) for row in found] for pk, found in met.items()}


def of_case(case: Case, ring: Ring) -> tuple[Series, str] | None:
    """The series that a case is in, with its name. No query, if the case was fetched with `place__series`."""
    place: Place | None = getattr(case, "place", None)
    if place is None or not ring.holds(place.series.circle_key_id):
        return None
    return place.series, str(ring.data_key(place.series).open(place.series, "name"))


def opened(series: Series, ring: Ring, places: Iterable[Place]) -> Opened:
    """Open a series and its cases (`places` with them). Six queries, whatever the size; two more if a case is closed off."""
    found = Opened(series, str(ring.data_key(series).open(series, "name")))
    rows = list(places)
    mine = [place for place in rows if ring.holds(place.case.circle_key_id)]
    keys = {place.case_id: ring.data_key(place.case) for place in mine}
    by_case = {place.case_id: _case_in(place, keys[place.case_id]) for place in mine}
    found.cases = list(by_case.values())
    closed = [place.case.circle_key_id for place in rows if place.case_id not in by_case]
    asked = whom_to_ask(series.school, set(closed))
    found.closed = [asked[key] for key in closed]
    _put_people(by_case, keys, series.school)
    _look_into(found, by_case, ring)
    return found


def _case_in(place: Place, key: DataKey) -> CaseIn:
    return CaseIn(place.case, str(key.open(place.case, "title")), place.at)


def _put_people(by_case: dict[UUID, CaseIn], keys: dict[UUID, DataKey], school: School) -> None:
    """Put the children into their cases. Two queries."""
    rows = list(Involved.objects.filter(case__in=by_case, part__in=[Part.AFFECTED, Part.IMPERSONATED]).order_by("pk"))
    names = [str(keys[row.case_id].open(row, "who")["name"]) for row in rows]
    for row, child in zip(rows, children_of(school, names), strict=True):
        into = by_case[row.case_id]
        (into.children if row.part == Part.AFFECTED else into.impersonated).append(child)


def _look_into(found: Opened, by_case: dict[UUID, CaseIn], ring: Ring) -> None:
    rows = Report.objects.open_to(ring).filter(gathered__case__in=by_case).defer(*_SEALED)
    reports: list[Any] = list(rows.annotate(case_pk=F("gathered__case_id")).order_by("-received_at")[:_MOST_REPORTS])
    known = _known(found, {report.pk: report for report in reports}, by_case, ring)
    for report in reports:
        case = by_case[report.case_pk]
        case.reports += 1
        found.years.update([report.coded["year"]] if report.coded.get("year") else [])
        found.apps.update(app for app in report.coded.get("apps") or () if app != "other")
        children = tuple(child.initials for child in case.children or case.impersonated)
        day = timezone.localdate(report.received_at)
        found.meetings += [Meeting(value, day, children) for value in known.get(report.pk) or [""]]
    found.reports = len(reports)
    found.first = min((report.received_at for report in reports), default=None)
    found.last = max((report.received_at for report in reports), default=None)
    found.new = _new(found, reports)


def _known(found: Opened, reports: dict[UUID, Any], by_case: dict[UUID, CaseIn], ring: Ring) -> dict[UUID, list[str]]:
    """Open the confirmed identifiers of reports into `found.known`; return the accounts met, by report."""
    rows = Identifier.objects.filter(report__in=reports, state__in=[State.CONFIRMED, State.CORRECTED])
    keys: dict[UUID, DataKey] = {}
    by_key: dict[bytes, Known] = {}
    met: dict[UUID, list[str]] = defaultdict(list)
    for row in rows.exclude(whose=Whose.OWN).exclude(kind=Kind.GIFT_CARD).order_by("pk"):
        report = reports[row.report_id]
        key = keys.get(report.pk) or keys.setdefault(report.pk, ring.data_key(report))
        each = _add(by_key, row, value_of(row, key), report)
        each.cases[by_case[report.case_pk].case.reference] = by_case[report.case_pk].case
        met[report.pk].append(each.value)
    found.known = sorted(by_key.values(), key=lambda each: (-each.reports, each.first))
    return met


def _add(by_key: dict[bytes, Known], row: Identifier, value: str, report: Any) -> Known:  # noqa: ANN401 - an annotated row
    at, decided = report.received_at, row.decided_at or report.received_at
    key = bytes(row.exact or row.skeleton or value.encode("utf-8", "replace"))
    there = by_key.get(key)
    if there is None:
        there = by_key[key] = Known(value, row.kind, set(), row.whose, {}, at, at, decided, 0)
    there.platforms |= {row.platform} - {""}
    there.whose = row.whose if there.whose == Whose.UNKNOWN else there.whose
    there.first, there.last = min(there.first, at), max(there.last, at)
    there.confirmed_at = min(there.confirmed_at, decided)
    there.reports += 1
    return there


def yesterday() -> datetime:
    """When yesterday began, by the school's clock."""
    now = timezone.localtime(clock.now())
    return (now - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _new(found: Opened, reports: Iterable[Any]) -> New:
    since = yesterday()
    return New(
        sum(report.received_at >= since for report in reports),
        sum(each.at >= since for each in found.cases),
        sum(each.confirmed_at >= since for each in found.known),
    )


def history(series: Series, ring: Ring) -> list[Done]:
    """What was done with a series, the last first: acts on it, and acts on others that took from it. Three queries."""
    rows = series.acts.model.objects.filter(pk__in=[*_pks(series.acts), *_pks(series.acts_from_others)])
    acts = (
        rows.select_related("by", "series", "other", "undone_by").prefetch_related("moves__case").order_by("-at", "-pk")
    )
    return [_done(act, ring) for act in acts]


def _pks(acts: Any) -> Any:  # noqa: ANN401 - a related manager and its values
    return acts.values_list("pk", flat=True)


def _done(act: Act, ring: Ring) -> Done:
    why = str(ring.data_key(act.series).open(act, "why") or "") if act.why else ""
    moves = list(act.moves.all())
    seen = [move.case.reference for move in moves if ring.holds(move.case.circle_key_id)]
    return Done(act, why, seen, len(moves) - len(seen), undone=hasattr(act, "undone_by"))

"""Verbs on series. Each is an act of a person: one transaction, a line in the chronology of each case, one of the journal.

Nothing here follows from anything: no machine joins two cases, and joining two series moves exactly the cases that stood in one
of them. An act keeps every move it made, so that taking it back is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.cases.chronology import write
from seawall.cases.models import Case
from seawall.cases.opening import key_of as case_key
from seawall.cases.rules import Kind as LineKind
from seawall.cases.typed import needed, optional
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, refuse_unless
from seawall.reports.actions import new_reference
from seawall.reports.changes import came_second
from seawall.series import rules
from seawall.series.access import key_of, refuse_closed_off
from seawall.series.models import Act, Move, Place, Series
from seawall.series.rules import Kind
from seawall.vault.ring import current_key, lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """Who asks for an act and why: `once` names one press of a button, `why` is in their own words and may be empty."""

    once: bytes
    ring: Ring
    by: Person
    why: str = ""


@transaction.atomic
def begin(*, school: School, name: str, cases: Sequence[Case], asked: Asked) -> Series:
    """Say that cases belong together. A second press finds the first one's series. Raises Refused or Gone."""
    there = _done(asked)
    if there is not None:
        return there.series
    refuse_unless(rules.may_begin(len(cases)))
    series = _new(school, name, asked)
    act = _act(series, Kind.BEGUN, asked)
    _put_in(act, series, cases, asked)
    return series


@transaction.atomic
def join(*, series: Series, cases: Sequence[Case], seen: int, asked: Asked) -> None:
    """Put further cases into a series. A second press does nothing. Raises Clash, Refused or Gone."""
    if _done(asked) is not None:
        return
    key_of(series, asked.ring)
    _claim(series, seen)
    _put_in(_act(series, Kind.JOINED, asked), series, cases, asked)


@transaction.atomic
def take_out(*, series: Series, case: Case, seen: int, asked: Asked) -> None:
    """Take a case out of a series; it stands alone then. Raises Clash, Refused or Gone."""
    if _done(asked) is not None:
        return
    case_key(case, asked.ring)
    _claim(series, seen)
    refuse_unless(rules.may_take_out(here=_places([case]).get(case) == series))
    _move(_act(series, Kind.TAKEN_OUT, asked), case, series, None, asked.by)


@transaction.atomic
def split(*, series: Series, name: str, cases: Sequence[Case], seen: int, asked: Asked) -> Series:
    """Let some cases of a series go into a new one. A second press finds the first one's. Raises Clash, Refused or Gone."""
    there = _done(asked)
    if there is not None:
        return there.series
    _claim(series, seen)
    at = _places(cases)
    for case in cases:
        case_key(case, asked.ring)
        refuse_unless(rules.may_take_out(here=at.get(case) == series))
    refuse_unless(rules.may_split(moving=len(cases), all_=series.places.count()))
    new = _new(series.school, name, asked)
    act = _act(new, Kind.SPLIT, asked, other=series)
    for case in cases:
        _move(act, case, series, new, asked.by)
    return new


@transaction.atomic
def merge(*, series: Series, other: Series, seen: int, asked: Asked) -> None:
    """Let all cases of another series go into this one. Raises Clash, Gone, or Refused where one is closed off to `by`."""
    if _done(asked) is not None:
        return
    key_of(other, asked.ring)
    _hold(Series.objects.filter(pk__in=[series.pk, other.pk]))
    _claim(series, seen)
    Series.objects.filter(pk=other.pk).update(version=F("version") + 1)
    there = [place.case for place in other.places.select_related("case__circle_key", "case__school")]
    at = _places(there)
    moving = [case for case in there if at.get(case) == other]
    refuse_unless(rules.may_merge(same=series.pk == other.pk, cases=len(moving)))
    refuse_closed_off(moving, asked.ring)
    act = _act(series, Kind.MERGED, asked, other=other)
    for case in moving:
        _move(act, case, other, series, asked.by)


@transaction.atomic
def rename(*, series: Series, name: str, seen: int, asked: Asked) -> None:
    """Give a series another name. Raises Clash, Refused or Gone."""
    if _done(asked) is not None:
        return
    key = key_of(series, asked.ring)
    _claim(series, seen)
    series.name = key.seal(needed(name, rules.LONGEST_NAME), series, "name")
    series.save(update_fields=["name"])
    _act(series, Kind.RENAMED, asked)


@transaction.atomic
def take_back(*, act: Act, seen: int, asked: Asked) -> None:
    """Put every case back where it stood before an act, exactly; what was taken back can be taken back again.

    Raises Clash, Gone, or Refused: taken back already, a case moved since, or a case closed off to `by`.
    """
    if _done(asked) is not None:
        return
    _claim(act.series, seen)
    rows = list(act.moves.select_related("case__circle_key", "case__school", "start", "end"))
    moves = [rules.Moved(row.case, row.start, row.end) for row in rows]
    refuse_closed_off([move.case for move in moves], asked.ring)
    still = rules.stand_still(moves, _places([move.case for move in moves]))
    undone = Act.objects.filter(undoes=act).exists()
    refuse_unless(rules.may_take_back(kind=act.kind, undone=undone, moves=bool(moves), still=still))
    back = _act(act.series, Kind.TAKEN_BACK, asked, other=act.other, undoes=act)
    for move in rules.reverse(moves):
        _move(back, move.case, move.start, move.end, asked.by)


def _done(asked: Asked) -> Act | None:
    return Act.objects.select_related("series").filter(sent_once=asked.once, by=asked.by).first()


def _new(school: School, name: str, asked: Asked) -> Series:
    series = Series(school=school, reference=new_reference(), begun_by=asked.by)
    key = lock(series, current_key(school.team_id))
    series.name = key.seal(needed(name, rules.LONGEST_NAME), series, "name")
    series.save(force_insert=True)
    return series


def _act(series: Series, kind: Kind, asked: Asked, *, other: Series | None = None, undoes: Act | None = None) -> Act:
    """Write an act down, its reason sealed, and its line in the journal."""
    act = Act(school_id=series.school_id, series=series, other=other, kind=kind.value, by=asked.by, undoes=undoes)
    act.sent_once = asked.once
    why = optional(asked.why, rules.LONGEST_WHY)
    act.why = key_of(series, asked.ring).seal(why, act, "why") if why else None
    act.save(force_insert=True)
    for row in filter(None, (series, other)):
        record(f"series.{kind.value}", subject=row, by=asked.by, act=str(act.pk))
    return act


def _claim(series: Series, seen: int) -> None:
    """Take the next version of a series, or raise Clash if somebody else took it since `seen`."""
    if not Series.objects.filter(pk=series.pk, version=seen).update(version=F("version") + 1):
        raise Clash(came_second(series))
    series.refresh_from_db(fields=["version"])


def _places(cases: Sequence[Case]) -> dict[Case, Series]:
    """Where cases stand, those in no series left out. Nobody else moves one of them until the transaction ends."""
    _hold(Case.objects.filter(pk__in=[case.pk for case in cases]))
    rows = Place.objects.filter(case__in=list(cases)).select_related("series", "case")
    return {place.case: place.series for place in rows}


def _hold(rows: QuerySet[Any]) -> None:
    """Let others wait for these rows: always series before cases, and each in one order, so that no two wait for one another."""
    list(rows.select_for_update().order_by("pk").values("pk"))


def _put_in(act: Act, series: Series, cases: Sequence[Case], asked: Asked) -> None:
    at = _places(cases)
    if not cases:
        raise Gone(_("Choose a case."))
    for case in cases:
        case_key(case, asked.ring)
        now = at.get(case)
        refuse_unless(rules.may_put_in(here=now == series, elsewhere=now is not None))
        _move(act, case, None, series, asked.by)


def _move(act: Act, case: Case, start: Series | None, end: Series | None, by: Person) -> None:
    """Move one case: its place, the move as it is kept, and the line of its chronology (coded facts, so it needs no key)."""
    Move.objects.create(act=act, case=case, start=start, end=end)
    if end is None:
        Place.objects.filter(case=case).delete()
        left = start.reference if start else ""
        write(case=case, kind=LineKind.SERIES_LEFT, by=by, series=left)
        return
    Place.objects.update_or_create(case=case, defaults={"series": end, "at": clock.now()})
    if start is None:
        write(case=case, kind=LineKind.SERIES_JOINED, by=by, series=end.reference)
    else:
        write(case=case, kind=LineKind.SERIES_MOVED, by=by, series=end.reference, left=start.reference)

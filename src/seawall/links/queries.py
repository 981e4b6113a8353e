"""Shapes that the desk needs: the identifiers of a report, opened, and the other reports that the same ones are met in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from seawall.links.models import Identifier, Rejection
from seawall.links.rules import strength
from seawall.links.rules.canon import forms
from seawall.links.rules.kinds import Kind
from seawall.links.rules.same import Answer
from seawall.links.rules.states import Whose
from seawall.vault.models import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from seawall.links.rules.strength import Sure
    from seawall.reports.models import Report
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

MOST_REPORTS: Final = 30
"""Other reports shown: those with the best reasons. The page says how many more there are."""

_MOST_ROWS: Final = 2_000
_SEALED: Final = ("told", "lowered_why", "key_for_reporter", "key_for_circle")


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """One identifier, opened: the value in force, the value as it was found where a lead corrected it, the words around."""

    row: Identifier
    value: str
    as_found: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Hint:
    """One reason: this identifier is met there, exactly or by its skeleton; `reports` counts the others it is met in."""

    mine: Shown
    how: Answer
    weight: float
    platforms: tuple[str, ...]
    own: bool
    """Whether somebody marked it as a child's own, here or there: it may then be the same child."""
    reports: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Met:
    """Another report in which something of this one is met."""

    report: Report
    hints: list[Hint]
    sure: Sure
    rejected: bool
    anew: bool
    """Whether it was rejected, and something new is met in both since."""


@dataclass(frozen=True, slots=True, repr=False)
class ClosedOff:
    """Something closed off to whoever looks has it, too: only what of their own is met there, and whom to ask."""

    people: list[Person]
    hints: list[Hint]


@dataclass(frozen=True, slots=True, repr=False)
class Suggested:
    """What is suggested for a report: reports it may belong with, rejected ones, closed-off ones, and how many are not shown."""

    met: list[Met] = field(default_factory=list)
    rejected: list[Met] = field(default_factory=list)
    closed: list[ClosedOff] = field(default_factory=list)
    left_off: int = 0


@dataclass(slots=True)
class _Hit:
    """What the index says of one identifier here and one other report."""

    mine: Shown
    how: Answer
    platforms: set[str]
    own: bool
    since: datetime


def value_of(row: Identifier, key: DataKey) -> str:
    """Open the value in force of an identifier."""
    return str(key.open(row, "found")["value"] if row.corrected is None else key.open(row, "corrected"))


def of_report(report: Report, key: DataKey) -> list[Shown]:
    """The identifiers of a report, opened with its key, as they were found. One query."""
    return [_shown(row, key) for row in report.identifiers.in_order().select_related("decided_by")]


def _shown(row: Identifier, key: DataKey) -> Shown:
    found = key.open(row, "found")
    value = found["value"] if row.corrected is None else key.open(row, "corrected")
    return Shown(row, value, found["value"], found["where"], found["before"], found["after"])


def suggestions(report: Report, ring: Ring, shown: Iterable[Shown]) -> Suggested:
    """Say in which other reports of the school the identifiers of a report are met, the best reasons first.

    One step only: nothing follows from a chain of suggestions. Four queries, two more if one is closed off to this person.
    """
    hits = _hits(report, list(shown))
    counts, sizes = _counts(hits), _sizes(hits)
    hints = {pk: _hints(each, counts, sizes) for pk, each in hits.items()}
    best = sorted(hits, key=lambda pk: (_sum(hints[pk]), pk), reverse=True)
    rows = report.school.reports.filter(pk__in=best[:MOST_REPORTS]).defer(*_SEALED) if best else []
    reports = {row.pk: row for row in rows}
    said_no = rejections(report) if best else {}
    found = Suggested(left_off=max(0, len(best) - MOST_REPORTS))
    closed: dict[UUID, list[Hint]] = defaultdict(list)
    for pk in best[:MOST_REPORTS]:
        row = reports[pk]
        if not ring.holds(row.circle_key_id):
            closed[row.circle_key_id] += hints[pk]
            continue
        met = _met(row, hits[pk], hints[pk], said_no.get(pk))
        (found.rejected if met.rejected else found.met).append(met)
    found.closed.extend(_closed_off(report, closed))
    return found


def _met(row: Report, hits: Iterable[_Hit], hints: list[Hint], rejected_at: datetime | None) -> Met:
    anew = rejected_at is not None and any(hit.since > rejected_at for hit in hits)
    return Met(row, hints, strength.sure(_sum(hints)), rejected=rejected_at is not None and not anew, anew=anew)


def _sum(hints: Iterable[Hint]) -> float:
    return strength.together(hint.weight for hint in hints)


def _hits(report: Report, shown: list[Shown]) -> dict[UUID, list[_Hit]]:
    """Ask both indexes, and keep for each other report the best hit of each identifier."""
    found: dict[UUID, dict[UUID, _Hit]] = defaultdict(dict)
    for how in (Answer.EXACT, Answer.SKELETON):
        mine = defaultdict(list)
        for each in shown:
            if key := getattr(each.row, how.value):
                mine[bytes(key)].append(each)
        for pk, key, platform, whose, since in _rows(report, how.value, mine):
            for each in mine[key]:
                hit = found[pk].setdefault(each.row.pk, _Hit(each, how, set(), own=False, since=since))
                hit.platforms.add(platform)
                hit.own |= Whose.OWN in {whose, each.row.whose}
                hit.since = max(hit.since, since, each.row.keyed_at)
    return {pk: list(hits.values()) for pk, hits in found.items()}


def _rows(report: Report, column: str, keys: Iterable[bytes]) -> Iterator[tuple[UUID, bytes, str, str, Any]]:
    wanted = list(keys)
    if not wanted:
        return
    rows = Identifier.objects.filter(school_id=report.school_id, **{f"{column}__in": wanted}).exclude(report=report)
    for pk, key, platform, whose, since in rows.values_list("report_id", column, "platform", "whose", "keyed_at")[
        :_MOST_ROWS
    ]:
        yield pk, bytes(key), platform, whose, since


def _counts(hits: dict[UUID, list[_Hit]]) -> dict[UUID, int]:
    counts: dict[UUID, int] = defaultdict(int)
    for each in hits.values():
        for hit in each:
            counts[hit.mine.row.pk] += 1
    return counts


def _sizes(hits: dict[UUID, list[_Hit]]) -> dict[tuple[UUID, Answer], float]:
    """How much each identifier here says, by how it is met: worked out once, however often it is met."""
    pairs = {(hit.mine.row.pk, hit.how): hit for each in hits.values() for hit in each}
    found = {}
    for (pk, how), hit in pairs.items():
        kind = Kind(hit.mine.row.kind)
        found[pk, how] = strength.weight(kind, forms(kind, hit.mine.value), how)
    return found


def _hints(hits: Iterable[_Hit], counts: dict[UUID, int], sizes: dict[tuple[UUID, Answer], float]) -> list[Hint]:
    """One hint for each thing that is shared: two spellings of one name say it once."""
    best: dict[bytes, Hint] = {}
    for hit in hits:
        row = hit.mine.row
        size = sizes[row.pk, hit.how]
        hint = Hint(hit.mine, hit.how, size, tuple(sorted(hit.platforms - {""})), hit.own, counts[row.pk])
        thing = bytes(row.skeleton or row.exact or b"")
        if thing not in best or size > best[thing].weight:
            best[thing] = hint
    return sorted(best.values(), key=lambda hint: -hint.weight)


def rejections(report: Report) -> dict[UUID, datetime]:
    """When a lead said of which other reports that they do not belong with this one. One query."""
    rows = Rejection.objects.filter(Q(one=report) | Q(other=report)).values_list("one_id", "other_id", "at")
    return {(other if one == report.pk else one): at for one, other, at in rows}


def _closed_off(report: Report, closed: dict[UUID, list[Hint]]) -> Iterator[ClosedOff]:
    if not closed:
        return
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    for key, holder in Share.objects.filter(circle_key_id__in=closed).values_list("circle_key_id", "holder_id"):
        holders[key].add(holder)
    people = list(report.school.people.leads().filter(holder__in=set().union(*holders.values())))
    for key, hints in closed.items():
        ask = sorted((one for one in people if one.holder_id in holders[key]), key=lambda one: one.get_full_name())
        yield ClosedOff(ask, list({hint.mine.row.pk: hint for hint in hints}.values()))

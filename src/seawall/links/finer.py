"""Finer closeness, once a lead has opened what is compared: names a slip of a finger away, telling phrases in two reports.

The work is bounded: the newest reports only, so many identifiers of them, and a time. The page says how many were compared.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from seawall.journal.actions import record
from seawall.links.models import Identifier
from seawall.links.queries import rejections, value_of
from seawall.links.rules import phrases, strength
from seawall.links.rules.canon import forms
from seawall.links.rules.kinds import Kind
from seawall.links.rules.same import Answer, near
from seawall.links.rules.states import State, Whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from seawall.links.queries import Shown
    from seawall.links.rules.canon import Forms
    from seawall.links.rules.strength import Sure
    from seawall.reports.models import Report, ReportQuerySet
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

MOST_REPORTS: Final = 200
MOST_IDENTIFIERS: Final = 1_000
MOST_SECONDS: Final = 0.3
MOST_SHOWN: Final = 10

_CLASSES: Final = {Kind.ACCOUNT: "name", Kind.PAYMENT: "name", Kind.EMAIL: "name", Kind.PHONE: "phone"}
_READ: Final = ("words", "said", "seen", "done")
"""Answers in which somebody tells what was said to them."""


@dataclass(frozen=True, slots=True, repr=False)
class Near:
    """One reason: an identifier there is nearly the same as one here."""

    mine: str
    other: str
    why: str
    weight: float


@dataclass(frozen=True, slots=True, repr=False)
class Phrase:
    """One reason: these words in a row stand here and there; `reports` counts the others of those compared that have them."""

    words: str
    weight: float
    reports: int


@dataclass(frozen=True, slots=True, repr=False)
class Alike:
    """Another report that may belong with this one."""

    report: Report
    nears: list[Near]
    phrases: list[Phrase]
    sure: Sure
    rejected: bool


@dataclass(slots=True, repr=False)
class Compared:
    """What was found, the best reasons first, those that a lead rejected, and of how many reports."""

    found: list[Alike] = field(default_factory=list)
    rejected: list[Alike] = field(default_factory=list)
    reports: int = 0
    left_off: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Mine:
    """The report on the page, opened: what was told, its identifiers, and reports that are suggested already."""

    report: Report
    told: Mapping[str, Any]
    shown: Iterable[Shown]
    suggested: frozenset[UUID]


@transaction.atomic
def compare(*, mine: Mine, others: ReportQuerySet, ring: Ring, by: Person) -> Compared:
    """Compare a report with others that this person may open; that their words were compared is one line in the journal.

    Three queries, whatever the number. Nothing follows from it: a person decides.
    """
    rows = others.exclude(pk=mine.report.pk).exclude(pk__in=mine.suggested)
    reports = list(rows.defer("lowered_why", "key_for_reporter").order_by("-received_at")[: MOST_REPORTS + 1])
    found = Compared(left_off=len(reports) > MOST_REPORTS)
    reports = reports[:MOST_REPORTS]
    if not reports:
        return found
    names = [(each.value, Kind(each.row.kind), forms(Kind(each.row.kind), each.value)) for each in _of_mine(mine.shown)]
    known = _identifiers(reports, {_CLASSES[kind] for _value, kind, _form in names})
    words = phrases.folded(_texts(mine.told))
    own = frozenset(word for text in (mine.report.school.name,) for word in phrases.folded([text]))
    met: list[tuple[Report, list[Near], tuple[str, ...]]] = []
    until = time.monotonic() + MOST_SECONDS
    for report in reports:
        if time.monotonic() > until:
            found.left_off = True
            break
        key = ring.data_key(report)
        nears = _nears(names, known.get(report.pk, []), key)
        phrase = phrases.shared(words, phrases.rows_of(phrases.folded(_texts(key.open(report, "told")))), own)
        if nears or phrase:
            met.append((report, nears, phrase))
        found.reports += 1
    record("report.compared", subject=mine.report, by=by, reports=found.reports)
    _sort(found, mine.report, met, own)
    return found


def _sort(
    found: Compared, mine: Report, met: list[tuple[Report, list[Near], tuple[str, ...]]], own: frozenset[str]
) -> None:
    rejected = rejections(mine) if met else {}
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for _, _, phrase in met:
        counts[phrase] += 1
    rows = []
    for report, nears, phrase in met:
        said = [Phrase(" ".join(phrase), phrases.weight(phrase, own), counts[phrase])] if phrase else []
        sum_ = strength.together([*(each.weight for each in nears), *(each.weight for each in said)])
        rows.append((sum_, Alike(report, nears, said, strength.sure(sum_), report.pk in rejected)))
    rows.sort(key=lambda row: -row[0])
    found.found = [alike for _sum, alike in rows if not alike.rejected][:MOST_SHOWN]
    found.rejected = [alike for _sum, alike in rows if alike.rejected]


def _texts(told: Mapping[str, Any]) -> list[str]:
    return [text for key in _READ if isinstance(text := told.get(key), str) and text]


def _of_mine(shown: Iterable[Shown]) -> list[Shown]:
    return [
        each
        for each in shown
        if each.row.kind in _CLASSES and each.row.state != State.DROPPED and each.row.whose != Whose.OWN
    ]


def _identifiers(reports: list[Report], classes: set[str]) -> dict[UUID, list[Identifier]]:
    kinds = [kind for kind, class_ in _CLASSES.items() if class_ in classes]
    rows = Identifier.objects.filter(report__in=reports, kind__in=kinds).exclude(state=State.DROPPED)
    found: dict[UUID, list[Identifier]] = defaultdict(list)
    for row in rows.exclude(whose=Whose.OWN).order_by("-pk")[:MOST_IDENTIFIERS]:
        found[row.report_id].append(row)
    return found


def _nears(mine: list[tuple[str, Kind, Forms]], others: list[Identifier], key: DataKey) -> list[Near]:
    found: dict[str, Near] = {}
    for row in others if mine else ():
        kind, value = Kind(row.kind), value_of(row, key)
        theirs = forms(kind, value)
        for own, own_kind, form in mine:
            if _CLASSES[own_kind] != _CLASSES[kind]:
                continue
            answer = near(kind, form, theirs)
            if answer.same is Answer.NEAR:
                size = strength.weight(kind, theirs, Answer.NEAR)
                found.setdefault(own, Near(own, value, answer.why, size))
    return list(found.values())

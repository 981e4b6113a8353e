"""Shapes the desk's pages need: how many wait, the queue's rows, one report opened, who looked. No sealed word is in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, Q

from seawall.guidance.rules.danger import Level, reason_text
from seawall.guidance.rules.facts import CODED, FREE, NAMES
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.reports.rules import JUNK_KEPT, Channel, Road
from seawall.schools.models import people_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from seawall.reports.models import Report, ReportQuerySet
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

_SEALED = ("told", "lowered_why", "key_for_reporter", "key_for_circle")


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many reports of one level wait, since when the longest of them; how many one person has, and nobody yet."""

    level: Level
    waiting: int
    since: datetime | None
    mine: int = 0
    nobodys: int = 0


@dataclass(frozen=True, slots=True)
class Looks:
    """How often somebody opened something, and when first and last. `person` is None if they are of another school."""

    person: Person | None
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on the report's page: its key, and the choices made (`values`) or the words written (`words`)."""

    key: str
    values: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Lowered:
    """Who lowered the danger of a report, and the reason they gave."""

    person: Person | None
    why: str


def levels(school: School, person: Person | None = None) -> list[LevelCount]:
    """Count what waits at each level, the gravest first; levels with nobody waiting are there too. One query.

    `mine` counts what `person` has; of nobody in particular it is what nobody has.
    """
    rows = school.reports.waiting().order_by().values("danger")
    rows = rows.annotate(
        n=Count("pk"),
        since=Min("received_at"),
        mine=Count("pk", filter=Q(assigned_to=person)),
        nobodys=Count("pk", filter=Q(assigned_to=None)),
    )
    found = {
        row["danger"]: LevelCount(Level(row["danger"]), row["n"], row["since"], row["mine"], row["nobodys"])
        for row in rows
    }
    return [found.get(level.value, LevelCount(level, 0, None)) for level in sorted(Level, reverse=True)]


def queue(school: School, *, mine: Person | None = None, unassigned: bool = False) -> ReportQuerySet:
    """What waits, in order of danger and then of waiting, without anything sealed; for one person, or for nobody yet."""
    rows = school.reports.waiting().defer(*_SEALED).select_related("assigned_to")
    if mine is not None:
        return rows.filter(assigned_to=mine)
    return rows.filter(assigned_to=None) if unassigned else rows


def set_aside(school: School) -> ReportQuerySet:
    """What is set aside as junk, the newest first, without anything sealed."""
    return school.reports.junk().defer(*_SEALED)


def days_left(report: Report) -> int:
    """Say for how many more days a set-aside report can be brought back."""
    if report.junk_at is None:
        return 0
    return max(0, (report.junk_at + JUNK_KEPT - clock.now()).days)


def reasons(report: Report) -> list[str]:
    """The sentences for why a report stands at its level, the gravest first."""
    return [reason_text(code) for code in report.reasons]


def answers(report: Report, told: dict[str, Any]) -> list[Answer]:
    """What was told, choices and words together, in the order a lead wants: what happened first, wishes and contact last."""
    keys = [*_ORDER, *(key for key in [*report.coded, *told] if key not in _ORDER)]
    found = (_answer(key, report.coded.get(key), told.get(key)) for key in dict.fromkeys(keys))
    return [answer for answer in found if answer is not None]


_ORDER = (
    *(
        "child_name",
        "name",
        "about",
        "year",
        "what",
        "words",
        "said",
        "seen",
        "done",
        "promised",
        "paid",
        "still",
        "safe",
    ),
    *("apps", "accounts", "when", "when_words", "adult_knows", "wish", "contact", "contact_words"),
)


def _answer(key: str, chosen: object, written: object) -> Answer | None:
    if key in CODED and chosen:
        values = [chosen] if isinstance(chosen, str) else chosen if isinstance(chosen, list) else []
        return Answer(key, values=tuple(str(value) for value in values))
    if key in {*FREE, *NAMES} and isinstance(written, str) and written.strip():
        return Answer(key, words=written)
    return None


def lowered(report: Report, ring: Ring) -> Lowered | None:
    """Who lowered the danger and why; None if nobody did. Raises WontOpenError if the report is closed to this person."""
    if report.lowered_why is None:
        return None
    value = ring.data_key(report).open(report, "lowered_why")
    person = report.school.people.filter(pk=value["by"]).first()
    return Lowered(person, value["why"])


def who_looked(school: School, subject: str, verb: str, known: Iterable[Person] = ()) -> list[Looks]:
    """Who opened something, the last first: product.md B9, a lead sees who looked.

    One query; a second if somebody looked who is not among those that are `known` already (such as somebody who left).
    """
    rows = list(
        Line.objects.of_school(school.pk)
        .filter(subject=subject, verb=verb)
        .order_by()
        .values("by")
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-last")
    )
    names = {row["by"]: row["by"].partition(":")[2] for row in rows if row["by"].startswith("person:")}
    people = {str(person.pk): person for person in known}
    if missing := {*names.values()} - {*people}:
        people |= {str(pk): person for pk, person in people_by_id(school, missing).items()}
    return [Looks(people.get(names.get(row["by"], "")), row["times"], row["first"], row["last"]) for row in rows]


def told_by(report: Report) -> str:
    """Say in a few words who told, and about whom."""
    if report.channel == Channel.MAIL:
        return "Somebody who wrote"
    if report.road == Road.CHILD:
        return _CHILD.get(str(report.coded.get("about")), "A pupil")
    return "A parent or carer" if report.road == Road.PARENT else "A member of staff"


_CHILD = {
    "me": "A pupil, about themselves",
    "friend": "A pupil, about a friend",
    "someone": "A pupil, about somebody else",
}

"""The ladder: who is told when nobody reads or reaches somebody; and what is unusual opening. Plain Python.

All times here are our own decision (docs/adr/0009): guidance asks for cover and for speed, and names no minutes. To change the
ladder, change a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.guidance.rules.danger import Level
from seawall.notices.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Who(StrEnum):
    """Who a rung reaches."""

    ON_DUTY = "on_duty"
    TEAM = "team"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Rung:
    """So long after it came (or after the deadline, `past_due`), these are told."""

    after: timedelta
    who: Who
    past_due: bool = False


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


_SLOWLY: Final = (
    Rung(_minutes(0), Who.ON_DUTY),
    Rung(_minutes(0), Who.TEAM, past_due=True),
    Rung(_minutes(24 * 60), Who.HEAD, past_due=True),
)

UNREAD: Final[Mapping[Level, tuple[Rung, ...]]] = {
    Level.IMMEDIATE: (
        Rung(_minutes(0), Who.ON_DUTY),
        Rung(_minutes(15), Who.TEAM),
        Rung(_minutes(30), Who.HEAD),
    ),
    Level.URGENT: (
        Rung(_minutes(0), Who.ON_DUTY),
        Rung(_minutes(30), Who.TEAM),
        Rung(_minutes(60), Who.HEAD),
    ),
    Level.SOON: _SLOWLY,
    Level.ROUTINE: _SLOWLY,
}
"""While nobody has read a report, or what a reporter wrote later."""

NOT_REACHED: Final[Mapping[Level, tuple[Rung, ...]]] = {
    level: (
        Rung(_minutes(0), Who.TEAM, past_due=True),
        Rung(_minutes({Level.IMMEDIATE: 15, Level.URGENT: 60}.get(level, 24 * 60)), Who.HEAD, past_due=True),
    )
    for level in Level
}
"""When it was read, but whoever told has not been reached in time."""

DANGER: Final = Level.URGENT
"""From this level on, quiet hours hold nothing back, and where nobody is on, the whole team is told at once."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody waits: at which level, since when, until when they must be reached, and whether it is unread."""

    level: Level
    since: datetime
    due_at: datetime
    unread: bool = True

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """The ladder it climbs."""
        return (UNREAD if self.unread else NOT_REACHED)[self.level]

    def climbed(self, now: datetime) -> int:
        """How many rungs of its ladder have come by now, from the first on."""
        come = [(self.due_at if rung.past_due else self.since) + rung.after <= now for rung in self.ladder]
        return max((number + 1 for number, reached in enumerate(come) if reached), default=0)


def kind_for(level: Level, who: Who) -> Kind:
    """Which notice somebody gets on a rung. It tells no more of the level than whether it can wait."""
    if who is Who.HEAD:
        return Kind.HEAD_URGENT if level >= DANGER else Kind.HEAD_LATE
    if level >= DANGER:
        return Kind.URGENT
    return Kind.NEW if who is Who.ON_DUTY else Kind.LATE


# --- unusual opening ---------------------------------------------------------------------------------------------------------

OPENINGS: Final = ("report.opened", "case.opened_page")
"""Verbs of the journal that count. What is printed or taken out was opened first."""

MANY: Final = 20
WINDOW: Final = timedelta(minutes=10)
"""So many different reports and cases by one person in so long is unusual. Our decision: a lead who works through a full morning
reads one in two or three minutes."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Much was opened: the first and the last of it, and how many different things."""

    first: datetime
    last: datetime
    opened: int


def bursts(openings: Iterable[tuple[datetime, str]]) -> list[Burst]:
    """Find the bursts in what one person opened (when, and what), in order of time; bursts that overlap are one."""
    rows = sorted(openings)
    found: list[tuple[int, int]] = []
    start = 0
    for end, (at, _what) in enumerate(rows):
        while rows[start][0] < at - WINDOW:
            start += 1
        if len({what for _at, what in rows[start : end + 1]}) < MANY:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [
        Burst(rows[first][0], rows[last][0], len({what for _at, what in rows[first : last + 1]}))
        for first, last in found
    ]

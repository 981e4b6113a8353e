"""Who reads when: who is on at a moment, when somebody reads next, and where nobody does. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.rota.rules.calendar import DAY, Calendar, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

EVERY_DAY: Final = 0b1111111
LONGEST_GAP: Final = timedelta(hours=24)
"""The longest time in which nobody reads that is no hole in the rota. Our decision: a child who writes on one evening is read
before the next. A school that cannot do that sees it in red, and its pages tell children so."""

LOOK_AHEAD: Final = timedelta(weeks=6)
"""How far the rota is looked at for holes, and for the next time somebody reads."""


class Season(StrEnum):
    """On which of its weekdays a shift is done."""

    ALWAYS = "always"
    SCHOOL = "school"
    HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody reads (or is `away`), on these weekdays (bit 0 is Monday) of these days, at these minutes of the day."""

    person: UUID
    weekdays: int
    starts: int
    ends: int
    first: date
    last: date
    season: Season = Season.ALWAYS
    away: bool = False

    def is_on(self, day: date, calendar: Calendar) -> bool:
        """Whether it is done on a day."""
        if not (self.first <= day <= self.last and self.weekdays >> day.weekday() & 1):
            return False
        if self.season is Season.ALWAYS:
            return True
        return (self.season is Season.HOLIDAYS) == (calendar.off(day) is not None)

    def span(self, day: date, calendar: Calendar) -> Span:
        """When it is done on a day."""
        return Span(calendar.moment(day, self.starts), calendar.moment(day, self.ends))


@dataclass(frozen=True, slots=True)
class Turn:
    """One person reads from one moment to another."""

    person: UUID
    span: Span


@dataclass(frozen=True, slots=True)
class Hole:
    """Nobody reads. `in_school`: in school hours, when somebody must be there (KCSIE: cover in school hours) [M]."""

    span: Span
    in_school: bool


@dataclass(frozen=True, slots=True)
class Rota:
    """A school's calendar and shifts. `is_set` is False until somebody has entered a shift."""

    calendar: Calendar
    shifts: tuple[Shift, ...]

    @property
    def is_set(self) -> bool:
        """Whether anybody was put down to read at all."""
        return any(not shift.away for shift in self.shifts)

    def turns(self, day: date) -> list[Turn]:
        """Who reads on a day, in order of time; what somebody is away is taken out."""
        done = [shift for shift in self.shifts if shift.is_on(day, self.calendar)]
        away = [Turn(shift.person, shift.span(day, self.calendar)) for shift in done if shift.away]
        turns = (Turn(shift.person, shift.span(day, self.calendar)) for shift in done if not shift.away)
        left = [each for turn in turns for each in _without(turn, away)]
        return sorted(left, key=lambda turn: (turn.span.start, turn.span.end))

    def on(self, moment: datetime) -> list[UUID]:
        """Who reads at a moment, each once."""
        turns = self.turns(self.calendar.day_of(moment))
        return list(dict.fromkeys(turn.person for turn in turns if turn.span.has(moment)))

    def reading(self, since: datetime, until: datetime) -> Iterator[Span]:
        """When somebody reads, whoever it is, in order and without overlap, from the day of one moment to that of another."""
        held: Span | None = None
        day, last = self.calendar.day_of(since), self.calendar.day_of(until)
        while day <= last:
            for turn in self.turns(day):
                if held is not None and turn.span.start <= held.end:
                    held = Span(held.start, max(held.end, turn.span.end))
                    continue
                if held is not None:
                    yield held
                held = turn.span
            day += DAY
        if held is not None:
            yield held

    def next_reading(self, moment: datetime) -> Span | None:
        """The time of reading that holds a moment, or the next one after it; None if there is none in six weeks."""
        return next((span for span in self.reading(moment - DAY, moment + LOOK_AHEAD) if span.end > moment), None)

    def holes(self, since: datetime, until: datetime) -> list[Hole]:
        """Where nobody reads: longer than a day, or in school hours however short. Every moment of school hours is looked at."""
        return list(_holes(self, _gaps(self.reading(since - DAY, until), since, until)))


def _without(turn: Turn, away: list[Turn]) -> Iterable[Turn]:
    """What is left of a turn without the times in which its person is away."""
    left = [turn.span]
    for each in away:
        if each.person == turn.person:
            left = [part for span in left for part in _cut(span, each.span)]
    return [Turn(turn.person, span) for span in left]


def _cut(span: Span, out: Span) -> list[Span]:
    before = Span(span.start, min(span.end, out.start))
    after = Span(max(span.start, out.end), span.end)
    return [part for part in (before, after) if part.start < part.end]


def _gaps(reading: Iterable[Span], since: datetime, until: datetime) -> Iterator[Span]:
    at = since
    for span in reading:
        if span.start > at:
            yield Span(at, min(span.start, until))
        at = max(at, span.end)
        if at >= until:
            return
    yield Span(at, until)


def _holes(rota: Rota, gaps: Iterable[Span]) -> Iterator[Hole]:
    for gap in gaps:
        lessons = list(_lessons_in(rota.calendar, gap))
        if gap.end - gap.start > LONGEST_GAP:
            yield Hole(gap, in_school=bool(lessons))
        else:
            yield from (Hole(each, in_school=True) for each in lessons)


def _lessons_in(calendar: Calendar, gap: Span) -> Iterator[Span]:
    day = calendar.day_of(gap.start)
    while day <= calendar.day_of(gap.end):
        open_ = calendar.school_time(day)
        day += DAY
        if open_ is not None and open_.start < gap.end and open_.end > gap.start:
            yield Span(max(open_.start, gap.start), min(open_.end, gap.end))

"""The school's calendar: which days it is open, and time counted in school hours. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)
MIDNIGHT: Final = 24 * 60
"""The end of a day, in minutes since it began."""

ASSUMED_HOURS: Final[Mapping[int, tuple[int, int]]] = dict.fromkeys(range(5), (8 * 60 + 30, 15 * 60 + 30))
"""Weekday to school hours, until the office has said: Monday to Friday, 8:30 to 15:30. Our decision; the page says so."""

_LOOK_AHEAD: Final = 400
"""Days. A calendar with no school day in that time is wrong, and time is then counted by the clock, which is sooner."""


class Kind(StrEnum):
    """What a stretch of days is."""

    TERM = "term"
    HOLIDAY = "holiday"
    BANK_HOLIDAY = "bank"
    INSET = "inset"


@dataclass(frozen=True, slots=True)
class Dates:
    """A stretch of days, first and last included."""

    kind: Kind
    first: date
    last: date

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another, both aware, in UTC."""

    start: datetime
    end: datetime

    def has(self, moment: datetime) -> bool:
        """Whether a moment lies in it; the end does not."""
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """`hours`: weekday (Monday is 0) to minutes since midnight, open and close; empty: not set. `zone`: the school's clock."""

    zone: ZoneInfo
    hours: Mapping[int, tuple[int, int]]
    dates: tuple[Dates, ...] = ()

    def day_of(self, moment: datetime) -> date:
        """The day it is at the school."""
        return moment.astimezone(self.zone).date()

    def moment(self, day: date, minutes: int) -> datetime:
        """The moment, in UTC, at which the school's clock shows so many minutes of a day; 24 hours is the next midnight.

        A time that the clock skips in spring is taken as if it had not been put forward yet; of a time that comes twice in
        autumn, the first is meant.
        """
        on = day + DAY * (minutes // MIDNIGHT)
        at = datetime(on.year, on.month, on.day, *divmod(minutes % MIDNIGHT, 60), tzinfo=self.zone)
        return at.astimezone(UTC)

    def off(self, day: date) -> Kind | None:
        """Why a day with hours is no school day (HOLIDAY between two terms, too), or None."""
        for each in self.dates:
            if each.kind is not Kind.TERM and each.has(day):
                return each.kind
        return Kind.HOLIDAY if self._between_terms(day) else None

    def _between_terms(self, day: date) -> bool:
        """Days before the first and after the last known term count as school days: a list not kept up makes nobody wait."""
        terms = [each for each in self.dates if each.kind is Kind.TERM]
        known = any(each.first <= day for each in terms) and any(each.last >= day for each in terms)
        return known and not any(each.has(day) for each in terms)

    def school_time(self, day: date) -> Span | None:
        """The school's hours on a day, or None if it is closed."""
        hours = (self.hours or ASSUMED_HOURS).get(day.weekday())
        if hours is None or self.off(day) is not None:
            return None
        return Span(self.moment(day, hours[0]), self.moment(day, hours[1]))

    def school_times(self, since: datetime) -> Iterator[Span]:
        """The school's hours, day after day, from the day of `since` on."""
        first = self.day_of(since)
        for number in range(_LOOK_AHEAD):
            span = self.school_time(first + DAY * number)
            if span is not None:
                yield span

    def after_school_hours(self, since: datetime, hours: timedelta) -> datetime:
        """The moment at which so many school hours have passed since `since`, over nights, weekends and holidays."""
        left = hours
        for span in self.school_times(since):
            start = max(span.start, since)
            if start + left <= span.end:
                return start + left
            left -= max(span.end - start, timedelta())
        return since + hours

    def end_of_next_school_day(self, since: datetime) -> datetime:
        """The end of the first school day after the day of `since`."""
        today = self.day_of(since)
        ends = (span.end for span in self.school_times(since) if self.day_of(span.start) > today)
        return next(ends, since + DAY)

    def last_known(self) -> date | None:
        """The last day of the last term that is known, or None if no term is."""
        return max((each.last for each in self.dates if each.kind is Kind.TERM), default=None)


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon somebody must be reached: `within` by the clock, or after `school_hours`, or by the end of the next school day.

    `at_most` is the longest it may be by the clock, so that a holiday makes nobody wait for its end.
    """

    within: timedelta | None = None
    school_hours: timedelta | None = None
    at_most: timedelta | None = None

    def due(self, since: datetime, calendar: Calendar | None) -> datetime:
        """The moment until which it must be kept. `calendar` is asked only if the promise is in school time."""
        if self.within is not None or calendar is None:
            return since + (self.within or self.school_hours or DAY)
        by_school = (
            calendar.after_school_hours(since, self.school_hours)
            if self.school_hours
            else calendar.end_of_next_school_day(since)
        )
        return min(by_school, since + self.at_most) if self.at_most else by_school

"""What may be entered, and the sentence if not. Plain Python."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal
from seawall.rota.rules.calendar import MIDNIGHT, Dates, Kind
from seawall.rota.rules.shifts import Season, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable

FURTHEST: Final = timedelta(days=3 * 366)
"""How far ahead a day may lie; beyond, a year was mistyped."""

LONGEST: Final[dict[Kind, timedelta]] = {
    Kind.TERM: timedelta(days=200),
    Kind.HOLIDAY: timedelta(days=100),
    Kind.BANK_HOLIDAY: timedelta(days=7),
    Kind.INSET: timedelta(days=7),
}
"""How long each kind may be. A holiday of a year would make every promise in school hours a promise for next year."""

_TIME: Final = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")
_NOON: Final = 12


def minutes_of(typed: str) -> int | None:
    """Read a time of day ("8:30", "8.30", "17", "5 pm", "24:00", "midnight") as minutes since midnight; None if it is none.

    Midnight is the end of a day: 24:00.
    """
    said = typed.strip().casefold().replace("a.m.", "am").replace("p.m.", "pm")
    if said in {"midnight", "midday", "noon"}:
        return MIDNIGHT if said == "midnight" else MIDNIGHT // 2
    found = _TIME.match(said)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= MIDNIGHT else None  # noqa: PLR2004 - minutes in an hour


def clock_of(minutes: int) -> str:
    """Write minutes since midnight as 08:30; the end of the day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def may_have_hours(starts: int, ends: int) -> Refusal | None:
    """An end comes after its start, on the same day."""
    if 0 <= starts < ends <= MIDNIGHT:
        return None
    return Refusal("The end must be after the start. Through the night: until 24:00, and a second one from 0:00.")


def may_have_days(first: date, last: date, today: date) -> Refusal | None:
    """A stretch of days ends after it began, is not over, and lies within three years."""
    if last < first:
        return Refusal("The last day is before the first.")
    if last < today:
        return Refusal("The last day is over already.")
    if last > today + FURTHEST:
        return Refusal("That is more than three years ahead. Check the year.")
    return None


def may_add_dates(new: Dates, known: Iterable[Dates], today: date) -> Refusal | None:
    """Terms, holidays and single days: not over, not too long, not over one of the same kind."""
    refusal = may_have_days(new.first, new.last, today)
    if refusal is not None:
        return refusal
    if new.last - new.first >= LONGEST[new.kind]:
        return Refusal(f"That is longer than {LONGEST[new.kind].days} days. Check the dates.")
    if any(each.kind is new.kind and each.first <= new.last and new.first <= each.last for each in known):
        return Refusal("These days overlap with dates of the same kind that are there already. Remove those first.")
    return None


def may_add_shift(new: Shift, known: Iterable[Shift], today: date) -> Refusal | None:
    """A shift ends after it starts, is not over, has a day, and does not overlap with another of the same person."""
    refusal = may_have_hours(new.starts, new.ends) or may_have_days(new.first, new.last, today)
    if refusal is not None:
        return refusal
    if not _has_a_day(new):
        return Refusal("None of the chosen weekdays lies between these two days.")
    if any(_overlap(new, each) for each in known):
        return Refusal("They are down for some of that time already. Remove that first, or choose other times.")
    return None


def _has_a_day(shift: Shift) -> bool:
    days = min((shift.last - shift.first).days + 1, 7)
    return any(shift.weekdays >> (shift.first + timedelta(days=number)).weekday() & 1 for number in range(days))


def _overlap(one: Shift, other: Shift) -> bool:
    seasons = {one.season, other.season}
    return (
        one.person == other.person
        and one.away == other.away
        and bool(one.weekdays & other.weekdays)
        and one.starts < other.ends
        and other.starts < one.ends
        and one.first <= other.last
        and other.first <= one.last
        and seasons != {Season.SCHOOL, Season.HOLIDAYS}
    )

"""Hiding small numbers, and the terms that figures are made for. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FLOOR: Final = 5
"""Counts from one to four are hidden: in a small school "two in year 7" are two children whom everybody knows.

A usual floor in published school statistics; the school may want a higher one, never a lower.
"""

TERMS: Final = (1, 2, 3)
"""Autumn, spring, summer: thirds of a year from 1 September, so that no school has to set dates. None overlaps another."""

_FIRST_MONTHS: Final = {1: 9, 2: 1, 3: 5}
_MONTHS: Final = 4


@dataclass(frozen=True, slots=True)
class Period:
    """A term of the school year that began in `year`: from the first day until before `end`, both local days.

    `over`: the term has ended, and its numbers stay. Until then it goes to the last Sunday.
    """

    year: int
    term: int
    start: date
    end: date
    over: bool

    @property
    def weeks(self) -> list[date]:
        """The Monday of each of its weeks; the first may have begun before it."""
        first = self.start - timedelta(days=self.start.weekday())
        return [first + timedelta(weeks=number) for number in range(-(-(self.end - first).days // 7))]


def period_of(year: int, term: int, today: date) -> Period | None:
    """Return a term of the school year that begins in a calendar year, up to the last Sunday; None if no week of it is over.

    Whole weeks only: what was one more since yesterday can't be seen by looking every day.
    """
    if not today.year - 50 <= year <= today.year or term not in TERMS:
        return None
    month = _FIRST_MONTHS[term]
    start = date(year if term == 1 else year + 1, month, 1)
    last = date(start.year + 1, 1, 1) if term == 1 else date(start.year, month + _MONTHS, 1)
    end = min(last, today - timedelta(days=today.weekday()))
    return Period(year, term, start, end, end == last) if end > start else None


def term_of(today: date) -> tuple[int, int]:
    """Return the year in which the school year of a day began, and its term."""
    term = 1 if today.month >= _FIRST_MONTHS[1] else 3 if today.month >= _FIRST_MONTHS[3] else 2
    return (today.year if term == 1 else today.year - 1), term


def periods(today: date, most: int = 9) -> list[Period]:
    """Return the terms there are, the last first, at most so many."""
    (year, term), found = term_of(today), []
    for _each in range(most):
        period = period_of(year, term, today)
        found += [period] if period else []
        year, term = (year, term - 1) if term > 1 else (year - 1, TERMS[-1])
    return found


def hidden(counts: Mapping[str, int], *, adds_up: bool) -> frozenset[str]:
    """
    Say which counts of a table are not shown.

    All from one to four. Where the counts add up to a total that is known (`adds_up`), a hidden one could be found by taking the
    others away from it: so at least two are hidden, which together are `FLOOR` or more, the next smallest being added.
    """
    small = {name for name, count in counts.items() if 0 < count < FLOOR}
    if not adds_up or not small:
        return frozenset(small)
    others = sorted((name for name, count in counts.items() if count >= FLOOR), key=lambda name: (counts[name], name))
    while others and (len(small) == 1 or sum(counts[name] for name in small) < FLOOR):
        small.add(others.pop(0))
    return frozenset(small)


def total_hidden(counts: Mapping[str, int]) -> bool:
    """Say whether the total is hidden, too: it is small itself, or all that is there is one hidden count."""
    there = [count for count in counts.values() if count]
    gone = hidden(counts, adds_up=True)
    return 0 < sum(there) < FLOOR or (len(gone) == 1 and len(there) == 1)


def middle(hours: Sequence[float]) -> float | None:
    """The median of some times; None of fewer than `FLOOR`, which would tell of single children."""
    return median(hours) if len(hours) >= FLOOR else None


def share(part: int, whole: int) -> int | None:
    """So many in a hundred; None of fewer than `FLOOR`."""
    return round(100 * part / whole) if whole >= FLOOR else None

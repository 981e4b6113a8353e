"""Hiding small numbers, and the school years that figures are made for. Plain Python."""

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

_FIRST_MONTH: Final = 9


@dataclass(frozen=True, slots=True)
class Period:
    """A school year, from 1 September, in whole weeks: from the first day until before `end`, both local days."""

    start: date
    end: date

    @property
    def name(self) -> str:
        """As the school calls it: 2026 to 2027."""
        return f"{self.start.year} to {self.start.year + 1}"

    @property
    def weeks(self) -> list[date]:
        """The Monday of each of its weeks; the first may have begun before it."""
        first = self.start - timedelta(days=self.start.weekday())
        return [first + timedelta(weeks=number) for number in range(-(-(self.end - first).days // 7))]


def period_of(year: int, today: date) -> Period | None:
    """Return the school year that begins in a calendar year, up to the last Sunday; None if none of it is over yet.

    Whole weeks only: what was one more since yesterday can't be seen by looking every day.
    """
    if not today.year - 50 <= year <= today.year:
        return None
    start = date(year, _FIRST_MONTH, 1)
    end = min(date(year + 1, _FIRST_MONTH, 1), today - timedelta(days=today.weekday()))
    return Period(start, end) if end > start else None


def school_year(today: date) -> int:
    """The calendar year in which the school year of a day began."""
    return today.year if today.month >= _FIRST_MONTH else today.year - 1


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

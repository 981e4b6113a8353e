"""Where things stand in the picture of a series: a row for each account, a column for each day, initials where they meet.

Plain Python: no Django, no database. The template only writes down the figures.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_ROWS: Final = 12
MOST_COLUMNS: Final = 12
MOST_INITIALS: Final = 3
_LONGEST: Final = 24
_LEFT: Final = 200
_TOP: Final = 40
_ROW: Final = 36
_COLUMN: Final = 88
_WIDE: Final = 24
_EACH: Final = 22


@dataclass(frozen=True, slots=True)
class Meeting:
    """On a day, children were met through an account (empty: no account is confirmed); children by their initials."""

    account: str
    day: date
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Some words at a point."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A rounded box with initials, its middle at x and y."""

    x: int
    y: int
    left: int
    top: int
    width: int
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the drawing needs, in units of its own; `by` is "day", "week" or "month"; `left_off` counts rows not drawn."""

    width: int
    height: int
    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    dots: tuple[Dot, ...]
    lines: tuple[int, ...]
    by: str
    left_off: int


def draw(meetings: Iterable[Meeting], no_account: str) -> Picture | None:
    """Lay the meetings out; None of none. The accounts met first stand first, the row without an account last."""
    found = sorted(meetings, key=lambda each: (each.day, each.account))
    if not found:
        return None
    by, start_of = _grain(found)
    columns = sorted({start_of(each.day) for each in found})[-MOST_COLUMNS:]
    accounts = list(dict.fromkeys(each.account for each in found if each.account))
    rows = [*accounts[:MOST_ROWS], *([""] if any(not each.account for each in found) else [])]
    cells: dict[tuple[str, date], list[str]] = defaultdict(list)
    for each in found:
        cells[each.account, start_of(each.day)] += each.children
    return Picture(
        width=_LEFT + _COLUMN * len(columns),
        height=_TOP + _ROW * len(rows) + 4,
        rows=tuple(Text(0, _y(at), _short(name or no_account)) for at, name in enumerate(rows)),
        columns=tuple(Text(_x(at), 20, _day(day, by)) for at, day in enumerate(columns)),
        dots=tuple(
            _dot(_x(column), _y(row), cells[name, day])
            for row, name in enumerate(rows)
            for column, day in enumerate(columns)
            if (name, day) in cells
        ),
        lines=tuple(_TOP + _ROW * at for at in range(len(rows) + 1)),
        by=by,
        left_off=max(0, len(accounts) - MOST_ROWS),
    )


def _x(column: int) -> int:
    return _LEFT + _COLUMN * column + _COLUMN // 2


def _y(row: int) -> int:
    return _TOP + _ROW * row + _ROW // 2


def _dot(x: int, y: int, children: Sequence[str]) -> Dot:
    names = list(dict.fromkeys(children))
    more = len(names) - MOST_INITIALS
    words = " ".join([*names[:MOST_INITIALS], *([f"+{more}"] if more > 0 else [])])
    width = min(_COLUMN - 4, _WIDE + _EACH * max(0, len(words.split()) - 1) + 8)
    return Dot(x, y, x - width // 2, y - 13, width, words or "?")


def _grain(found: Sequence[Meeting]) -> tuple[str, Callable[[date], date]]:
    """Days if there are few enough of them, else weeks, else months."""
    for by, start_of in (("day", _same), ("week", _week), ("month", _month)):
        if len({start_of(each.day) for each in found}) <= MOST_COLUMNS:
            return by, start_of
    return "month", _month


def _same(day: date) -> date:
    return day


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _day(day: date, by: str) -> str:
    return f"{day:%b %Y}" if by == "month" else f"{day.day} {day:%b}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"

"""A plain CSV file with known columns, read into children. Every row that can't be read is named, and no row stops another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from seawall.roll.rules import cells
from seawall.roll.rules.columns import MOST_ADULTS
from seawall.roll.rules.shapes import Adult, Child, Odd, Read, Tie

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from seawall.roll.rules.columns import Mapping
    from seawall.roll.rules.reading import Table

_READERS: Final[dict[str, tuple[Callable[[str], Any], str]]] = {
    "year": (cells.year, "The year group “{}” can't be read; it was left out."),
    "email": (cells.email, "The e-mail address of a guardian can't be read; it was left out."),
    "protected": (cells.yes, "Whether an address is protected must be yes or no; it was left as it is on the roll."),
    "lives_with": (cells.yes, "Whether a child lives with a guardian must be yes or no; it was left out."),
    "contact": (cells.yes, "Whether a guardian may be contacted must be yes or no; it was left out."),
}


@dataclass(slots=True)
class _Row:
    """One row under the eyes of the reader."""

    file: str
    line: int
    row: Sequence[str]
    columns: Mapping
    odd: list[Odd] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The text in a column; empty where there is no such column."""
        at = self.columns.get(name)
        return cells.tidy(self.row[at]) if at is not None and at < len(self.row) else ""

    def maybe(self, name: str) -> str | None:
        """The text in a column; None where the file has no such column."""
        return self.text(name) if name in self.columns else None

    def read(self, name: str) -> Any:  # noqa: ANN401 - what the reader of this field gives
        """What a column says, read; None where it says nothing or can't be read, which is noted."""
        text = self.text(name)
        reader, sentence = _READERS[name.rpartition(".")[2]]
        if not text:
            return None
        try:
            return reader(text)
        except ValueError:
            self.odd.append(Odd(self.file, self.line, sentence.format(cells.shown(text[:20])), left_out=False))
            return None


def read(table: Table, columns: Mapping, *, file: str, today: dt.date) -> Read:
    """Return what a table says, its first row being the headings."""
    children: list[tuple[int, Child]] = []
    odd: list[Odd] = []
    width = len(table[0][1]) if table else 0
    for line, cells_of_row in table[1:]:
        row = _Row(file, line, cells_of_row, columns)
        child = _child(row, width, today)
        odd += row.odd
        if child is not None:
            children.append((line, child))
    together, twice = merge(children, file)
    return Read(tuple(together), tuple(sorted((*odd, *twice), key=lambda each: each.line)))


def _child(row: _Row, width: int, today: dt.date) -> Child | None:
    first, last, born = row.text("first"), row.text("last"), None
    wrong = _wrong(row, width)
    if row.text("born"):
        try:
            born = cells.birthday(row.text("born"), today)
        except ValueError:
            wrong = wrong or "The date of birth can't be read, or nobody of that age is at a school."
    known = Child(
        first,
        last,
        row.text("id"),
        known_as=row.text("known_as") or None,
        born=born,
        year=row.read("year"),
        form=row.maybe("form"),
        language=row.text("language") or None,
        protected=row.read("protected"),
        adults=_ties(row) if not wrong else None,
    )
    if not wrong and not known.key:
        wrong = "There is neither an id nor a date of birth in it: nobody could tell this pupil from another."
    if wrong:
        row.odd.append(Odd(row.file, row.line, wrong, key=known.key))
        return None
    return known


def _wrong(row: _Row, width: int) -> str:
    """What keeps a row from being read at all; empty if nothing does."""
    if len(row.row) != width and any(cell.strip() for cell in row.row[width:]):
        return "It has more cells than there are headings: a cell has slipped."
    if len(row.row) < width and max(row.columns.values(), default=0) >= len(row.row):
        return "It stops before its last column: the file may not be whole."
    for name, called in (("first", "first name"), ("last", "family name")):
        text = row.text(name)
        if not text:
            return f"The {called} is missing."
        if cells.is_formula(text):
            return f"Where the {called} should be there is a formula."
        if len(text) > cells.LONGEST:
            return f"The {called} is longer than {cells.LONGEST} characters."
    return "The id is too long." if len(row.text("id")) > cells.LONGEST else ""


def _ties(row: _Row) -> tuple[Tie, ...] | None:
    if not any(name.startswith("adult") for name in row.columns):
        return None
    found = (_tie(row, f"adult{number}.") for number in range(1, MOST_ADULTS + 1))
    return tuple(tie for tie in found if tie is not None)


def _tie(row: _Row, at: str) -> Tie | None:
    name = row.text(f"{at}name") or f"{row.text(f'{at}first')} {row.text(f'{at}last')}".strip()
    email = row.read(f"{at}email")
    if not name:
        if email or row.text(f"{at}phone"):
            told = "A guardian has no name in it; they were left out."
            row.odd.append(Odd(row.file, row.line, told, left_out=False))
        return None
    adult = Adult(
        name[: cells.LONGEST],
        row.text(f"{at}id"),
        "" if email is None and f"{at}email" in row.columns and not row.text(f"{at}email") else email,
        row.maybe(f"{at}phone"),
        row.maybe(f"{at}address"),
        row.maybe(f"{at}language"),
        row.read(f"{at}protected"),
    )
    return Tie(adult, row.maybe(f"{at}relation"), row.read(f"{at}lives_with"), row.read(f"{at}contact"))


def merge(children: Sequence[tuple[int, Child]], file: str) -> tuple[list[Child], list[Odd]]:
    """Put rows about one child together (a row for each guardian), name those that contradict, make guardians of two one.

    Two rows with one id and different names: neither is taken, because nobody can say which is right.
    """
    by_key: dict[str, list[tuple[int, Child]]] = {}
    for line, child in children:
        by_key.setdefault(child.key, []).append((line, child))
    found, odd = [], []
    for key, rows in by_key.items():
        first = rows[0][1]
        if any((each.first, each.last, each.born) != (first.first, first.last, first.born) for _line, each in rows):
            odd += [
                Odd(file, line, "This id stands for two different pupils in the file.", key=key) for line, _ in rows
            ]
            continue
        found.append(_together([child for _line, child in rows]))
    return one_adult(found), odd + _namesakes(found, by_key, file)


def _namesakes(found: list[Child], lines: dict[str, list[tuple[int, Child]]], file: str) -> list[Odd]:
    met: dict[str, Child] = {}
    odd = []
    for child in found:
        other = met.setdefault(child.person, child) if child.person else child
        if other is not child:
            told = (
                "Somebody of the same name and date of birth has another id in the file. Both were taken: are they one?"
            )
            odd.append(Odd(file, lines[child.key][0][0], told, left_out=False))
    return odd


def _together(rows: list[Child]) -> Child:
    ties: dict[tuple[str, str], Tie] = {}
    for each in rows:
        for tie in each.adults or ():
            ties.setdefault((tie.adult.key, tie.adult.name), tie)
    return replace(rows[0], adults=tuple(ties.values()) if rows[0].adults is not None else None)


def one_adult(children: list[Child]) -> list[Child]:
    """Give every child the same facts of a guardian whom they share: what the first row says, filled up by the others."""
    known: dict[str, Adult] = {}
    for tie in (tie for child in children for tie in child.adults or ()):
        key = tie.adult.key
        known[key] = _filled(known[key], tie.adult) if key in known else tie.adult
    return [
        replace(
            child,
            adults=tuple(replace(tie, adult=known[tie.adult.key]) if tie.adult.key else tie for tie in child.adults),
        )
        if child.adults
        else child
        for child in children
    ]


def _filled(one: Adult, other: Adult) -> Adult:
    more = {
        name: getattr(other, name)
        for name in ("email", "phone", "address", "language", "protected")
        if getattr(one, name) in {None, ""} and getattr(other, name) is not None
    }
    return replace(one, **more)

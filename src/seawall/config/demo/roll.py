"""A made-up roll, the same for the same seed: for the demonstration, for tests and for measuring. Nobody in it is real."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from seawall.roll.actions import confirm, preview, receive
from seawall.roll.rules.changes import digest
from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.journal.actions import Actor
    from seawall.schools.models import School

FIRST: Final = (
    "Adaeze", "Agnieszka", "Aleksy", "Alfie", "Aliza", "Anselm", "Arlo", "Ayaan", "Beatrix", "Bijan", "Bronagh",
    "Caspian", "Chidi", "Cosmo", "Daria", "Delphine", "Dilys", "Dmytro", "Eilidh", "Elowen", "Emeka", "Esme",
    "Faisal", "Fenella", "Fion", "Gethin", "Giulia", "Gwenllian", "Halima", "Hamish", "Idris", "Imogen", "Ines",
    "Iqra", "Ishaan", "Jasper", "Jolene", "Kasper", "Keziah", "Kofi", "Leocadia", "Linus", "Lorcan", "Maëlle",
    "Mahnoor", "Milo", "Mirela", "Nadia", "Niamh", "Nkem", "Odette", "Oleksandr", "Orla", "Otis", "Padraig",
    "Parveen", "Petra", "Quentin", "Rafferty", "Renée", "Rhys", "Ruaridh", "Saoirse", "Seren", "Soraya", "Taavi",
    "Tallulah", "Tegan", "Tobiah", "Ursula", "Vesna", "Viggo", "Wilfred", "Xanthe", "Yusra", "Zainab", "Zoë",
    "Zsófia",
)  # fmt: skip
LAST: Final = (
    "Abernethy", "Adebayo", "Ashdown", "Bartosz", "Bickerstaff", "Brannigan", "Cadwallader", "Chaudhry", "Cotterill",
    "Dabrowski", "Dunleavy", "Eberhardt", "Elphick", "Fairweather", "Farooqi", "Fotheringham", "Gallacher",
    "Greenhalgh", "Gunnarsson", "Hargreaves", "Hathersage", "Iwuchukwu", "Jankowski", "Kavanagh", "Kowalczyk",
    "Łukasik", "Lanyon", "Llewellyn", "MacAskill", "Mbeki", "Merriweather", "Nakamura", "Nwosu", "O’Halloran",
    "Oyelaran", "Paszkiewicz", "Pendragon", "Penhaligon", "Quattrocchi", "Rahmani", "Rosewarne", "Sadowska",
    "Satterthwaite", "Shevchenko", "Szabó", "Tregenza", "Trevithick", "Ueda", "Vanstone", "Wetherby", "Winstanley",
    "Yardley", "Zielińska", "Zuberi",
)  # fmt: skip
ADULTS: Final = (
    "Alicja", "Bernard", "Claudette", "Desmond", "Eunice", "Farida", "Gregor", "Helena", "Ivana", "Joachim",
    "Katarzyna", "Leopold", "Maureen",
)  # fmt: skip
STREETS: Final = ("Samphire Lane", "Kittiwake Road", "Lighthouse Terrace", "Cockle Row", "Breakwater Close")
LANGUAGES: Final = ("English",) * 12 + ("Polish", "Ukrainian", "Urdu", "Arabic")
HEADER: Final = (
    "Pupil ID", "Forename", "Surname", "Known as", "Date of birth", "Year group", "Form", "Language",
    "Protected address", "Parent 1 name", "Parent 1 relationship", "Parent 1 email", "Parent 1 phone",
    "Parent 1 address", "Parent 1 lives with", "Parent 2 name", "Parent 2 relationship", "Parent 2 email",
    "Parent 2 phone", "Parent 2 address", "Parent 2 lives with",
)  # fmt: skip
YEARS: Final = (7, 8, 9, 10, 11)
FORMS: Final = "ABCDEF"


@dataclass(frozen=True, slots=True)
class _Adult:
    name: str
    relation: str
    email: str
    phone: str
    address: str
    lives_with: str = "yes"

    def cells(self) -> list[str]:
        return [self.name, self.relation, self.email, self.phone, self.address, self.lives_with]


_NOBODY: Final = [""] * 6
_STORY: Final = (
    (("Callum", "Reyes", 7, "7C"), ("Paola Reyes", "mother", "07700 900413")),
    (("Jessica", "Marlowe", 7, "7B"), ("Marie Marlowe", "mother", "07700 900412")),
    (("Amara", "Bello", 7, "7B"), ("Tunde Bello", "father", "07700 900414")),
)
"""The children of the demonstration's story, and the parent who is spoken of there."""


def rows(count: int, *, seed: int = 7, today: date, story: bool = False) -> list[list[str]]:
    """Return the cells of a school's file: headings, then `count` pupils in families of one to three."""
    dice = random.Random(seed)  # noqa: S311 - a made-up school, the same each time
    pupils = list(_story(today)) if story else []
    while len(pupils) < count:
        pupils += _family(dice, len(pupils), today)
    return [list(HEADER), *pupils[:count]]


def text(table: list[list[str]]) -> str:
    """Return them as a CSV file."""
    written = io.StringIO()
    csv.writer(written).writerows(table)
    return written.getvalue()


def enrol(school: School, *, count: int = 300, by: Actor, today: date, story: bool = True) -> None:
    """Put a made-up roll in, as the office would: read a file, look at it, confirm it."""
    data = text(rows(count, today=today, story=story)).encode()
    row = receive(school=school, data=data, name="pupils.csv", by=by)
    confirm(row=row, seen=digest(preview(row)), said=None, by=by)


def _born(dice: random.Random, year: int, today: date) -> str:
    """A day of birth of somebody who is in this year group now (the school year turns on 1 September)."""
    starts = today.year - (0 if (today.month, today.day) >= (9, 1) else 1)
    return (date(starts - year - 5, 9, 1) + timedelta(days=dice.randrange(365))).strftime("%d/%m/%Y")


def _story(today: date) -> Iterator[list[str]]:
    dice = random.Random(1)  # noqa: S311 - likewise
    for at, ((first, last, year, form), (adult, relation, phone)) in enumerate(_STORY):
        parent = _Adult(adult, relation, f"{_plain(adult)}@families.example", phone, f"{at + 3} Heather Row, Saltwick")
        known = "Jess" if first == "Jessica" else ""
        told = [f"P{at + 1:05}", first, last, known, _born(dice, year, today), f"Year {year}", form, "English", ""]
        yield [*told, *parent.cells(), *_NOBODY]


def _family(dice: random.Random, start: int, today: date) -> Iterator[list[str]]:
    last, home = dice.choice(LAST), f"{dice.randrange(1, 240)} {dice.choice(STREETS)}, Saltwick"
    language, protected = dice.choice(LANGUAGES), dice.random() < 0.02  # noqa: PLR2004 - one in fifty
    one = _adult(dice, last, "mother", home, number=start)
    apart = dice.random() < 0.3  # noqa: PLR2004 - three in ten
    other_home = f"{dice.randrange(1, 240)} {dice.choice(STREETS)}, Saltwick" if apart else home
    other = _adult(dice, last, "father", other_home, number=start + 5_000, lives_with="no" if apart else "yes")
    second = other.cells() if dice.random() < 0.7 else _NOBODY  # noqa: PLR2004 - seven in ten
    for at in range(dice.choice((1, 1, 1, 2, 2, 3))):
        year, first = dice.choice(YEARS), dice.choice(FIRST)
        known = first[:3] if dice.random() < 0.05 else ""  # noqa: PLR2004 - one in twenty
        told = [f"P{start + at + 1:05}", first, last, known, _born(dice, year, today), f"Year {year}"]
        flags = [f"{year}{dice.choice(FORMS)}", language, "yes" if protected else ""]
        yield [*told, *flags, *one.cells(), *second]


def _adult(dice: random.Random, last: str, relation: str, home: str, *, number: int, lives_with: str = "yes") -> _Adult:
    name = f"{dice.choice(ADULTS)} {last}"
    phone = f"07700 900{dice.randrange(1000):03}"
    return _Adult(name, relation, f"{_plain(name)}.{number}@families.example", phone, home, lives_with)


def _plain(name: str) -> str:
    return fold(name).replace(" ", ".")

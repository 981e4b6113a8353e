"""Account names made of pupils' names in the ways people do, and innocent ones. The test and docs/impersonation.md use them."""

from __future__ import annotations

import random
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.config.demo import roll as made_up
from seawall.links.rules import alike
from seawall.links.rules.data import load
from seawall.links.rules.roll_names import Namesake

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 24)
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SCHOOL = "Saltwick Academy"
BRITISH_FIRST: list[str] = _WORDS["first"].split()
BRITISH_LAST: list[str] = _WORDS["last"].split()


def pupils(count: int = 1_500) -> list[Namesake]:
    """A roll: half with the demonstration's rare names, half with the commonest ones of Britain, which are harder."""
    dice = random.Random(20)  # noqa: S311 - made-up names, the same each time
    found: list[Namesake] = []
    for row in made_up.rows(count, today=TODAY, story=True)[1:]:
        first, last, known, born, year = row[1:6]
        if len(found) % 2:
            first, last, known = dice.choice(BRITISH_FIRST), dice.choice(BRITISH_LAST), ""
        day, month, in_year = map(int, born.split("/"))
        found.append(
            Namesake(str(len(found)), first, last, known, year.removeprefix("Year "), date(in_year, month, day))
        )
    return found


def _plain(name: str) -> str:
    return "".join(alike.pieces(alike.latin(name.replace("’", ""))))


def _nick(pupil: Namesake, dice: random.Random) -> str:
    known = load("nicks.toml")["forms"].get(_plain(pupil.first))
    return dice.choice(known.split()) if known else _plain(pupil.known_as or pupil.first)


def _leet(text: str) -> str:
    return text.translate(str.maketrans("eao", "340"))


def _cyrillic(text: str) -> str:
    return text.translate(str.maketrans("aeo", "аео"))


def _of(pattern: str) -> Callable[[Namesake, random.Random], str]:
    def make(pupil: Namesake, dice: random.Random) -> str:
        assert pupil.born is not None
        first, last, year = _plain(pupil.first), _plain(pupil.last), int(pupil.year)
        age = TODAY.year - pupil.born.year - ((pupil.born.month, pupil.born.day) > (TODAY.month, TODAY.day))
        number = dice.randrange(100, 1000)
        return pattern.format(
            first=first,
            last=last,
            nick=_nick(pupil, dice),
            f=first[0],
            l=last[0],
            beginning=last[:3],
            yy=f"{year:02}",
            born=pupil.born.year,
            b=f"{pupil.born.year % 100:02}",
            age=age,
            n=number,
            leet_first=_leet(first),
            leet_last=_leet(last),
            cyrillic=_cyrillic(first + last),
        )

    return make


PATTERNS: dict[str, Callable[[Namesake, random.Random], str]] = {
    pattern: _of(pattern)
    for pattern in (
        "{first}{last}",
        "{first}.{last}{n}",
        "{last}_{first}",
        "real_{first}{last}",
        "{first}{last}official",
        "{leet_first}_{leet_last}",
        "{cyrillic}",
        "{nick}.{last}",
        "{nick}{last}{b}",
        "{first}.{beginning}",
        "{first}_{l}{yy}",
        "{nick}{l}.backup",
        "{first}{l}.saltwick",
        "{f}{last}",
        "{f}.{last}{born}",
        "{last}{f}",
        "{nick}{born}",
        "{first}_{age}",
        "{first}",
        "{f}{l}{born}",
    )
}
"""The last two are known to be too little, and stand in the table to say so."""

INNOCENT: list[str] = _WORDS["innocent"].split()
"""Words of games, animals, places, brands, things."""

"""The names of a roll, made ready once, so that an account is compared with all of them at the price of its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from seawall.links.rules import alike
from seawall.links.rules.data import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_JOINED: Final = re.compile(r"['’‘`´ʼ]")
_OTHER_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
)
_SHORTEST_PART: Final = 4
_SHORTEST_WORD: Final = 4
_SHORTEST_INITIALS: Final = 3


@dataclass(frozen=True, slots=True, repr=False)
class Namesake:
    """Somebody on the roll, as their names stand there. `ref` is what the caller knows them by."""

    ref: str
    first: str
    last: str
    known_as: str = ""
    year: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Names:
    """Somebody's names, folded. `givens`: first name and what they are known as; `initials`: the first letters of these."""

    ref: str
    givens: tuple[str, ...]
    lasts: tuple[str, ...]
    initials: str
    year: str
    born_in: int | None
    age: int | None


@dataclass(frozen=True, slots=True, repr=False)
class RollNames:
    """A roll made ready. In `given` and `last` stand, for each folded name, the places in `people` of those who have it."""

    people: tuple[Names, ...]
    given: Mapping[str, list[tuple[int, bool]]]
    """With each place: whether the name is only a short form of theirs."""
    last: Mapping[str, list[int]]
    seams: tuple[tuple[str, int], ...]
    """Whole names whose seam folds into another letter (r and n look like m)."""
    school: frozenset[str]
    """What an account may call the school."""


def make_ready(people: Iterable[Namesake], *, school: str = "", today: date) -> RollNames:
    """Make a roll ready for `imitation.possible`. `school`: its name. 2,000 people take some 20 ms."""
    known: list[Names] = []
    given: dict[str, list[tuple[int, bool]]] = {}
    last: dict[str, list[int]] = {}
    seams: list[tuple[str, int]] = []
    folded = _Folded()
    for at, each in enumerate(people):
        names = _names(each, folded, today)
        known.append(names)
        for name in names.givens:
            given.setdefault(name, []).append((at, False))
        for name in folded.short[each.first, each.known_as]:
            given.setdefault(name, []).append((at, True))
        for name in names.lasts:
            last.setdefault(name, []).append(at)
        seams += [
            (alike.as_letters(a + b), at) for a in names.givens for b in names.lasts if a[-1] + b[0] in {"rn", "vv"}
        ]
    return RollNames(tuple(known), given, last, tuple(seams), school_words(school))


class _Folded:
    """What was folded for one roll already: many share a name. It goes with the roll; no name stays in memory."""

    def __init__(self) -> None:
        self.lasts: dict[str, tuple[str, ...]] = {}
        self.givens: dict[tuple[str, str], tuple[str, ...]] = {}
        self.short: dict[tuple[str, str], frozenset[str]] = {}


def _names(each: Namesake, folded: _Folded, today: date) -> Names:
    called, born = (each.first, each.known_as), each.born
    if called not in folded.givens:
        givens = folded.givens[called] = tuple(dict.fromkeys((*_parts(each.first), *_parts(each.known_as))))
        short = {form for name in givens for form in _both_ways().get(name, ())}
        folded.short[called] = frozenset(short - set(givens))
    if each.last not in folded.lasts:
        folded.lasts[each.last] = _parts(each.last)
    givens = folded.givens[called]
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None
    initials = "".join([name[0] for name in givens])
    return Names(each.ref, givens, folded.lasts[each.last], initials, each.year, born.year if born else None, age)


def _parts(name: str) -> tuple[str, ...]:
    """A name folded: whole, and the parts of a double name that are long enough to stand alone."""
    words = [fold_name(word) for word in re.split(r"[\s\-]+", name)]
    whole = fold_name(name)
    long = [word for word in words if len(word) >= _SHORTEST_PART]
    return tuple(dict.fromkeys(each for each in (whole, *long) if each))


def fold_name(name: str, *, join: bool = True) -> str:
    """Fold a name as an account's is folded; without `join`, only the letters that alike.latin does not know."""
    plain = _JOINED.sub("", name).casefold().translate(_OTHER_LETTERS)
    return alike.as_letters("".join(alike.parts(plain))) if join else plain


@cache
def _both_ways() -> Mapping[str, frozenset[str]]:
    """For each first name its short forms, and the names of which it is one itself; folded."""
    found: dict[str, set[str]] = {}
    for full, short in load("nicks.toml")["forms"].items():
        for each in short.split():
            found.setdefault(fold_name(full), set()).add(fold_name(each))
            found.setdefault(fold_name(each), set()).add(fold_name(full))
    return {name: frozenset(forms) for name, forms in found.items()}


def school_words(school: str) -> frozenset[str]:
    """What an account may call a school: the words of its name that other schools have not, and its first letters."""
    words = alike.pieces(alike.latin(school))
    generic = frozenset(load("nicks.toml")["generic"]["school"].split())
    initials = "".join(word[0] for word in words)
    told = {word for word in words if len(word) >= _SHORTEST_WORD and word not in generic}
    return frozenset(told | ({initials} if len(initials) >= _SHORTEST_INITIALS else set()))

"""
Accounts that may be built from the name of somebody on the roll: whom, why, and how strong the hint is.

A hint and no more: many people share a name, and a pupil may really own an account. Whoever reads it asks the child.
Names and account are folded in one way (rules/alike.py): look-alikes, digits for letters, separators, accents, repeated letters.
docs/impersonation.md holds what is met and what is not, measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from seawall.links.rules import alike
from seawall.links.rules.canon import forms
from seawall.links.rules.kinds import Kind
from seawall.links.rules.roll_names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.links.rules.roll_names import Names, RollNames

MOST: Final = 5
"""Pupils shown for one account: with more of them, the hint says little."""
RARE: Final = 3
"""Pupils who may share a name that stands alone in an account, for it to say anything."""


class Reason(StrEnum):
    """Why an account may be built from a pupil's name."""

    FULL = "full"
    TURNED = "turned"
    BEGINNING = "beginning"
    INITIAL_LAST = "initial_last"
    FIRST_INITIAL = "first_initial"
    FIRST = "first"
    LAST = "last"
    SHORT_FORM = "short_form"
    LOOK_ALIKES = "look_alikes"
    ADDED = "added"
    YEAR = "year"
    BORN = "born"
    AGE = "age"
    SCHOOL = "school"


class Strength(IntEnum):
    """How strong a hint is."""

    WEAK = 1
    FAIR = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Possible:
    """A pupil in whose name an account may be built. `reasons`: how the name stands in it first, then what else fits."""

    ref: str
    reasons: tuple[Reason, ...]
    score: int

    @property
    def strength(self) -> Strength:
        """How strong the hint is."""
        return Strength.STRONG if self.score >= _STRONG else Strength.FAIR if self.score >= _FAIR else Strength.WEAK


_SCORES: Final = {
    Reason.FULL: 90,
    Reason.TURNED: 85,
    Reason.INITIAL_LAST: 60,
    Reason.BEGINNING: 60,
    Reason.FIRST_INITIAL: 50,
    Reason.LAST: 25,
    Reason.FIRST: 20,
}
_HINTS: Final = {Reason.BORN: 15, Reason.YEAR: 15, Reason.AGE: 8, Reason.SCHOOL: 10}
_STRONG: Final = 85
_FAIR: Final = 50
_FAR_BELOW: Final = 35
_LONGEST: Final = 60
_SHORTEST_FULL: Final = 6
_SHORTEST_INSIDE: Final = 9
_LONGEST_NAME: Final = 16
_INITIALS: Final = 2
_SHORTEST_LAST: Final = 4
_SHORTEST_FIRST: Final = 3
_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])")
_DIGITS: Final = re.compile(r"[0-9]+")
_YEAR_BEHIND: Final = re.compile(r"(?:year|yr|y)?[0-9]+$")
_GLUED: Final = ("official", "backup", "real", "priv", "fake", "alt", "its", "the", "xx", "x")
_YEAR_DIGITS: Final = 4
_CENTURY: Final = 100


@dataclass(frozen=True, slots=True)
class _Account:
    """An account's name, read in each way that is worth trying."""

    readings: tuple[str, ...]
    pieces: frozenset[str]
    numbers: tuple[str, ...]
    doubled: bool
    """Whether it begins with one letter twice, of which folding leaves one."""
    school: bool
    extra: tuple[Reason, ...]


def possible(account: str, roll: RollNames, *, known_fake: bool = False) -> list[Possible]:
    """Return the pupils from whose names an account may be built, the strongest hint first; at most MOST.

    Takes any text and raises nothing. A first or a family name alone counts only with a hint beside it (year group, year of
    birth, age, the school's name), or if the account is known to be fake and hardly anybody else has the name.
    """
    read = _read(account, roll)
    best: dict[int, tuple[int, list[Reason]]] = {}
    for text in read.readings:
        for at, reason, short in _built(text, read, roll):
            hints = _hints(read, roll.people[at])
            if not _counts(reason, read, roll, at, hints, known_fake=known_fake):
                continue
            score = min(100, _SCORES[reason] + sum(_HINTS[hint] for hint in hints))
            if score > best.get(at, (0, []))[0]:
                best[at] = score, [reason, *([Reason.SHORT_FORM] if short else []), *hints, *read.extra]
    top = max((score for score, _ in best.values()), default=0)
    kept = [(at, score, why) for at, (score, why) in best.items() if score >= top - _FAR_BELOW]
    kept.sort(key=lambda each: (-each[1], each[0]))
    if kept and kept[0][1] < _FAIR and len(kept) > RARE:
        return []
    return [Possible(roll.people[at].ref, tuple(why), score) for at, score, why in kept[:MOST]]


def _read(account: str, roll: RollNames) -> _Account:
    name = (forms(Kind.ACCOUNT, account).name or account)[: _LONGEST * 2]
    plain = fold_name(name, join=False)
    kept = [piece for piece in alike.without_additions(plain) if piece not in roll.school] or [""]
    raw = "".join(kept)
    school = raw != "".join(alike.without_additions(plain)) or any(
        raw.strip("0123456789").endswith(w) for w in roll.school
    )
    wholes = [raw, "".join(alike.parts(plain)), *_without_school(raw, roll.school)]
    readings = dict.fromkeys(
        alike.as_letters(text)[:_LONGEST] for whole in wholes for text in _ways(whole) if len(text) >= _SHORTEST_FIRST
    )
    extra = [Reason.LOOK_ALIKES] if alike.leet_inside(name) or not name.isascii() else []
    extra += [Reason.ADDED] if alike.additions(name) else []
    return _Account(
        tuple(readings),
        frozenset(alike.as_letters(piece.strip("0123456789")) for piece in kept),
        tuple(_NUMBER.findall(alike.latin(name))),
        len(raw) > 1 and raw[0] == raw[1],
        school,
        tuple(extra),
    )


def _without_school(raw: str, school: frozenset[str]) -> Iterator[str]:
    bare = raw.strip("0123456789")
    for word in school:
        if bare.endswith(word):
            yield bare.removesuffix(word)
        if bare.startswith(word):
            yield bare.removeprefix(word)


def _ways(whole: str) -> Iterator[str]:
    """A name without its numbers, with them as letters, without a year behind, and without what was written onto it."""
    bare = whole.strip("0123456789")
    yield from (bare, whole, _YEAR_BEHIND.sub("", whole), _DIGITS.sub("", whole))
    for word in _GLUED:
        if bare.startswith(word):
            yield bare.removeprefix(word).strip("0123456789")
        if bare.endswith(word):
            yield bare.removesuffix(word).strip("0123456789")


def _built(text: str, read: _Account, roll: RollNames) -> Iterator[tuple[int, Reason, bool]]:
    """How a reading may be built from the names of people: who (their place on the roll), how, whether by a short form."""
    yield from ((at, Reason.FULL, False) for key, at in roll.seams if key == text)
    yield from _by_family_name(text, read, roll)
    for start in range(len(text) - 1):
        for end in range(start + _INITIALS, min(len(text), start + _LONGEST_NAME) + 1):
            for at, short in roll.given.get(text[start:end], ()):
                reason = _how(text, start, end, roll.people[at])
                if reason is not None:
                    yield at, reason, short


def _by_family_name(text: str, read: _Account, roll: RollNames) -> Iterator[tuple[int, Reason, bool]]:
    """Who has this family name; and who has it with an initial before or behind it."""
    if len(text) < _SHORTEST_LAST:
        return
    for at in roll.last.get(text, ()):
        doubled = read.doubled and text[0] in roll.people[at].initials
        yield at, Reason.INITIAL_LAST if doubled else Reason.LAST, False
    for initial, last in ((text[0], text[1:]), (text[-1], text[:-1])):
        for at in roll.last.get(last, ()) if len(last) >= _SHORTEST_LAST else ():
            if initial in roll.people[at].initials:
                yield at, Reason.INITIAL_LAST, False


def _how(text: str, start: int, end: int, names: Names) -> Reason | None:
    """How a family name stands beside a first name that stands at [start:end] of a reading."""
    before, given, rest = text[:start], text[start:end], text[end:]
    for last in names.lasts:
        if len(given) + len(last) < (_SHORTEST_FULL if len(given) + len(last) == len(text) else _SHORTEST_INSIDE):
            continue
        if rest.startswith(last) or (given[-1] == last[0] and rest.startswith(last[1:])):
            return Reason.FULL
        if before.endswith(last) or (given[0] == last[-1] and before.endswith(last[:-1])):
            return Reason.TURNED
    if start or len(given) < _SHORTEST_FIRST:
        return None
    if not rest:
        return Reason.FIRST
    if any(last.startswith(rest) for last in names.lasts):
        return Reason.FIRST_INITIAL if len(rest) <= _INITIALS else Reason.BEGINNING
    return None


def _hints(read: _Account, names: Names) -> list[Reason]:
    found = [hint for number in read.numbers if (hint := _says(number, names)) is not None]
    return list(dict.fromkeys([*found[:1], *([Reason.SCHOOL] if read.school else [])]))


def _says(number: str, names: Names) -> Reason | None:
    """What a number in an account says of somebody."""
    value = int(number)
    if names.born_in and value == (names.born_in if len(number) == _YEAR_DIGITS else names.born_in % _CENTURY):
        return Reason.BORN if len(number) in {_INITIALS, _YEAR_DIGITS} else None
    if len(number) > _INITIALS:
        return None
    if str(value) == names.year:
        return Reason.YEAR
    return Reason.AGE if value == names.age else None


def _counts(reason: Reason, read: _Account, roll: RollNames, at: int, hints: list[Reason], *, known_fake: bool) -> bool:
    """Whether a way of building a name is worth showing."""
    if reason is Reason.FIRST_INITIAL:
        names = roll.people[at]
        return known_fake or bool(hints) or any(piece in names.givens for piece in read.pieces)
    if reason in {Reason.FIRST, Reason.LAST}:
        return bool(hints) or (known_fake and _holders(roll, reason, at) <= RARE)
    return True


def _holders(roll: RollNames, reason: Reason, at: int) -> int:
    names = roll.people[at]
    if reason is Reason.LAST:
        return min(len(roll.last[last]) for last in names.lasts)
    return min(len(roll.given[given]) for given in names.givens)

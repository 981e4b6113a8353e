"""What words for families or pupils may not say: a name or detail of the case, or a pupil's name from the roll. It says where.

Whole words are compared, without accents. Many names are ordinary words (May, Will, Grace): such a word of the roll counts only
as part of a whole name; a word of somebody in the case counts whenever it has a capital. Nobody can pass over a finding: the
sentence is written another way (docs/adr/0018).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LIST: Final = Path(__file__).parents[1] / "data" / "ordinary.txt"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘ʼ-][^\W\d_]+)*")
_ITS: Final = re.compile(r"['’‘ʼ][sS]$")
_SENTENCE: Final = re.compile(r"(?<=[.!?؟])\s+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\s().-]+(?=\d)")
_SHORTEST: Final = 3
_SHORTEST_IN_CASE: Final = 2
_DIGITS: Final = 7
_NO_NAMES: Final = frozenset(
    "a an and boy brother child children father form girl group her his in mother not of parent pupil "  # noqa: SIM905
    "school sister student teacher that the their they this unknown we year you your".split()
)
"""Words with which a lead describes somebody whose name is not known ("a boy in year 8")."""


class Why(StrEnum):
    """What a word gives away."""

    IN_CASE = "in_case"
    DETAIL = "detail"
    PUPIL = "pupil"


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What no reader may learn: names of people in the case, accounts and other details, and the names on the roll."""

    people: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()
    """Each name of each pupil as "First Last", also with the first name they go by."""
    harmless: tuple[str, ...] = ()
    """Names that may stand in a letter: the school's own, its staff's."""
    ordinary: frozenset[str] = frozenset()
    """Further words, folded, that count as ordinary: those of our own templates."""
    foreign: frozenset[str] = frozenset()
    """Words, folded, that are ordinary in the language of the text: a pupil's name among them does not count by itself."""


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """A word that may not stand in a letter: line 0 is the heading; sentences are counted from the heading on, which is 1."""

    word: str
    why: Why
    line: int
    sentence: int
    said: str
    lang: str = ""
    """In which other language; nothing for English."""


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    word: str
    parts: tuple[str, ...]
    capital: bool


def look(heading: str, body: str, known: Known, *, lang: str = "") -> list[Finding]:
    """Return what has to be written another way, in the order of the letter; one finding a word and sentence."""
    checks = [_people(known), _details(known), _pupils(known)]
    found: dict[tuple[int, str], Finding] = {}
    for line, number, said in _sentences(heading, body):
        tokens = [_token(each) for each in _WORD.findall(said)]
        for check in checks:
            for word, why in check(said, tokens):
                found.setdefault((number, fold(word) or word), Finding(word, why, line, number, said, lang))
    return list(found.values())


type _Check = Callable[[str, list[_Token]], Iterator[tuple[str, Why]]]


def _sentences(heading: str, body: str) -> Iterator[tuple[int, int, str]]:
    number = 0
    for line, text in enumerate([heading, *body.split("\n")]):
        for said in _SENTENCE.split(text.strip("#- \t")):
            if said.strip():
                number += 1
                yield line, number, said.strip()


def _token(word: str) -> _Token:
    bare = _ITS.sub("", word)
    capital = bare[:1].isupper() or bare.upper() == bare.lower()
    return _Token(bare, tuple(fold(bare).split()), capital)


@cache
def listed() -> frozenset[str]:
    """Words that are ordinary English, though somebody may be called so."""
    return frozenset(fold(word) for word in _LIST.read_text(encoding="utf-8").split())


def _ordinary(known: Known) -> frozenset[str]:
    return listed() | known.ordinary


def _people(known: Known) -> _Check:
    parts = {part for name in known.people for part in fold(name).split()}
    parts = {part for part in parts - _NO_NAMES if len(part) >= _SHORTEST_IN_CASE or not part.isascii()}
    ordinary = _ordinary(known)

    def check(_said: str, tokens: list[_Token]) -> Iterator[tuple[str, Why]]:
        for token in tokens:
            if any(part in parts and (token.capital or part not in ordinary) for part in token.parts):
                yield token.word, Why.IN_CASE
        yield from ((name, Why.IN_CASE) for name in _whole(known.people, tokens, ordinary))

    return check


def _pupils(known: Known) -> _Check:
    ordinary = _ordinary(known)
    harmless = ordinary | known.foreign | {part for name in known.harmless for part in fold(name).split()}
    singles = {part for name in known.pupils for part in fold(name).split()}
    singles = {part for part in singles - harmless if len(part) >= _SHORTEST or not part.isascii()}

    def check(_said: str, tokens: list[_Token]) -> Iterator[tuple[str, Why]]:
        for token in tokens:
            if token.capital and any(part in singles for part in token.parts):
                yield token.word, Why.PUPIL
        yield from ((name, Why.PUPIL) for name in _whole(known.pupils, tokens, ordinary))

    return check


def _whole(names: Iterable[str], tokens: Sequence[_Token], ordinary: frozenset[str]) -> Iterator[str]:
    """Whole names, first and last beside each other. If all of one is ordinary words, each of them needs its capital."""
    said = {part for token in tokens for part in token.parts}
    for name in names:
        parts = fold(name).split()
        if len(parts) > 1 and said.issuperset(parts):
            plain = all(part in ordinary for part in parts)
            told = [part for token in tokens for part in (token.parts if token.capital or not plain else ("",))]
            if f" {' '.join(parts)} " in f" {' '.join(told)} ":
                yield name


def _details(known: Known) -> _Check:
    ordinary = _ordinary(known)
    numbers = {digits for each in known.details if len(digits := re.sub(r"\D", "", each)) >= _DIGITS}
    looks = [(each, pattern) for each in known.details if (pattern := _pattern(each, ordinary)) is not None]

    def check(said: str, _tokens: list[_Token]) -> Iterator[tuple[str, Why]]:
        folded = _fold_detail(said)
        yield from ((each, Why.DETAIL) for each, pattern in looks if pattern.search(folded))
        joined = _BETWEEN_DIGITS.sub("", said)
        yield from ((digits, Why.DETAIL) for digits in numbers if digits in joined)

    return check


def _fold_detail(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pattern(detail: str, ordinary: frozenset[str]) -> re.Pattern[str] | None:
    """How an account, link or address is found: whole, in any case; one that is an ordinary word only with its @."""
    bare = re.sub(r"^(https?://)?(www\.)?", "", _fold_detail(detail).strip()).strip("@/ ")
    if len(bare) < _SHORTEST:
        return re.compile(rf"@{re.escape(bare)}(?!\w)") if bare else None
    before = "@" if fold(bare) in ordinary else r"(?<!\w)"
    return re.compile(rf"{before}{re.escape(bare)}(?!\w)")

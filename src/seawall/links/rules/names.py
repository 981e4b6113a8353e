"""
Account names in what people write.

Four ways: `@name`, a name after a word such as "username", a name by its shape, the answer about accounts read piece by piece.
What a machine takes for a name is only ever offered. It would rather offer one too many than miss the one that links.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from seawall.kit.codes import word_list
from seawall.links.rules import alike
from seawall.links.rules.canon import common_names
from seawall.links.rules.clauses import said_words
from seawall.links.rules.data import words

if TYPE_CHECKING:
    from collections.abc import Iterator

type Span = tuple[int, int]

LONGEST: Final = 100
"""Characters of a name. No platform has longer ones: what is longer is no name."""

_AT: Final = re.compile(r"(?<![\w.@])@([^\s,;:!?()<>\"“”/]{2,})")
_TOKEN: Final = re.compile(r"[^\s,;:!?()\[\]{}<>\"“”‘/\\|]+")
_ENDS: Final = ".'’`*~-…"
_QUOTED: Final = re.compile(r"^\s*(?:is|was|:|=)?\s*[\"“']([^\"”'\n]{3,40})[\"”']")
_NEXT: Final = re.compile(r"^\s*(?:is|was|on \w+ is|:|=|-)?\s*[\"“'‘]?([^\s,;:!?()<>\"“”/]{3,})")
_PIECES: Final = re.compile(r"[,;\n&/]|\s+(?:and|then|or|also|plus)\s+|\.\s|\s-\s", re.IGNORECASE)
_CAPITAL_INSIDE: Final = re.compile(r"[a-z][A-Z]")
_HUMPS: Final = re.compile(r"[A-Z][a-z]+[A-Z][A-Za-z]+")
_MISTYPED_COIN: Final = re.compile(r"[13]\w{25,34}|(?:bc1|0x)\w{11,71}", re.IGNORECASE)
_SHORTEST: Final = 4
_MOST_WORDS: Final = 3
_LETTERS_BY_SHAPE: Final = 3


def after_at(text: str) -> Iterator[Span]:
    """Find names written with an @ in front."""
    for met in _AT.finditer(text):
        yield from _fit(text, met.start(), met.end())


def after_cues(text: str) -> Iterator[Span]:
    """Find names that follow a word such as "username", "goes by" or, with more care, "called"."""
    for pattern, sure in _cues():
        for met in pattern.finditer(text):
            rest = text[met.end() : met.end() + LONGEST + 20]
            quoted, follows = _QUOTED.match(rest), _NEXT.match(rest)
            if quoted and (sure or not _is_person(quoted[1])):
                yield met.end() + quoted.start(1), met.end() + quoted.end(1)
            elif follows and (sure or _has_shape(follows[1])) and not is_ordinary(follows[1]):
                yield from _fit(text, met.end() + follows.start(1), met.end() + follows.end(1))


def by_shape(text: str) -> Iterator[Span]:
    """Find names by their shape: letters with digits, underscores, dots or capitals inside."""
    for met in _TOKEN.finditer(text):
        token = met.group().strip(_ENDS)
        if _has_shape(token) and not _MISTYPED_COIN.fullmatch(token):
            yield from _fit(text, met.start(), met.end())


def in_answer(text: str) -> Iterator[Span]:
    """Read the answer about accounts piece by piece: what is left without the filling words is a name of one to three words."""
    start = 0
    for end, following in [*((met.start(), met.end()) for met in _PIECES.finditer(text)), (len(text), len(text))]:
        yield from _left_of(text, start, end)
        start = following


def _left_of(text: str, start: int, end: int) -> Iterator[Span]:
    bare = said_words().sub(lambda met: " " * len(met.group()), text[start:end])
    tokens = [met for met in _TOKEN.finditer(bare) if not _is_filling(met.group())]
    shaped = [met for met in tokens if _has_shape(met.group().strip(_ENDS)) or met.group().startswith("@")]
    if not shaped and tokens and len(tokens) <= _MOST_WORDS and _together(bare, tokens):
        yield from _fit(text, start + tokens[0].start(), start + tokens[-1].end())
    for met in shaped:
        yield from _fit(text, start + met.start(), start + met.end())


def _together(text: str, tokens: list[re.Match[str]]) -> bool:
    between = (text[one.end() : two.start()] for one, two in pairwise(tokens))
    unusual = any(not is_ordinary(met.group()) for met in tokens)
    long = sum(len(met.group()) for met in tokens) > _SHORTEST
    return unusual and long and all(gap == " " for gap in between)


def _fit(text: str, start: int, end: int) -> Iterator[Span]:
    """Take what is no part of a name off the ends; drop what cannot be one."""
    token = text[start:end]
    start += len(token) - len(token.lstrip(_ENDS))
    end = start + len(text[start:end].rstrip(_ENDS))
    for tail in ("'s", "’s"):
        end -= len(tail) if text[start:end].endswith(tail) else 0
    if 1 < end - start <= LONGEST and alike.pieces(text[start:end]):
        yield start, end


def _has_shape(token: str) -> bool:
    if token.isalpha() and (token.islower() or token.istitle()):
        return False  # nearly every word there is
    letters = sum(letter.isalpha() for letter in token)
    plain = alike.latin(alike.seen(token))
    if letters < _LETTERS_BY_SHAPE or len(token) > LONGEST or _is_counted(plain) or "@" in token[1:]:
        return False
    digits, inside = any(letter.isdecimal() for letter in plain), token.strip("_.-")
    if "_" in token or (digits and not plain[0].isdecimal()):
        return True
    if digits and len(plain) > _SHORTEST:
        return not plain.lstrip("0123456789").startswith(("-", "/", "."))
    return bool(_HUMPS.fullmatch(inside) or (_CAPITAL_INSIDE.search(inside) and token[:1].islower() and "." in inside))


def _is_counted(plain: str) -> bool:
    """Say whether this is a number with its word (year7, 17yo, 50quid) or a thing whose name has that shape (WhatsApp, ps5)."""
    lists = _lists()
    if plain in lists["not_names"]:
        return True
    before, behind = plain.rstrip("0123456789abcdef"), plain.lstrip("0123456789.-")
    bare = plain.rstrip("0123456789")
    one_more = plain[:-1].rstrip("0123456789") if plain[-1:].isalpha() else bare
    return (
        {bare.rstrip("-._"), before.rstrip("-._"), one_more.rstrip("-._")} & lists["before"] != set()
        and any(letter.isdigit() for letter in plain)
    ) or (plain[:1].isdigit() and behind in lists["behind"])


def _is_filling(token: str) -> bool:
    plain = alike.latin(token).strip(_ENDS + ".")
    return plain in _lists()["fillers"] or not alike.pieces(plain) or plain.isdecimal()


def is_ordinary(token: str) -> bool:
    """Say whether a token reads as an ordinary word or a first name rather than as a name of an account."""
    plain = alike.latin(token).strip(_ENDS)
    if plain in _lists()["fillers"] or plain in _words() or len(plain) < _SHORTEST:
        return True
    return plain.isalpha() and (_is_person(token) or _plural(plain) in _words())


def _plural(plain: str) -> str:
    return plain.removesuffix("s").removesuffix("e") if plain.endswith("es") else plain.removesuffix("s")


def _is_person(typed: str) -> bool:
    """Say whether this reads as somebody's name: words that start with a capital, or a common first name."""
    said = typed.split()
    return all(word.isalpha() and (word.istitle() or alike.skeleton(word) in common_names()) for word in said)


@cache
def _words() -> frozenset[str]:
    return frozenset(word_list())


@cache
def _lists() -> dict[str, frozenset[str]]:
    given = words()
    return {
        "fillers": frozenset(given["fillers"]),
        "not_names": frozenset(given["not_names"]),
        "before": frozenset(given["counted_before"]),
        "behind": frozenset(given["counted_behind"]),
    }


@cache
def _cues() -> tuple[tuple[re.Pattern[str], bool], ...]:
    def pattern(key: str) -> re.Pattern[str]:
        found = sorted(words()[key], key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, found))})\b", re.IGNORECASE)

    return (pattern("cues"), True), (pattern("weak_cues"), False)

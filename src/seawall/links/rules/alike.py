"""
Names that look alike: the skeleton of an account name.

What is folded: look-alike characters (UTS #39, from the package confusable-homoglyphs), capitals, accents, invisible characters,
separators and symbols, leetspeak, repeated letters, digits at the ends, and additions such as "real", "official", "backup", "x".
A skeleton is for comparing only: it is never shown. docs/links.md says what meets and what does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from confusable_homoglyphs.confusables import confusables_data

from seawall.guidance.rules.folding import LOOK_ALIKES
from seawall.links.rules.data import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST: Final = 200
"""Characters of a value that are looked at. No platform has longer names; docs/links.md says so."""

_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_MARKS: Final = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs", "Co", "Cn"})
_LEET: Final = str.maketrans("013457892i", "oleastbgzl")
_SYMBOLS: Final = str.maketrans("@$!|", "aslI")
_REPEATED: Final = re.compile(r"(.)\1+")
_GLUED: Final = "official|backup|real|xxx|xx|priv|alt|its|the|v2"
_GLUED_LEAVES: Final = 5
_GLUED_BEFORE: Final = re.compile(rf"^(?:{_GLUED})(?=.{{{_GLUED_LEAVES}}})")
_GLUED_BEHIND: Final = re.compile(rf"(?<=.{{{_GLUED_LEAVES}}})(?:{_GLUED})$")
_PIECE: Final = re.compile(r"[^\W_]+")
_MOST_PASSES: Final = 20


@cache
def look_alikes() -> Mapping[str, str]:
    """Give, for each single character that looks like a Latin letter or a digit, that letter or digit (small).

    Where Unicode's list has none, the list of the words of danger is asked: small capitals, letters in squares.
    """
    parent: dict[str, str] = {}

    def root(letter: str) -> str:
        while parent.setdefault(letter, letter) != letter:
            letter = parent[letter]
        return letter

    for letter, rows in confusables_data.items():
        for row in rows:
            one, other = letter.strip("\u200e"), row["c"].strip("\u200e")
            if len(one) == len(other) == 1:
                first, second = sorted((root(one), root(other)))
                parent[second] = first
    classes: dict[str, list[str]] = {}
    for letter in parent:
        classes.setdefault(root(letter), []).append(letter)
    plain = ((group, _plainest(group)) for group in classes.values())
    found = {letter: name for group, name in plain if name for letter in group if not letter.isascii()}
    return {**{letter: name for letter, name in LOOK_ALIKES.items() if not _is_half_a_flag(letter)}, **found}


def _is_half_a_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _plainest(group: list[str]) -> str:
    """The small ASCII letter of a class of look-alikes; a digit where there is no letter; empty where there is neither."""
    ascii_ones = sorted(letter for letter in group if letter.isascii() and letter.isalnum())
    letters = [letter for letter in ascii_ones if letter.isalpha()]
    return min((letters or ascii_ones), key=lambda letter: (letter.isupper(), letter), default="").lower()


def seen(value: str) -> str:
    """Return a value without characters that nobody sees, its compatibility forms made one, its ends trimmed."""
    if value.isascii() and value.isprintable():
        return " ".join(value[:LONGEST].split())
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", value[:LONGEST]))
    text = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cf", "Cc", "Cs", "Co", "Cn"})
    return " ".join(text.split())


def latin(text: str) -> str:
    """Return a text in small letters, look-alikes as the Latin letters they look like, without accents and the unseen."""
    if text.isascii():
        return text.lower()
    return "".join(_latin_letters(unicodedata.normalize("NFD", _UNSEEN.sub("", text))))


def _latin_letters(text: str) -> Iterator[str]:
    for letter in text:
        if letter.isascii():
            yield letter.lower()
        elif letter.isdecimal():
            yield str(unicodedata.decimal(letter))
        elif letter in look_alikes():
            yield look_alikes()[letter]
        elif unicodedata.category(letter) not in _MARKS:
            folded = unicodedata.normalize("NFKD", letter.casefold())
            yield "".join(
                look_alikes().get(each, each) for each in folded.lower() if unicodedata.category(each) not in _MARKS
            )


def pieces(text: str) -> list[str]:
    """Cut a folded text at everything that is neither letter nor digit."""
    return _PIECE.findall(text)


def skeleton(name: str) -> str:
    """Return the skeleton of an account name: equal for names that look the same. Empty if nothing of it is left.

    Idempotent: the skeleton of a skeleton is itself.
    """
    text = name[:LONGEST]
    for _ in range(_MOST_PASSES):
        folded = _once(text)
        if folded == text:
            break
        text = folded
    return text


def _once(text: str) -> str:
    found = _without_added(parts(text))
    return as_letters(_without_glued("".join(found).strip("0123456789")))


def parts(name: str) -> list[str]:
    """Cut a name into its pieces: small letters, look-alikes and signs as the letters they stand for."""
    return pieces(latin(name).lstrip("@$").translate(_SYMBOLS))


def as_letters(joined: str) -> str:
    """Return joined pieces with digits as the letters they stand for, and without repeated letters."""
    return _REPEATED.sub(r"\1", joined.translate(_LEET).replace("vv", "w").replace("rn", "m"))


def without_additions(name: str) -> list[str]:
    """Cut a name into its pieces, without what is added at its ends: numbers, and words such as `real`."""
    return _without_added(parts(name))


def _without_added(found: list[str]) -> list[str]:
    """Drop what is added at the ends of a name: numbers, and words such as `real`. If nothing else is there, drop nothing."""
    kept = list(found)
    while kept and _is_added(kept[-1]):
        kept.pop()
    while kept and _is_added(kept[0]):
        kept.pop(0)
    return kept or found


def _is_added(piece: str) -> bool:
    return piece.isdigit() or bool({piece, piece.strip("0123456789")} & _added())


@cache
def _added() -> frozenset[str]:
    return frozenset(words()["added"])


def _without_glued(name: str) -> str:
    """Drop what was written onto a name without a separator, where enough of the name is left."""
    name = _GLUED_BEHIND.sub("", _GLUED_BEFORE.sub("", name))
    if len(name) >= _GLUED_LEAVES + 2 and name[0] == name[-1] == "x":
        name = name[1:-1]
    return name.strip("0123456789")


def additions(name: str) -> list[str]:
    """Give what is added to a name with a separator, such as `real`."""
    found = pieces(latin(name))
    kept = _without_added(found)
    return sorted(piece for piece in found if piece not in kept and not piece.isdigit())


def leet_inside(name: str) -> str:
    """Give the digits and signs that stand inside a name for letters."""
    inside = "".join(pieces(latin(name).translate(_SYMBOLS))).strip("0123456789")
    signs = "".join(letter for letter in latin(name).lstrip("@$") if letter in "@$!|")
    return "".join(letter for letter in inside if letter.isdigit()) + signs


def repeats(name: str) -> list[str]:
    """Give the runs of one letter in a name."""
    return [run.group() for run in _REPEATED.finditer("".join(pieces(latin(name))))]


def look_alikes_in(name: str) -> tuple[set[str], str]:
    """Give the letters of a name that are not what they look like: foreign ones, and of the Latin ones i, l, rn and vv."""
    foreign = {letter for letter in seen(name) if letter.isalnum() and not letter.isascii()}
    plain = _REPEATED.sub(r"\1", "".join(pieces(latin(name))))
    return foreign, "".join(re.findall("rn|vv|[il]", plain))

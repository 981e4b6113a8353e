"""Names as they are looked for: without capitals, accents and whatever stands between the letters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST: Final = 2
"""Letters of a name that have to be typed before it is looked for."""
INDEXED: Final = 3
"""The first letters of a name's parts under which it is found. What follows is compared once the name is open."""
MOST_WORDS: Final = 6
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_JOINED: Final = re.compile(r"['’‘`´ʼ]")
_OTHER_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def fold(text: str) -> str:
    """Return the words of a name in small letters, without accents: "Zoë O’Brien-Łuk" gives "zoe obrien luk"."""
    wide = unicodedata.normalize("NFKD", _JOINED.sub("", text)).casefold()
    low = unicodedata.normalize("NFKD", wide).casefold().translate(_OTHER_LETTERS)
    bare = "".join(letter for letter in low if not unicodedata.combining(letter))
    return _NOT_A_LETTER.sub(" ", bare).strip()


def words(*names: str | None) -> list[str]:
    """Return the different words of some names, folded, in their order."""
    return list(dict.fromkeys(word for name in names if name for word in fold(name).split()))


def prefixes(of: Iterable[str]) -> set[str]:
    """Return the beginnings under which these folded words are kept."""
    return {word[:length] for word in of for length in range(SHORTEST, INDEXED + 1) if len(word) >= length}


def looked_for(typed: str) -> tuple[list[str], set[str]]:
    """Return the folded words that were typed, and the beginnings to look under: empty if no word is long enough."""
    asked = words(typed)[:MOST_WORDS]
    return asked, {word[:INDEXED] for word in asked if len(word) >= SHORTEST}


def fits(asked: Iterable[str], names: Iterable[str]) -> bool:
    """Say whether every word that was typed begins one of the words of the names (both folded)."""
    names = list(names)
    return all(any(name.startswith(word) for name in names) for word in asked)

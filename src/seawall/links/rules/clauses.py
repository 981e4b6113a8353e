"""Which platform is meant by the words around a name: the nearest one named in the same clause."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from seawall.links.rules.data import platforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_REACH: Final = 48
_BREAK: Final = re.compile(r"[,;!?\n]|\.(?=\s|$)")
_SAYS: Final = re.compile(r"\s*(?:[:=]|is\b|name\b)")


@cache
def _said() -> tuple[re.Pattern[str], dict[str, str]]:
    by_word = {word: platform.key for platform in platforms().values() for word in platform.words}
    words = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    return re.compile(rf"(?<![\w@.-])(?:{words})(?![\w])", re.IGNORECASE), by_word


def said_words() -> re.Pattern[str]:
    """Give the pattern of all words for platforms."""
    return _said()[0]


class Named:
    """The platforms that a text names, and where."""

    def __init__(self, text: str, only: Iterable[str] = ()) -> None:
        pattern, by_word = _said()
        self._text = text
        self._at = [(met.start(), met.end(), by_word[met.group().casefold()]) for met in pattern.finditer(text)]
        named = list(only)
        self._else = named[0] if len(named) == 1 and named[0] in platforms() else ""

    def near(self, start: int, end: int, *, pays: bool | None = None) -> str:
        """Give the platform named nearest to a place; where none is, the only one of the answer about apps; else nothing."""
        found = [(gap, key) for gap, key in self._gaps(start, end) if pays is None or platforms()[key].pays is pays]
        return min(found)[1] if found else "" if pays else self._else

    def _gaps(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Give how far each platform is away: "insta: kai" is nearest of all, and "kai snap: jess" says nothing about kai."""
        for at, until, key in self._at:
            before, after = until <= start <= until + _REACH, end <= at <= end + _REACH
            between = self._text[until:start] if before else self._text[end:at]
            if (before or after) and not _BREAK.search(between):
                says = _SAYS.match(self._text, until) is not None
                if before or not says:
                    yield len(between) - (_REACH if says else 0), key

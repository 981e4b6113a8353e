"""
From a rough token to words that the phrases know.

Undone are slang, leetspeak, stretched letters, spelling by ear, one slip of a finger and missing spaces. A word in the list of
known words is never "corrected", so that `together` does not become `to get her`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

NUMBER = "<n>"
"""The word that stands for any number."""

_LEET = [str.maketrans("013457@$!|8", one) for one in ("oieastasiib", "oleastaslib")]
_NUMBER = re.compile(r"(\d+)([a-z]*)")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_BY_EAR = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|ck|q|c(?![eiyh])", "k"), (r"c(?=[eiy])", "s"), (r"ph", "f"), (r"wh", "w"), (r"^kn", "n"), (r"wr", "r"),
        (r"ght", "t"), (r"x", "ks"), (r"z", "s"), (r"in$", "ing"), (r"(?:a[iy]|a(?=[^aeiou]e$))", "a"),
        (r"ee|ea|ie|ei", "i"), (r"y", "i"), (r"(?:ou|oo|ow|u)", "u"), (r"(?<=..)e$", ""), (r"(?<=..)(?:er|or|ar|re)$", "a"),
    )
]  # fmt: skip
_LONGEST_WORD = 24
_LONGEST_RUN = 80
_LONGEST_PIECE = 14
_SHORTEST_BY_EAR = 4
_SHORTEST_SLIP = 4
_SHORTEST_TYPED = 3
_SHORTEST_RUN = 6
_MOST_HIDDEN = 2
_FREE_SLIPS_FROM = 5


class Speller:
    """
    Reads rough tokens as words of one language.

    `words` are those the phrases ask for, `slang` maps a token to the words it stands for, `known` are other words that are
    right as they are, `short` are words of four letters that may have any slip. All are plain small letters without apostrophes.
    """

    def __init__(
        self,
        words: AbstractSet[str],
        slang: Mapping[str, tuple[str, ...]],
        known: AbstractSet[str],
        short: AbstractSet[str] = frozenset(),
    ) -> None:
        self._words = frozenset(words)
        self._short = frozenset(short)
        self._slang = dict(slang)
        self._sure = self._words | self._slang.keys() | known
        self._pieces = {word for word in self._words | self._slang.keys() if len(word) > 1} | {"i", "u", "a"}
        self._stretch: dict[str, str] = {_DOUBLED.sub(r"\1", word): word for word in self._longest_first(3)}
        self._ear: dict[str, str] = {by_ear(word): word for word in self._longest_first(_SHORTEST_BY_EAR)}
        self._slips: dict[str, list[str]] = {}
        self._holes: dict[str, str] = {}
        for word in self._longest_first(3):
            for shorter in _without_one(word):
                self._holes.setdefault(shorter, word)
                if len(word) >= _SHORTEST_SLIP:
                    self._slips.setdefault(shorter, []).append(word)

    def read(self, token: str) -> tuple[str, ...]:
        """Give the words that a rough token stands for; else the token itself; nothing for an emoji without a word."""
        if token in self._slang:
            return self._slang[token]
        if token in self._sure:
            return (token,)
        number = _NUMBER.fullmatch(token)
        if number and (not number[2] or number[2] in self._sure):
            return (NUMBER, *(self.read(number[2]) if number[2] else ()))
        if not token.isalpha():
            return self._read_disguised(token)
        return self._read_misspelt(token) or (token,)

    def knows(self, token: str) -> bool:
        """Say whether a rough token is, or stands for, words of this language."""
        return token in self._sure or self.read(token) != (token,)

    def _read_disguised(self, token: str) -> tuple[str, ...]:
        if not any(letter.isalnum() for letter in token):
            return ()
        plain = [
            guess for guess in (*(token.translate(table) for table in _LEET), token.lstrip("@$*")) if guess.isalpha()
        ]
        for guess in plain:
            if guess in self._sure:
                return self.read(guess)
        for guess in plain:
            if self._read_misspelt(guess):
                return self._read_misspelt(guess)
        hidden = re.sub(r"[^a-z]", "", token)
        for guess in (re.sub(r"[*@$!|]+", "", token), hidden):
            if guess in self._holes and len(token) - len(guess) <= _MOST_HIDDEN:
                return self.read(self._holes[guess])
        return (token,)

    def _read_misspelt(self, token: str) -> tuple[str, ...]:
        if len(token) > _LONGEST_RUN:
            return ()
        if len(token) <= _LONGEST_WORD:
            word = self._one_word(token) or self._one_slip(token)
            if word:
                return self.read(word)
        pieces = self._split(token) if len(token) >= _SHORTEST_RUN else ()
        return tuple(word for piece in pieces for word in self.read(piece))

    def _one_word(self, token: str) -> str:
        for squeezed in (_STRETCHED.sub(r"\1\1", token), _STRETCHED.sub(r"\1", token)):
            if squeezed in self._sure:
                return squeezed
        if len(token) >= _SHORTEST_BY_EAR or _STRETCHED.search(token):
            word = self._stretch.get(_DOUBLED.sub(r"\1", token))
            if word:
                return word
        return self._ear.get(by_ear(token), "") if len(token) >= _SHORTEST_BY_EAR else ""

    def _one_slip(self, token: str) -> str:
        if len(token) < _SHORTEST_TYPED:
            return ""
        for near in (token, *_without_one(token)):
            for word in (near, *self._slips.get(near, [])):
                if word in self._words and is_one_slip(token, word, any_length=word in self._short):
                    return word
        return ""

    def _split(self, token: str) -> tuple[str, ...]:
        """Cut letters without spaces into the fewest known words; nothing if that cannot be done with at least one real word."""
        best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(token)
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - _LONGEST_PIECE), end):
                before = best[start]
                here = best[end]
                if before and token[start:end] in self._pieces and (here is None or before[0] + 1 < here[0]):
                    best[end] = (before[0] + 1, (*before[1], token[start:end]))
        found = best[-1]
        return found[1] if found and any(len(piece) >= _SHORTEST_TYPED for piece in found[1]) else ()

    def _longest_first(self, least: int) -> list[str]:
        return sorted(
            (word for word in self._words if len(word) >= least and word.isalpha()), key=lambda word: (-len(word), word)
        )


def by_ear(word: str) -> str:
    """Give a key that words which sound alike to a child share."""
    for pattern, sound in _BY_EAR:
        word = pattern.sub(sound, word)
    return _DOUBLED.sub(r"\1", word)


def is_one_slip(typed: str, word: str, *, any_length: bool = False) -> bool:
    """
    Say whether one slip leads from a word to what was typed: a letter more, less, other, or two swapped (Damerau distance 1).

    The first letter must be right (or swapped), and in a word of up to four letters only a swap counts, unless `any_length`.
    """
    swapped = len(typed) == len(word) and _is_swap(typed, word)
    if swapped or (len(word) < _FREE_SLIPS_FROM and not any_length):
        return swapped
    if typed[0] != word[0]:
        return False
    short, long = sorted((typed, word), key=len)
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        return short[start + 1 :] == long[start + 1 :]
    return len(long) - len(short) == 1 and short[start:] == long[start + 1 :]


def _is_swap(typed: str, word: str) -> bool:
    first = next((n for n, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b), len(typed))
    swapped = typed[:first] + typed[first + 1 : first + 2] + typed[first : first + 1] + typed[first + 2 :]
    return typed != word and swapped == word


def _without_one(word: str) -> Iterator[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))

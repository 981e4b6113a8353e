"""
Telling phrases: words in a row that two reports share and that people hardly say by chance, such as a script of threats.

What everybody says links nothing: ordinary words, words of this trouble, platforms' names and the school's own words don't count.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from seawall.links.rules import alike
from seawall.links.rules.data import common, platforms, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROW: Final = 5
"""Words in a row that must be the same."""

FEWEST: Final = 2
"""Different telling words that must be among them."""

SHORTEST: Final = 4
"""Letters of a telling word."""

MOST_WORDS: Final = 2_000
"""Words of a report that are compared, from the beginning."""

_WORD: Final = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_FIRST: Final = 0.45
_EACH_MORE: Final = 0.12
_MOST: Final = 0.9


def folded(texts: Iterable[str]) -> list[str]:
    """Return the words of texts in their order: small, look-alikes as Latin letters. A text ends with a word that equals none."""
    found: list[str] = []
    for number, text in enumerate(texts):
        found += [word.replace("’", "'") for word in _WORD.findall(alike.latin(text))][: MOST_WORDS - len(found)]
        found.append(f"\0{number}")
    return found


def rows_of(found: list[str]) -> set[tuple[str, ...]]:
    """Return every five words in a row, of one text each."""
    rows = (tuple(found[at : at + ROW]) for at in range(len(found) - ROW + 1))
    return {row for row in rows if not any(word.startswith("\0") for word in row)}


def shared(mine: list[str], other: set[tuple[str, ...]], own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """
    Return the words in a row that tell most and that are in both, or nothing.

    In: one report's words in order, the other's rows, and words that are the school's own. The longest run of shared rows is one
    phrase; of several that which has most telling words.
    """
    best: tuple[str, ...] = ()
    start = None
    for at in range(len(mine) - ROW + 2):
        inside = at + ROW <= len(mine) and tuple(mine[at : at + ROW]) in other
        if inside and start is None:
            start = at
        if not inside and start is not None:
            run = tuple(mine[start : at - 1 + ROW])
            start = None
            best = max(best, run, key=lambda one: (telling(one, own), len(one)))
    return best if telling(best, own) >= FEWEST else ()


def telling(run: Iterable[str], own: frozenset[str] = frozenset()) -> int:
    """Count the different words of a phrase that not everybody uses."""
    return len({word for word in run if len(word) >= SHORTEST and word not in _ordinary() and word not in own})


def weight(run: Iterable[str], own: frozenset[str] = frozenset()) -> float:
    """Return how much a shared phrase says: from 0 to 1, more for each telling word in it."""
    return min(_MOST, _FIRST + _EACH_MORE * max(0, telling(run, own) - FEWEST))


@cache
def _ordinary() -> frozenset[str]:
    lists: Mapping[str, Iterable[str]] = {
        key: words()[key] for key in ("fillers", "cues", "weak_cues", "not_names", "said")
    }
    found = {word for each in lists.values() for phrase in each for word in _WORD.findall(phrase)}
    found |= {word for platform in platforms().values() for phrase in platform.words for word in _WORD.findall(phrase)}
    return frozenset(found | {value for each in common() if "account" in each.kinds for value in each.values})

"""Danger in somebody's own words: which kinds are found. The words themselves are data, one file a language (data/words/)."""

from __future__ import annotations

from seawall.guidance.rules.folding import tokens_of
from seawall.guidance.rules.phrases import Phrasebook, load_phrasebook


def found_in(text: str) -> frozenset[str]:
    """Give the kinds of danger found in a text, as facts (`words:suicide`), in every language with a file. Raises nothing."""
    rough = tokens_of(text)
    if not rough:
        return frozenset()
    return frozenset(f"words:{kind}" for book in _BOOKS for kind in book.kinds_in(rough))


_BOOKS: tuple[Phrasebook, ...] = (load_phrasebook("en"),)

"""A letter as a page shows it: its blocks, and for words that read from the right the marks that keep numbers in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seawall.letters.rules.templates import Block, blocks
from seawall.letters.rules.tongues import isolated

if TYPE_CHECKING:
    from seawall.letters.rules.tongues import Tongue


def blocks_in(body: str, tongue: Tongue | None = None) -> tuple[Block, ...]:
    """Return the blocks of a body, to be shown in a language; None is English."""
    found = blocks(body)
    if tongue is None or not tongue.from_right:
        return found
    return tuple(Block(each.kind, tuple(isolated(words) for words in each.words)) for each in found)

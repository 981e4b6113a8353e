"""What a draft may not say (roll.rules.given_away): words that stand in our own templates count as ordinary, too."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from seawall.letters.rules.templates import templates
from seawall.roll.rules import given_away
from seawall.roll.rules.given_away import Finding, Known, Why
from seawall.roll.rules.names import fold

__all__ = ["Finding", "Known", "Why", "look"]


@cache
def _ours() -> frozenset[str]:
    return frozenset(part for each in templates().values() for part in fold(f"{each.heading} {each.body}").split())


def look(heading: str, body: str, known: Known, *, lang: str = "") -> list[Finding]:
    """Return what has to be written another way, in the order of the letter; one finding a word and sentence."""
    return given_away.look(heading, body, replace(known, ordinary=known.ordinary | _ours()), lang=lang)

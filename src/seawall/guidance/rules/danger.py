"""
How much danger a report speaks of, and why.

A machine only ever raises: every rule asks for facts that are there, none for facts that are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seawall.guidance.rules.danger_table import ALL_RULES, Level
from seawall.guidance.rules.facts import coded_facts, free_texts
from seawall.guidance.rules.words import found_in

__all__ = ["Danger", "Level", "assess", "reason_text"]

_MET = {
    "met_series": "The same account is met in a series that is open.",
    "met_case": "The same account is met in a case that is open.",
}
"""Reasons from outside a report: what is known already (series.meeting)."""

_SENTENCES = {rule.code: rule.sentence for rule in ALL_RULES} | _MET


@dataclass(frozen=True, slots=True)
class Danger:
    """A level and the codes of every rule that spoke, the gravest first. `reason_text` turns a code into a sentence."""

    level: Level
    reasons: tuple[str, ...]


def assess(answers: Mapping[str, object], words: str = "") -> Danger:
    """
    Say how grave a report is.

    In: the answers as in docs/danger.md (coded keys, free-word keys, or both) and any further free words. Anything unknown,
    or of the wrong shape, is left out. Out: the highest level of all rules that spoke, and their codes. Raises nothing.
    """
    facts = set(coded_facts(answers)) if isinstance(answers, Mapping) else set()
    texts = list(free_texts(answers)) if isinstance(answers, Mapping) else []
    if isinstance(words, str):
        texts.append(words)
    for text in texts:
        facts |= found_in(text)
    spoke = sorted((rule for rule in ALL_RULES if rule.speaks(facts)), key=lambda rule: -rule.level)
    level = spoke[0].level if spoke else Level.ROUTINE
    return Danger(level, tuple(rule.code for rule in spoke))


def reason_text(code: str) -> str:
    """Give the sentence for the desk behind a reason code; the code itself if it is of another version."""
    return _SENTENCES.get(code, code)

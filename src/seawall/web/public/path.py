"""Which question comes next. Plain functions over the road and the answers so far: no request, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seawall.reports.questions import Kind, asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.reports.questions import Question

type Answers = Mapping[str, Any]

_BEFORE_THE_FIRST = "about"
"""Answered by the button that began the visit; it can be changed from check-your-answers."""


def pages(road: str, answers: Answers) -> list[Question]:
    """The questions that have a page for these answers, in order, the one on the help page included."""
    return [question for question in asked(road, answers) if question.alone]


def walk(road: str, answers: Answers) -> list[Question]:
    """The questions one walks through, from the first to check-your-answers."""
    return [question for question in pages(road, answers) if question.key != _BEFORE_THE_FIRST]


def find(road: str, answers: Answers, key: str) -> Question | None:
    """The question of this key if it is asked on this road after these answers, else None."""
    return next((question for question in pages(road, answers) if question.key == key), None)


def after(road: str, answers: Answers, key: str) -> Question | None:
    """The question after this one; None: check your answers."""
    keys = [question.key for question in walk(road, answers)]
    place = keys.index(key) + 1 if key in keys else 0
    return walk(road, answers)[place] if place < len(keys) else None


def before(road: str, answers: Answers, key: str) -> Question | None:
    """The question before this one; None: the help page."""
    keys = [question.key for question in walk(road, answers)]
    place = keys.index(key) - 1 if key in keys else -1
    return walk(road, answers)[place] if place >= 0 else None


def first_open(road: str, answers: Answers) -> Question | None:
    """The first question neither answered nor skipped; None: check your answers."""
    return next((question for question in walk(road, answers) if question.key not in answers), None)


def place(road: str, answers: Answers, key: str) -> tuple[int, int]:
    """Which question this is, and of about how many. The one on the help page is number 0."""
    keys = [question.key for question in walk(road, answers)]
    return (keys.index(key) + 1 if key in keys else 0), len(keys)


def settled(question: Question, values: list[str]) -> list[str]:
    """What was chosen, without "I am safe" beside a danger: the graver answer stands, and nobody is sent back for it."""
    if question.kind is Kind.MANY and question.key == "safe" and len(values) > 1:
        return [value for value in values if value != question.none]
    return values

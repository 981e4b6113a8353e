"""The states of a question, and when it needs a lead soon. Plain Python: no Django, no database."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from seawall.guidance.rules.danger import Level
from seawall.kit.refusal import Refusal

LONGEST_QUESTION: Final = 2_000
LONGEST_ANSWER: Final = 1_000
CODE_LENGTH: Final = 6
ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of a box's code: no sign that is easily read as another."""


class State(StrEnum):
    """Where a question is."""

    NEW = "new"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.NEW: frozenset({State.ANSWERED, State.SET_ASIDE}),
    State.ANSWERED: frozenset({State.NEW}),
    State.SET_ASIDE: frozenset({State.NEW}),
}
"""The table of states; docs/states/question.md is drawn from it."""

_SAID: Final = {State.NEW: "waiting", State.ANSWERED: "answered", State.SET_ASIDE: "set aside"}


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a question may go on to a state."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(f"This question is {_SAID[State(state)]} now. Nothing was done. Look at it again.")


def may_show(question: str, answer: str) -> Refusal | None:
    """What stands on the public page is a question with its answer, or nothing."""
    if bool(question) == bool(answer):
        return None
    return Refusal("Write both: how the question stands on the page, and its answer. Or leave both empty.")


def speaks_of_danger(level: Level) -> bool:
    """Say whether whoever asked is shown help at once, and told how to reach us: any rule of danger spoke."""
    return level > Level.ROUTINE

"""A case's states, the parts people have in it, and who may do what. Plain Python: no Django, no database."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from seawall.kit.refusal import Refusal

LONGEST_TITLE: Final = 120


class State(StrEnum):
    """Where a case is."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ended."""

    REFERRED = "referred"
    SUPPORTED = "supported"
    PASSED_ON = "passed_on"
    NO_CONCERN = "no_concern"


class Part(StrEnum):
    """What part somebody has in a case. None of them blames a child (product.md B3)."""

    AFFECTED = "affected"
    IMPERSONATED = "impersonated"
    TOLD_US = "told_us"
    RECEIVED = "received"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}
"""The table of states; docs/states/case.md is drawn from it."""


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a case may be closed or opened again."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(f"This case is {state} already.")


def may_change(state: str) -> Refusal | None:
    """A closed case has to be opened again before anything is added to it."""
    return None if state == State.OPEN else Refusal("This case is closed. Open it again first.")


def may_close_off(*, named: int, includes_self: bool) -> Refusal | None:
    """A case is closed off to named people, always with the one who does it: nobody locks themselves out by mistake."""
    if not includes_self:
        return Refusal("Keep yourself among the named people. Somebody else can take you out afterwards.")
    return None if named else Refusal("Choose at least one person.")

"""A fake account's states, who may report it, and when to look again. Plain Python: no Django, no database."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime


class State(StrEnum):
    """Where a fake account is on its way off the platform (product.md D3)."""

    SEEN = "seen"
    PACK_GIVEN = "pack_given"
    REPORTED = "reported"
    REFUSED = "refused"
    ESCALATED = "escalated"
    REMOVED = "removed"
    BACK = "back"
    NOT_FAKE = "not_fake"


class Reporter(StrEnum):
    """Who reported an account to its platform."""

    PERSON = "person"
    PARENT = "parent"
    SCHOOL = "school"
    SOMEBODY = "somebody"


class Answer(StrEnum):
    """What a lead says of a pupil from whose name an account may be built (product.md C4)."""

    IMPERSONATED = "impersonated"
    NOT_THIS = "not_this"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.SEEN: frozenset({State.PACK_GIVEN, State.REPORTED, State.REMOVED, State.NOT_FAKE}),
    State.PACK_GIVEN: frozenset({State.REPORTED, State.REMOVED, State.NOT_FAKE}),
    State.REPORTED: frozenset({State.REMOVED, State.REFUSED, State.ESCALATED, State.NOT_FAKE}),
    State.REFUSED: frozenset({State.REPORTED, State.ESCALATED, State.REMOVED, State.NOT_FAKE}),
    State.ESCALATED: frozenset({State.REMOVED, State.REFUSED, State.NOT_FAKE}),
    State.REMOVED: frozenset({State.BACK}),
    State.BACK: frozenset({State.PACK_GIVEN, State.REPORTED, State.REMOVED, State.NOT_FAKE}),
    State.NOT_FAKE: frozenset({State.SEEN}),
}
"""The table of states; docs/states/fake-account.md is drawn from it. "Back" begins a new round."""

UP: Final = frozenset({State.SEEN, State.PACK_GIVEN, State.REPORTED, State.REFUSED, State.ESCALATED, State.BACK})
"""States in which the account can still be seen by others."""

LOOK_AGAIN: Final[dict[State, timedelta]] = {
    State.SEEN: timedelta(0),
    State.PACK_GIVEN: timedelta(days=1),
    State.REPORTED: timedelta(hours=48),
    State.REFUSED: timedelta(0),
    State.ESCALATED: timedelta(days=3),
    State.REMOVED: timedelta(days=7),
    State.BACK: timedelta(0),
}
"""How long after a step somebody looks again. 48 hours: guidance reference 0.8 (POSH). The others are our decision."""

LOOKS_AFTER_REMOVAL: Final = 2
"""How often a removed account is looked for again before nobody has to any more. Our decision."""

YOUNGEST_CHILD: Final = 5
OLDEST_CHILD: Final = 19


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether an account may go from one state to another."""
    if to in MOVES[State(state)]:
        return None
    if to is State.REPORTED and state in {State.REPORTED, State.ESCALATED}:
        return Refusal(
            "It has been reported already. One good report is enough: many for the same account make a platform slower, and "
            "some forbid it."
        )
    return Refusal("This can't be done with the account as it stands now. Look again at what has happened with it.")


def may_take_back(steps: int) -> Refusal | None:
    """The last step can be taken back while there is one."""
    return None if steps else Refusal("There is no step to take back.")


def next_look(state: State, at: datetime, looks: int = 0) -> datetime | None:
    """Return when somebody should look again after a step at `at`; None when nobody has to any more.

    `looks`: how often a removed account has been looked for already.
    """
    if state is State.NOT_FAKE or (state is State.REMOVED and looks >= LOOKS_AFTER_REMOVAL):
        return None
    return at + LOOK_AGAIN[state]


CHASED: Final = frozenset({State.REPORTED, State.ESCALATED})


def is_chase(state: str) -> bool:
    """Say whether looking again means asking the platform again: it was reported and 48 hours are over."""
    return state in CHASED

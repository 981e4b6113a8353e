"""How long a case is kept, and who may let it go. Plain Python: no Django, no database.

Nothing goes by itself: a period that is over only lets a lead propose it (guidance reference 2:
records of abuse are not purged by a clock), and another one has to approve.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

PAUSE: Final = timedelta(days=7)
"""Between the approval and the shredding: long enough for somebody to come back from half a week away and say stop. Ours."""
LONGEST_WHY: Final = 1_000
MOST_AT_ONCE: Final = 100
"""Cases in one proposal: more than that nobody looks at one by one. Ours."""
FEWEST_YEARS: Final = 18
MOST_YEARS: Final = 120
"""Guards against a slip of the finger, no rule of anybody's."""
_FIRST_YEAR: Final = 1990


class Kind(StrEnum):
    """What a case is about, as far as keeping goes."""

    ABUSE = "abuse"
    CONCERN = "concern"


class From(StrEnum):
    """From when the years count."""

    BIRTH = "birth"
    CLOSING = "closing"


class State(StrEnum):
    """Where a proposal is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DONE = "done"


class ItemState(StrEnum):
    """Where one case of a proposal is."""

    WAITING = "waiting"
    KEY_GONE = "key_gone"
    GONE = "gone"
    KEPT = "kept"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.PROPOSED: frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.WITHDRAWN, State.DONE}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.DONE: frozenset(),
}
"""The table of a proposal's states; docs/states/shredding.md is drawn from it."""

ITEM_MOVES: Final[dict[ItemState, frozenset[ItemState]]] = {
    ItemState.WAITING: frozenset({ItemState.KEY_GONE, ItemState.KEPT}),
    ItemState.KEY_GONE: frozenset({ItemState.GONE}),
    ItemState.GONE: frozenset(),
    ItemState.KEPT: frozenset(),
}
"""The table of a case's states in a proposal; docs/states/shredding-case.md is drawn from it."""

_SAID: Final = {
    State.PROPOSED: "This waits for a second person.",
    State.APPROVED: "This is approved already.",
    State.REFUSED: "This was refused.",
    State.WITHDRAWN: "This was taken back.",
    State.DONE: "This is done. What was shredded cannot come back.",
}

ABUSE_WHEN: Final = frozenset({"asked", "sent", "threats", "money", "passed_on"})
"""Coded answers that speak of abuse: asked for a picture, one was sent, threats, money, somebody passed it on."""


def kind_of(whats: Iterable[str]) -> Kind:
    """Say what a case is about, by the coded answers of its reports. A lead may say otherwise, with a reason.

    A case whose reports say nothing of it is kept as abuse: too long can be mended.
    """
    told = set(whats)
    return Kind.CONCERN if told and not told & ABUSE_WHEN else Kind.ABUSE


def kept_until(*, years: int, counted_from: From, closed_on: date, born_year: int | None) -> date:
    """Return the last day a case is kept: always the end of a year, so that it tells nobody's birthday.

    Without a year of birth it counts from the closing, which is never too early; and it never ends before the case did.
    """
    start = born_year if counted_from is From.BIRTH and born_year is not None else closed_on.year
    return date(max(start + years, closed_on.year), 12, 31)


def may_be_years(years: int) -> Refusal | None:
    """A period is between 18 and 120 years."""
    if FEWEST_YEARS <= years <= MOST_YEARS:
        return None
    return Refusal(f"Choose between {FEWEST_YEARS} and {MOST_YEARS} years.")


def may_be_born(year: int, today: date) -> Refusal | None:
    """A year in which a pupil can have been born."""
    return None if _FIRST_YEAR <= year <= today.year else Refusal("Look at the year of birth again.")


def may_go(*, closed: bool, held: bool, until: date, today: date) -> Refusal | None:
    """Say whether a case may be proposed, and, asked once more when its turn comes, whether it may go."""
    if not closed:
        return Refusal("The case is open.")
    if held:
        return Refusal("The case is held.")
    return None if until < today else Refusal("Its time has not come.")


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a proposal may go from one state to another."""
    return None if to in MOVES[State(state)] else Refusal(_SAID[State(state)])


def may_answer(*, proposed_it: bool, opens_all: bool) -> Refusal | None:
    """Two people: whoever proposed it does not approve it, and nobody approves what they cannot look at."""
    if proposed_it:
        return Refusal("You proposed this. Somebody else in the safeguarding team has to answer.")
    return (
        None
        if opens_all
        else Refusal("One of these cases is closed off to you. Somebody who can open all has to answer.")
    )


def may_propose(cases: int) -> Refusal | None:
    """Some cases, and not more than somebody can look at."""
    if not cases:
        return Refusal("Choose at least one case.")
    return None if cases <= MOST_AT_ONCE else Refusal(f"Choose at most {MOST_AT_ONCE} cases at once.")

"""The states of a letter and of a family's copy, and who may do what. Plain Python: no Django, no database."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal
from seawall.schools.rules import HOLDERS, LEADS

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TITLE: Final = 160
LONGEST_BODY: Final = 8_000
LONGEST_REASON: Final = 500
MOST_FAMILIES: Final = 5_000


class State(StrEnum):
    """Where a letter is."""

    DRAFT = "draft"
    ASKED = "asked"
    APPROVED = "approved"
    MAKING = "making"
    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    RECALLED = "recalled"
    DROPPED = "dropped"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.ASKED, State.DROPPED}),
    State.ASKED: frozenset({State.APPROVED, State.DRAFT}),
    State.APPROVED: frozenset({State.MAKING, State.DRAFT}),
    State.MAKING: frozenset({State.READY, State.RECALLED}),
    State.READY: frozenset({State.MAKING, State.SENDING, State.RECALLED}),
    State.SENDING: frozenset({State.SENT, State.RECALLED}),
    State.SENT: frozenset(),
    State.RECALLED: frozenset(),
    State.DROPPED: frozenset(),
}
"""The table of states; docs/states/letter.md is drawn from it."""


class Way(StrEnum):
    """How a family gets its copy."""

    MAIL = "mail"
    PAPER = "paper"


class CopyState(StrEnum):
    """Where a family's copy is."""

    WAITING = "waiting"
    FAILED = "failed"
    MADE = "made"
    SENT = "sent"
    BOUNCED = "bounced"
    RECALLED = "recalled"


COPY_MOVES: Final[dict[CopyState, frozenset[CopyState]]] = {
    CopyState.WAITING: frozenset({CopyState.MADE, CopyState.FAILED, CopyState.RECALLED}),
    CopyState.FAILED: frozenset({CopyState.WAITING, CopyState.RECALLED}),
    CopyState.MADE: frozenset({CopyState.SENT, CopyState.BOUNCED, CopyState.RECALLED}),
    CopyState.SENT: frozenset(),
    CopyState.BOUNCED: frozenset({CopyState.SENT}),
    CopyState.RECALLED: frozenset(),
}
"""The table of states; docs/states/letter-copy.md is drawn from it."""

LEASE: Final = timedelta(minutes=5)
"""How long a copy that a worker is sending is left alone."""
BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""How long after each try to mail that failed the next one follows; after the last one the copy has bounced."""

_SAID: Final = {
    State.DRAFT: "a draft",
    State.ASKED: "with its reader",
    State.APPROVED: "approved",
    State.MAKING: "being made",
    State.READY: "made",
    State.SENDING: "being sent",
    State.SENT: "sent",
    State.RECALLED: "recalled",
    State.DROPPED: "thrown away",
}


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a letter may go on to a state."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(f"This letter is {_SAID[State(state)]} now. Nothing was done. Look at it again.")


def may_write(state: str) -> Refusal | None:
    """Only a draft is written: what somebody reads or has approved stays as they read it."""
    if state == State.DRAFT:
        return None
    return Refusal("Only a draft can be changed. Take the letter back first: whoever reads it has to read it again.")


def may_ask(*, role: str, works_here: bool, has_keys: bool, is_author: bool, can_open: bool) -> Refusal | None:
    """A letter is read by another lead, or by the head; never by whoever wrote it."""
    if is_author:
        return Refusal("Somebody else has to read it: not whoever wrote it.")
    if not works_here or role not in HOLDERS:
        return Refusal("Choose a safeguarding lead, a deputy or the head.")
    if not has_keys:
        return Refusal("They have no password of their own yet, so nothing can be sealed for them.")
    if role in LEADS and not can_open:
        return Refusal("This letter is closed off to them.")
    return None


def may_answer(*, is_author: bool, was_asked: bool) -> Refusal | None:
    """Only who was asked approves a letter, or sends it back; never whoever wrote it."""
    if is_author:
        return Refusal("You wrote this letter, so somebody else has to approve it.")
    return None if was_asked else Refusal("Somebody else was asked to read this letter.")


def next_try(now: datetime, tries: int) -> datetime | None:
    """When to mail a copy again after so many tries that failed; None: it has bounced."""
    return now + BACKOFF[tries - 1] if tries <= len(BACKOFF) else None

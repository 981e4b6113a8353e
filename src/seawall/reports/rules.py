"""A report's states and who may move it. Plain Python: no Django, no database."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from seawall.kit.refusal import Refusal


class State(StrEnum):
    """Where a report is."""

    NEW = "new"
    READ = "read"
    IN_CASE = "in_case"
    JUNK = "junk"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.NEW: frozenset({State.READ, State.IN_CASE, State.JUNK}),
    State.READ: frozenset({State.IN_CASE, State.JUNK}),
    State.IN_CASE: frozenset({State.READ}),
    State.JUNK: frozenset({State.READ}),
}
"""The table of states; docs/states/report.md is drawn from it."""

WAITING: Final = frozenset({State.NEW, State.READ})
"""What the queue shows: nobody has made a case of it yet."""

JUNK_KEPT: Final = timedelta(days=30)
"""Set-aside reports are kept this long and can be brought back (product.md A9)."""

LONGEST_REASON: Final = 2_000


class Channel(StrEnum):
    """The door a report came through."""

    PAGE = "page"
    STAFF = "staff"
    MAIL = "mail"
    PHONE = "phone"


class Contact(StrEnum):
    """How whoever told was reached the first time."""

    REPLY = "reply"
    PHONE = "phone"
    TALK = "talk"
    OTHER = "other"


BY_HAND: Final = (Contact.PHONE, Contact.TALK, Contact.OTHER)
"""What a lead notes; a reply in the mailbox notes itself."""


class Road(StrEnum):
    """Which set of questions was asked."""

    CHILD = "child"
    PARENT = "parent"
    STAFF = "staff"


_SAID: Final = {
    State.NEW: "waiting",
    State.READ: "read",
    State.IN_CASE: "in a case",
    State.JUNK: "set aside as junk",
}


def said(state: str) -> str:
    """Return a state as the desk's pages say it."""
    return _SAID[State(state)]


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a report may go from one state to another."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(f"This report is {said(state)}, so this can't be done with it now.")


def may_note_contact(state: str, *, contacted: bool) -> Refusal | None:
    """The first contact is noted once, and not for what is set aside."""
    if contacted:
        return Refusal("A first contact is noted already.")
    return Refusal("This report is set aside as junk. Bring it back first.") if state == State.JUNK else None


def may_lower(now: int, to: int, reason: str) -> Refusal | None:
    """A machine only raises danger; a person may lower it, with a reason (product.md B1)."""
    if to >= now:
        return Refusal("That is not lower than it is now.")
    if not reason.strip():
        return Refusal("Say why it is less dangerous than it looks. Your reason is kept with the report.")
    return None


def may_raise(now: int, to: int) -> Refusal | None:
    """A person may raise danger without saying why."""
    return None if to > now else Refusal("That is not higher than it is now.")

"""Who may do what, by role. Plain Python: no Django, no database."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class Role(StrEnum):
    """What somebody is at the school (product.md, the table of who uses it)."""

    STAFF = "staff"
    LEAD = "lead"
    DEPUTY = "deputy"
    HEAD = "head"
    GOVERNOR = "governor"
    OFFICE = "office"


LEADS = frozenset({Role.LEAD, Role.DEPUTY})
"""The safeguarding team: who holds a key of the team's circle."""

HOLDERS = LEADS | {Role.HEAD}
"""Who has a key pair: the team; and the head, who is in no circle and opens only a sheet that a lead wrote for them."""

RECORDERS = frozenset({Role.STAFF, Role.LEAD, Role.DEPUTY, Role.HEAD, Role.OFFICE})
"""Any member of staff may record a concern; governors are not staff."""

SHORTEST_LOCK: Final = 5
LOCK_AFTER: Final = 15
LONGEST_LOCK: Final = 60
"""Minutes without use after which what was told is closed: the least, what a school has that never chose, the most."""


class Step(StrEnum):
    """The steps of a school's set-up, in the order in which they are listed."""

    SERVER = "server"
    SCHOOL = "school"
    HOURS = "hours"
    POLICE = "police"
    SOCIAL_CARE = "social-care"
    LADO = "lado"
    LETTERHEAD = "letterhead"
    LEADS = "leads"
    KIT = "kit"
    HEAD = "head"
    ROTA = "rota"
    MAILBOX = "mailbox"
    NOTICES = "notices"
    ROLL = "roll"
    FACTS = "facts"
    LANGUAGES = "languages"


CAN_BE_LEFT_OUT: Final = frozenset(
    {Step.POLICE, Step.LADO, Step.LETTERHEAD, Step.HEAD, Step.MAILBOX, Step.ROLL, Step.LANGUAGES}
)
"""Steps that a school may do without. Without the others a child would wait, or what was told could be lost."""


class InvitationState(StrEnum):
    """What became of an invitation. One that ran out still waits: it can be renewed."""

    WAITING = "waiting"
    USED = "used"
    WITHDRAWN = "withdrawn"


INVITATION_MOVES: Final[Mapping[InvitationState, frozenset[InvitationState]]] = {
    InvitationState.WAITING: frozenset({InvitationState.USED, InvitationState.WITHDRAWN}),
    InvitationState.WITHDRAWN: frozenset({InvitationState.WAITING}),
    InvitationState.USED: frozenset(),
}
INVITATION_LASTS: Final = timedelta(days=7)


def may_open_desk(role: str) -> Refusal | None:
    """Only the safeguarding team works the queue and reads what was told."""
    return None if role in LEADS else Refusal("This page is for the safeguarding team.")


def may_hold_keys(role: str) -> Refusal | None:
    """The safeguarding team and the head have keys to open with their password."""
    return None if role in HOLDERS else Refusal("This page is for the safeguarding team and the head.")


def may_record(role: str) -> Refusal | None:
    """Any member of staff may record a concern."""
    return None if role in RECORDERS else Refusal("This page is for members of staff.")


def may_see_counts(role: str) -> Refusal | None:
    """The head and governors see how many wait and how long, never what was told."""
    return (
        None
        if role in {Role.HEAD, Role.GOVERNOR, *LEADS}
        else Refusal("This page is for the head, governors and leads.")
    )


def may_read_journal(role: str) -> Refusal | None:
    """The head sees who did what; leads see who looked at what they may open themselves, on the desk."""
    return None if role == Role.HEAD else Refusal("This page is for the head.")


def may_run_office(role: str) -> Refusal | None:
    """The office sets up the school and its people; leads may too, because a small school has no IT office."""
    return None if role in {Role.OFFICE, *LEADS} else Refusal("This page is for the school's office.")


def needs_second_factor(role: str) -> bool:
    """Say whether a role must sign in with a second factor: everybody but staff, who can read nothing of anybody else's."""
    return role != Role.STAFF


def may_let_into_team(role_of_newcomer: str) -> Refusal | None:
    """Only a lead or a deputy can hold the team's key."""
    return (
        None
        if role_of_newcomer in LEADS
        else Refusal("Only safeguarding leads and deputies can be in the safeguarding team.")
    )


def may_remove(*, themselves: bool) -> Refusal | None:
    """Nobody takes themselves out by a slip of the finger."""
    return Refusal("You can't take yourself out. Ask a colleague to do it.") if themselves else None


def may_leave(*, role: str, leads_left: int, opens_alone: int = 0) -> Refusal | None:
    """Whoever is the last to open something cannot leave: what children told would be closed to all."""
    if role in LEADS and leads_left < 1:
        return Refusal("This is the last safeguarding lead who can open reports. Let another lead in first.")
    if opens_alone:
        return Refusal(
            "This is the only person who can open a case that is closed off. They must name somebody else in it, "
            "or open it to the whole team, first."
        )
    return None


def may_leave_out(step: str, reason: str) -> Refusal | None:
    """Some steps can be done without, for a reason that the next person reads."""
    if step not in CAN_BE_LEFT_OUT:
        return Refusal("This step can't be left out.")
    return None if reason.strip() else Refusal("Say why it is not needed here.")


def may_be_mailed(role: str) -> Refusal | None:
    """Whoever reads a mailbox could use the link. A lead is asked for four words before they get keys; a head is not."""
    if role == Role.HEAD:
        return Refusal("A headteacher's link is handed over in person: nobody could tell if somebody else had used it.")
    return None


def may_use_invitation(state: str, until: datetime, now: datetime) -> Refusal | None:
    """A link works once, for a week, while it was not withdrawn."""
    if state == InvitationState.USED:
        return Refusal(
            "This link was used already, and works only once. If it was you, sign in. If it was not, tell your school's "
            "office at once."
        )
    if state == InvitationState.WITHDRAWN:
        return Refusal("This invitation was withdrawn. Ask your school's office for a new one.")
    if now >= until:
        return Refusal("This link has run out: it is good for seven days. Ask your school's office for a new one.")
    return None


def may_move_invitation(state: str, to: InvitationState) -> Refusal | None:
    """An invitation that was used is over: the person is there."""
    if to in INVITATION_MOVES[InvitationState(state)]:
        return None
    return Refusal("This invitation was used or changed a moment ago. Look at the list again.")


MIN_LEFT: Final = 8
"""Letters and digits that must be left of a password without the names that everybody at the school knows."""


def may_be_password(password: str, known: Iterable[str]) -> Refusal | None:
    """A password made of the school's or the person's own name is guessed first. `known`: those names, addresses included."""
    words = {word for name in known for word in re.findall(r"[^\W\d_]{4,}", name.casefold())}
    left = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    if left == password.casefold() or len(re.findall(r"[^\W_]", left)) >= MIN_LEFT:
        return None
    return Refusal(
        "This password is too much like your name or the school's. Use words that have nothing to do with you."
    )

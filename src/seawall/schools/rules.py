"""Who may do what, by role. Plain Python: no Django, no database."""

from __future__ import annotations

from enum import StrEnum

from seawall.kit.refusal import Refusal


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

MIN_PASSWORD = 12


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

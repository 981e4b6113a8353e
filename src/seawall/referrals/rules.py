"""Whom a case is referred to and how, a referral's states, and when to look again. Plain Python: no Django, no database."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal
from seawall.mailbox.rules import Status

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NAME: Final = 200
LONGEST_REFERENCE: Final = 100
LONGEST_SAID: Final = 100_000
"""Characters of what was said: a ready text made from many reports fits."""

_FURTHEST_CHECK: Final = timedelta(days=366)
_FRIDAY: Final = 4


class Agency(StrEnum):
    """Who is told. The keys are those of the guidance (guidance/data/reviews.toml, referrals)."""

    POLICE = "police"
    CEOP = "ceop"
    SOCIAL_CARE = "social_care"
    LADO = "lado"
    OTHER = "other"


class How(StrEnum):
    """How they were told."""

    EMERGENCY = "999"
    NON_EMERGENCY = "101"
    ONLINE = "online"
    PHONE = "phone"
    IN_PERSON = "in_person"
    EMAIL = "email"


class State(StrEnum):
    """Where a referral is."""

    DRAFTED = "drafted"
    MADE = "made"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFTED: frozenset({State.MADE, State.WITHDRAWN}),
    State.MADE: frozenset({State.ANSWERED, State.CLOSED}),
    State.ANSWERED: frozenset({State.ANSWERED, State.CLOSED}),
    State.CLOSED: frozenset({State.MADE}),
    State.WITHDRAWN: frozenset({State.DRAFTED}),
}
"""The table of states; docs/states/referral.md is drawn from it. What was told cannot be untold: only a draft is withdrawn."""

OPEN: Final = (State.DRAFTED, State.MADE, State.ANSWERED)
"""States in which somebody still has to do something, or waits for something."""

MADE: Final = (State.MADE, State.ANSWERED, State.CLOSED)
"""States of a referral that was made."""

POLICE: Final = (Agency.POLICE, Agency.CEOP)
"""Both investigate: while one of them may want the evidence, nothing is deleted (guidance reference 1.9)."""

UNDER_THE_DUTY: Final = (Agency.POLICE, Agency.SOCIAL_CARE)
"""Whom the duty to report names: police or local authority (guidance reference 0.10)."""

WAYS: Final[dict[Agency, tuple[How, ...]]] = {
    Agency.POLICE: (How.EMERGENCY, How.NON_EMERGENCY, How.ONLINE, How.PHONE, How.IN_PERSON),
    Agency.CEOP: (How.ONLINE, How.PHONE),
    Agency.SOCIAL_CARE: (How.PHONE, How.ONLINE, How.EMAIL, How.IN_PERSON),
    Agency.LADO: (How.PHONE, How.ONLINE, How.EMAIL, How.IN_PERSON),
    Agency.OTHER: (How.PHONE, How.ONLINE, How.EMAIL, How.IN_PERSON),
}
"""How each can be told."""

TELLS: Final[dict[Agency, Status]] = {
    Agency.POLICE: Status.TOLD_POLICE,
    Agency.CEOP: Status.TOLD_CEOP,
    Agency.SOCIAL_CARE: Status.TOLD_SOCIAL_CARE,
}
"""What a reporter is told when somebody was told. About the LADO and others, a lead writes in words of their own."""


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a referral may go on to a state."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(_NOT_NOW[State(state)])


def may_take_up(state: str) -> Refusal | None:
    """Only what is finished or withdrawn is taken up again."""
    return None if state in {State.CLOSED, State.WITHDRAWN} else Refusal("This referral is open already.")


def may_make(state: str) -> Refusal | None:
    """Only a draft is made: what was made once is taken up again instead."""
    return None if state == State.DRAFTED else Refusal(_NOT_NOW[State(state)])


_NOT_NOW: Final[dict[State, str]] = {
    State.DRAFTED: "This referral has not been made yet.",
    State.MADE: "This referral was made already.",
    State.ANSWERED: "This referral was made and answered already.",
    State.CLOSED: "This referral is finished. Open it again first.",
    State.WITHDRAWN: "This referral was withdrawn. Take it up again first.",
}


def may_go_to(agency: str, *, staff_concerned: bool) -> Refusal | None:
    """The LADO is for concerns about adults who work or volunteer with children, and for nothing else."""
    if agency == Agency.LADO and not staff_concerned:
        return Refusal("The LADO is told only where somebody who works or volunteers with children is concerned.")
    return None


def may_go_by(agency: str, how: str) -> Refusal | None:
    """Each can be told in some ways only."""
    return None if how in WAYS[Agency(agency)] else Refusal("They can't be told that way. Choose another.")


def may_check_on(day: date, today: date) -> Refusal | None:
    """The next check is a day that is still to come, and not so far away that nobody would remember."""
    if day < today:
        return Refusal("That day has passed. Choose today or a day that is still to come.")
    if day > today + _FURTHEST_CHECK:
        return Refusal("That is more than a year away. Choose a day on which somebody really looks again.")
    return None


def next_check_after(today: date) -> date:
    """The day proposed for looking again: the next one from Monday to Friday."""
    return today + timedelta(days=1 if today.weekday() < _FRIDAY else 7 - today.weekday())


def is_due(state: str, next_check: date | None, today: date) -> bool:
    """A draft is due until it is made; what was made is due on the day of its next check, or if it has none."""
    if state not in OPEN:
        return False
    return state == State.DRAFTED or next_check is None or next_check <= today


def is_late(agency: str, ends_at: datetime | None, made_at: datetime | None, now: datetime) -> bool:
    """Whether the clock of the duty to report ended first. `ends_at` is None where no clock runs."""
    return ends_at is not None and agency in UNDER_THE_DUTY and (made_at or now) > ends_at

"""A case's states, the parts people have in it, and who may do what. Plain Python: no Django, no database."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TITLE: Final = 120
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_BEFORE_ANY_PUPIL: Final = timedelta(days=25 * 366)


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


class Kind(StrEnum):
    """What a line of the chronology says happened. Rooms above add theirs here: a case has one chronology, one list of kinds."""

    NOTED = "noted"
    CORRECTED = "corrected"
    STARTED = "started"
    REPORT_ADDED = "report_added"
    REPORT_TAKEN_OUT = "report_taken_out"
    PERSON_ADDED = "person_added"
    PART_CHANGED = "part_changed"
    ASSIGNED = "assigned"
    DANGER_SET = "danger_set"
    REPLIED = "replied"
    REPORTER_TOLD = "reporter_told"
    CLOSED = "closed"
    REOPENED = "reopened"
    CLOSED_OFF = "closed_off"
    OPENED_TO_TEAM = "opened_to_team"
    ACCOUNT_SEEN = "account_seen"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_PACK_GIVEN = "account_pack_given"
    ACCOUNT_REPORTED = "account_reported"
    ACCOUNT_REFUSED = "account_refused"
    ACCOUNT_ESCALATED = "account_escalated"
    ACCOUNT_LOOKED = "account_looked"
    ACCOUNT_REMOVED = "account_removed"
    ACCOUNT_BACK = "account_back"
    ACCOUNT_NOT_FAKE = "account_not_fake"
    ACCOUNT_TAKEN_BACK = "account_taken_back"
    NAME_IMPERSONATED = "name_impersonated"
    NAME_NOT_THIS = "name_not_this"
    NAME_TAKEN_BACK = "name_taken_back"
    REFERRAL_DRAFTED = "referral_drafted"
    REFERRAL_MADE = "referral_made"
    REFERRAL_ANSWERED = "referral_answered"
    REFERRAL_CHASED = "referral_chased"
    REFERRAL_SAID = "referral_said"
    REFERRAL_CLOSED = "referral_closed"
    REFERRAL_REOPENED = "referral_reopened"
    REFERRAL_WITHDRAWN = "referral_withdrawn"
    TASK_SET = "task_set"
    TASK_HANDED = "task_handed"
    TASK_DONE = "task_done"
    TASK_DROPPED = "task_dropped"
    TASK_REOPENED = "task_reopened"
    PLAN_WRITTEN = "plan_written"
    CHECK_IN_PLANNED = "check_in_planned"
    CHECK_IN_HELD = "check_in_held"
    CHECK_IN_NOT_HELD = "check_in_not_held"
    PARENTS_CONTACT = "parents_contact"
    PARENTS_NOT_TOLD = "parents_not_told"
    PARENTS_STILL_NOT_TOLD = "parents_still_not_told"
    PARENTS_TO_BE_TOLD = "parents_to_be_told"
    REVIEWED = "reviewed"
    DECISION_REOPENED = "decision_reopened"
    DECIDED = "decided"
    SIGN_OFF_ASKED = "sign_off_asked"
    SIGNED_OFF = "signed_off"
    SENT_BACK = "sent_back"
    FORM_SAVED = "form_saved"
    SERIES_JOINED = "series_joined"
    SERIES_LEFT = "series_left"
    SERIES_MOVED = "series_moved"
    LETTER_SENT = "letter_sent"
    KEEPING_SAID = "keeping_said"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"


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


def may_have_happened(at: datetime, now: datetime) -> Refusal | None:
    """Nothing is written down as having happened later than now, or before any pupil of today was born."""
    if at > now + _CLOCKS_DIFFER:
        return Refusal("That is in the future. Write down what has happened; plan what is to come as a task.")
    if at < now - _BEFORE_ANY_PUPIL:
        return Refusal("That is before any pupil of today was born. Look at the year again.")
    return None


def may_correct(kind: str) -> Refusal | None:
    """A correction stands beside what it corrects; a correction of a correction would hide which is meant."""
    return Refusal("This line is a correction. Correct the line it belongs to.") if kind == Kind.CORRECTED else None

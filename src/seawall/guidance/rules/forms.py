"""
Who may choose, sign, look, ask for deletion or keep something from parents: the rules behind the desk's forms.

The forms' questions are data (data/reviews.toml). Every rule answers with a `Refusal`, or None.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.guidance.rules.decision import Answer, Course
from seawall.guidance.rules.decision_data import reviews
from seawall.kit.refusal import Refusal
from seawall.schools.rules import Role

if TYPE_CHECKING:
    from datetime import datetime


class Choice(StrEnum):
    """What a lead chooses to do, the guidance's answer in view."""

    REFER = "refer"
    FIND_OUT = "find_out"
    MANAGE = "manage_in_school"


_CHOOSE: Final = Refusal("Choose to refer it, or to manage it in school.")
_MUST_NOT_WAIT: Final[dict[str, Refusal]] = {
    Course.REFER_NOW: Refusal("The guidance says to refer this now. A referral does not wait for answers."),
    Course.MAY_MANAGE: Refusal("Nothing is missing any more. Choose to refer it, or to manage it in school."),
}


def choices_for(decision: str) -> tuple[Choice, ...]:
    """Give what the desk offers for the guidance's answer; a lead may always refer."""
    return tuple(choice for choice in Choice if may_choose(decision, choice) is None)


def may_choose(decision: str, chosen: str) -> Refusal | None:
    """
    Managing it in school is there only where the guidance allows it (guidance reference 0.1 and 1.4).

    To find out first is there only where the guidance asks for answers: a referral never waits for them.
    """
    if chosen == Choice.REFER:
        return None
    if chosen == Choice.FIND_OUT:
        return None if decision == Course.NEEDS_ANSWERS else _MUST_NOT_WAIT.get(decision, _CHOOSE)
    if chosen != Choice.MANAGE:
        return _CHOOSE
    if decision == Course.MAY_MANAGE:
        return None
    if decision == Course.NEEDS_ANSWERS:
        return Refusal("Answer every trigger first, or refer it now.")
    return Refusal("The guidance says to refer this now. It can't be managed in school alone.")


def needs_sign_off(chosen: str) -> bool:
    """Say whether the head must sign: everything that is not a referral, nor finding out first (guidance reference 1.10)."""
    return chosen not in {Choice.REFER, Choice.FIND_OUT}


def may_sign_off(role: str) -> Refusal | None:
    """The guidance says head or senior leadership (reference 1.10); here it is the head (product B4)."""
    return None if role == Role.HEAD else Refusal("Only the head signs off a decision not to refer.")


def may_leave_unreferred(reason: str) -> Refusal | None:
    """A decision not to refer stands with its reason, or not at all (guidance reference 1.10, KCSIE)."""
    return None if reason.strip() else Refusal("Write down why this is not referred.")


def may_ask_for_deletion(
    *, police_referral_open: bool, police_agreed_at: datetime | None, decision: str | None = None
) -> Refusal | None:
    """
    Nothing is deleted while somebody may need it as evidence (guidance reference 0.2, 1.9).

    In: whether a referral to the police is open, when the police agreed, and the guidance's answer for the case where there is
    one: a case to be referred is not yet at the police, and is held too.
    """
    if police_agreed_at is not None:
        return None
    if police_referral_open:
        return Refusal("This is with the police. Ask for deletion only once they have agreed, and write down when.")
    if decision is not None and decision != Course.MAY_MANAGE:
        return Refusal("Others may need this as evidence. Refer it first, and ask for deletion once the police agree.")
    return None


def may_go_on(*, earlier: datetime | None, later: datetime | None, sentence: str) -> Refusal | None:
    """What comes after something cannot have happened before it; nothing is said where one of the two is not known."""
    return Refusal(sentence) if earlier is not None and later is not None and later < earlier else None


def may_set_deadline(*, deadline: datetime, now: datetime) -> Refusal | None:
    """A child can only keep to a time that is still to come."""
    return None if deadline > now else Refusal("This time has passed. Choose one that is still to come.")


def may_view(*, grounds: str, would_distress: str, discussed_with: str, witness: str) -> Refusal | None:
    """Looking is the exception: on one of three grounds, talked over first, with a colleague there (guidance reference 1.7)."""
    if grounds not in dict(reviews().viewing["grounds"].choices):
        return Refusal("None of the grounds fits, so nobody may look. Decide on what you were told.")
    if would_distress != Answer.NO:
        return Refusal("Nobody may look if it could distress the child. Decide on what you were told.")
    if not discussed_with.strip():
        return Refusal("Talk it over with the head or another senior leader first.")
    if not witness.strip():
        return Refusal("Another member of staff has to be in the room.")
    return None


def may_keep_from_parents(*, taken_with: str, reason: str) -> Refusal | None:
    """Not telling parents is decided with children's social care or the police, and with a reason (guidance reference 1.11)."""
    if taken_with not in dict(reviews().parents["taken_with"].choices):
        return Refusal("Decide this with children's social care or the police, and say with whom.")
    return None if reason.strip() else Refusal("Write down why parents or carers are not told.")

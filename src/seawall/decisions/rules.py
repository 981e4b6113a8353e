"""Where a decision stands and what may be kept of its forms. Plain Python; what the guidance says is in `guidance.rules`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.cases.rules import Outcome, may_have_happened
from seawall.guidance.rules import forms
from seawall.guidance.rules.decision import Answer, Course
from seawall.guidance.rules.forms import Choice
from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seawall.guidance.rules.decision_data import Question

LONGEST_ANSWER: Final = 5_000
"""Characters of one answer in words."""

type Given = Mapping[str, object]
"""Answers to a table of questions: the coded answer by the question's key, what was written by the key and `_words`."""


class State(StrEnum):
    """Where the decision on a case stands."""

    UNDECIDED = "undecided"
    REFERRED = "referred"
    FINDING_OUT = "finding_out"
    WAITING = "waiting"
    SIGNED = "signed"
    SENT_BACK = "sent_back"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.UNDECIDED: frozenset({State.REFERRED, State.FINDING_OUT, State.WAITING}),
    State.REFERRED: frozenset({State.UNDECIDED, State.WAITING}),
    State.FINDING_OUT: frozenset({State.UNDECIDED, State.REFERRED, State.WAITING}),
    State.WAITING: frozenset({State.UNDECIDED, State.REFERRED, State.SIGNED, State.SENT_BACK}),
    State.SIGNED: frozenset({State.UNDECIDED, State.REFERRED}),
    State.SENT_BACK: frozenset({State.UNDECIDED, State.REFERRED, State.WAITING}),
}
"""The table of states; docs/states/decision.md is drawn from it. A changed answer leads back to the first."""

AFTER: Final[dict[Choice, State]] = {
    Choice.REFER: State.REFERRED,
    Choice.FIND_OUT: State.FINDING_OUT,
    Choice.MANAGE: State.WAITING,
}
"""Where a choice leads."""


class Sheet(StrEnum):
    """Where a sheet for the head is."""

    WAITING = "waiting"
    SIGNED = "signed"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class Paper(StrEnum):
    """The forms around a decision; none has a place for a file."""

    VIEWING = "viewing"
    SEIZURE = "seizure"
    DELETION = "deletion"


_SAID: Final = {
    State.REFERRED: "It is decided already: refer now.",
    State.FINDING_OUT: "It is decided already: find out first.",
    State.WAITING: "This waits for the head's sign-off already.",
    State.SIGNED: "The head has signed already that this is managed in school.",
}


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether the decision may go on to another state."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(_SAID.get(State(state), "First decide to manage it in school."))


def may_send_to(*, role: str, works_here: bool, has_keys: bool) -> Refusal | None:
    """A sheet goes to somebody who signs by role, and only once they hold the key that it is sealed to."""
    refusal = forms.may_sign_off(role)
    if refusal is not None or not works_here:
        return refusal or Refusal("This person does not work here any more.")
    if not has_keys:
        return Refusal("They have no keys yet: they have to sign in and choose a password of their own first.")
    return None


_OPEN_STILL: Final = {
    State.WAITING: "The head has not signed yet. Wait for the signature, or decide to refer it.",
    State.SENT_BACK: "The head sent it back. Read why, and decide again first.",
    State.FINDING_OUT: "It is decided to find out first. Decide what follows from it before you close the case.",
}
_ENDS_AS: Final = {
    Outcome.REFERRED: frozenset({State.REFERRED}),
    Outcome.SUPPORTED: frozenset({State.REFERRED, State.SIGNED}),
}
"""Outcomes that say what was decided. The others say that this was never, or no longer, for this school to decide."""


def may_close(*, state: str, course: str, news: bool, outcome: str | None = None) -> Refusal | None:
    """Say whether a case may be closed (guidance reference 1.4: what is to be referred is referred; the head signs).

    `state`: where the decision stands; `course`: what the guidance answers now; `news`: something came in since somebody
    last looked; `outcome`: how it is to end (None: in any way).
    """
    now = State(state)
    if now in _OPEN_STILL:
        return Refusal(_OPEN_STILL[now])
    if news:
        return Refusal("Something came into this case since it was decided. Look at the decision again first.")
    if now is State.UNDECIDED and course == Course.REFER_NOW:
        return Refusal("The guidance answers: refer now. Decide on this case before you close it.")
    wanted = _ENDS_AS.get(Outcome(outcome)) if outcome else None
    if wanted is not None and now not in wanted:
        return Refusal("This is not what was decided. Record the decision first, or choose another ending.")
    return None


def name_of(question: Question) -> str:
    """Return the name under which the answer to a question is kept."""
    return f"{question.key}_words" if question.kind == "words" else question.key


def names_of(questions: Mapping[str, Question]) -> frozenset[str]:
    """Return every name under which answers to these questions are kept."""
    return frozenset(name for key in questions for name in (key, f"{key}_words"))


def may_keep(questions: Mapping[str, Question], given: Given) -> Refusal | None:
    """Say whether answers may be kept: every needed one is there, and each coded one is one of those that can be given."""
    for question in questions.values():
        value = given.get(name_of(question))
        if question.needed and not value:
            return Refusal(f"Answer this first: {question.question}")
        if value and not _can_be(question, value):
            return Refusal(f"This can't be answered like that: {question.question}")
    return None


_CODED: Final = {"yes_no_unknown": {"yes", "no", "unknown"}, "yes_no": {"yes", "no"}}


def _can_be(question: Question, value: object) -> bool:
    coded = _CODED.get(question.kind) or {key for key, _ in question.choices}
    if coded:
        many = value if question.kind == "choices" and isinstance(value, list) else [value]
        return all(isinstance(each, str) and each in coded for each in many)
    if question.kind in {"moment", "day"}:
        return isinstance(value, datetime)
    return isinstance(value, bool if question.kind == "tick" else str)


def first_part(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The questions that are answered before anything is done; they stay as they were."""
    return {key: question for key, question in questions.items() if question.needed}


def later_part(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The questions about what came of it: they can be answered, and answered anew, later."""
    return {key: question for key, question in questions.items() if not question.needed}


def wrong_in(
    kind: Paper,
    given: Given,
    *,
    now: datetime,
    new: bool,
    police_referral_open: bool = False,
    decision: str | None = None,
) -> Iterator[tuple[str, Refusal]]:
    """
    Give what is wrong in a form, each with the name of the answer it is about (guidance reference 1.7 to 1.9).

    `new`: before it is first kept; what was allowed then is not refused later, when only what came of it is added. `decision`
    is the guidance's answer to the case, for deletion.
    """
    yield from _in_time(kind, given, now)
    if new and kind is Paper.VIEWING:
        yield from _looking(given)
    if new and kind is Paper.DELETION:
        yield from _deleting(given, now=now, police_referral_open=police_referral_open, decision=decision)


def _in_time(kind: Paper, given: Given, now: datetime) -> Iterator[tuple[str, Refusal]]:
    for name in _PAST:
        at = _at(given, name)
        yield from _about(name, may_have_happened(at, now) if at else None)
    if given.get("grounds") == "unavoidable":
        return
    for name, after, sentence in _ORDER[kind]:
        yield from _about(name, forms.may_go_on(earlier=_at(given, after), later=_at(given, name), sentence=sentence))


def _looking(given: Given) -> Iterator[tuple[str, Refusal]]:
    grounds, distress = str(given.get("grounds") or ""), str(given.get("would_distress") or "")
    refusal = forms.may_view(
        grounds=grounds,
        would_distress=distress,
        discussed_with=str(given.get("discussed_with_words") or ""),
        witness=str(given.get("witness_words") or ""),
    )
    yield from _about("would_distress" if grounds and distress != Answer.NO else "grounds", refusal)


def _deleting(
    given: Given, *, now: datetime, police_referral_open: bool, decision: str | None
) -> Iterator[tuple[str, Refusal]]:
    agreed, deadline = _at(given, "police_agreed_at"), _at(given, "deadline")
    refusal = forms.may_ask_for_deletion(
        police_referral_open=police_referral_open, police_agreed_at=agreed, decision=decision
    )
    yield from _about("police_agreed_at", refusal)
    yield from _about("deadline", forms.may_set_deadline(deadline=deadline, now=now) if deadline else None)


_PAST: Final = (
    *("discussed_at", "viewed_at"),
    *("taken_at", "collected_at"),
    *("asked_at", "child_confirmed_at", "police_agreed_at"),
)
"""Moments that have come when they are written down."""

_ORDER: Final[dict[Paper, tuple[tuple[str, str, str], ...]]] = {
    Paper.VIEWING: (("viewed_at", "discussed_at", "It is talked over first. Look at the two times again."),),
    Paper.SEIZURE: (("collected_at", "taken_at", "That is before it was taken. Look at the two times again."),),
    Paper.DELETION: (
        ("child_confirmed_at", "asked_at", "That is before the child was asked. Look at the two times again."),
    ),
}
"""What comes after what, and the sentence where it does not (but a picture that could not be avoided was seen first)."""


def _about(name: str, refusal: Refusal | None) -> Iterator[tuple[str, Refusal]]:
    if refusal is not None:
        yield name, refusal


def _at(given: Given, name: str) -> datetime | None:
    value = given.get(name)
    return value if isinstance(value, datetime) else None

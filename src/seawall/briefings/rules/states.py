"""The states of a briefing and of who was absent, and who may do what. Plain Python: no Django, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

LONGEST_ROOM: Final = 60
LONGEST_NAME: Final = 120
LONGEST_EXTRA: Final = 400
"""Characters of the paragraph a lead adds to the hand-out, which stays one page."""
TOLD_WITHIN: Final = 5
"""Days after a group was told in which those who were absent are to be told."""
FORTNIGHT: Final = 14


class State(StrEnum):
    """Where a briefing is."""

    DRAFT = "draft"
    PLANNED = "planned"
    HELD = "held"
    FOLLOWED_UP = "followed_up"
    CALLED_OFF = "called_off"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.PLANNED, State.CALLED_OFF}),
    State.PLANNED: frozenset({State.HELD, State.DRAFT, State.CALLED_OFF}),
    State.HELD: frozenset({State.FOLLOWED_UP, State.PLANNED}),
    State.FOLLOWED_UP: frozenset({State.HELD}),
    State.CALLED_OFF: frozenset({State.DRAFT}),
}
"""The table of states; docs/states/briefing.md is drawn from it."""


class AbsentState(StrEnum):
    """What has become of a pupil who was absent."""

    TO_TELL = "to_tell"
    TOLD = "told"
    NOT_NEEDED = "not_needed"


ABSENT_MOVES: Final[dict[AbsentState, frozenset[AbsentState]]] = {
    AbsentState.TO_TELL: frozenset({AbsentState.TOLD, AbsentState.NOT_NEEDED}),
    AbsentState.TOLD: frozenset({AbsentState.TO_TELL}),
    AbsentState.NOT_NEEDED: frozenset({AbsentState.TO_TELL}),
}
"""The table of states; docs/states/absence.md is drawn from it."""

_SAID: Final = {
    State.DRAFT: "a draft",
    State.PLANNED: "planned",
    State.HELD: "held",
    State.FOLLOWED_UP: "followed up",
    State.CALLED_OFF: "called off",
}
_ABSENT_SAID: Final = {
    AbsentState.TO_TELL: "still to be told",
    AbsentState.TOLD: "told already",
    AbsentState.NOT_NEEDED: "marked as not to be told",
}


@dataclass(frozen=True, slots=True, repr=False)
class Slot:
    """What a rule has to know of one group: who leads it and who is at hand (a key that tells people apart, and a name)."""

    group: str
    pupils: int
    room: str = ""
    starts_at: datetime | None = None
    leader: str = ""
    leader_name: str = ""
    helper: str = ""
    attended: bool = False


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether a briefing may go on to a state."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(f"This briefing is {_SAID[State(state)]} now. Nothing was done. Look at it again.")


def may_begin(pupils: int) -> Refusal | None:
    """A briefing is for somebody."""
    return None if pupils else Refusal("Nobody on the roll is in this year group. Ask the office to look at the roll.")


def may_change(state: str) -> Refusal | None:
    """A plan is changed until the briefing was held."""
    if state in {State.DRAFT, State.PLANNED}:
        return None
    return Refusal(f"This briefing is {_SAID[State(state)]}, so its plan can't be changed.")


def may_change_group(*, attended: bool) -> Refusal | None:
    """Where and when a group was told stays as it is once somebody said who was absent."""
    return Refusal("This group has been told. Take back who was absent first.") if attended else None


def missing(slots: Sequence[Slot]) -> list[str]:
    """Say what is missing until a briefing is planned, a sentence a group; groups without pupils need nothing."""
    there = [slot for slot in slots if slot.pupils]
    if not there:
        return ["Nobody on the roll is in the groups of this briefing."]
    return [*_gaps(there), *_twice(there)]


def _gaps(slots: Sequence[Slot]) -> Iterator[str]:
    for slot in slots:
        asked = (
            (slot.room, "a room"),
            (slot.starts_at, "a day and time"),
            (slot.leader, "somebody who leads it"),
            (slot.helper, "somebody at hand for a child who is upset"),
        )
        wanted = [what for given, what in asked if not given]
        if wanted:
            yield f"{slot.group} still needs {_listed(wanted)}."
        elif slot.leader == slot.helper:
            yield f"{slot.group}: whoever leads the group can't also be at hand for a child who is upset."


def _twice(slots: Sequence[Slot]) -> Iterator[str]:
    """Nobody leads two groups at the same time in two rooms; in one room they may."""
    seen: dict[tuple[str, datetime], Slot] = {}
    for slot in slots:
        if not slot.leader or slot.starts_at is None:
            continue
        other = seen.setdefault((slot.leader, slot.starts_at), slot)
        if other.room.casefold() != slot.room.casefold():
            yield f"{slot.leader_name} would lead {other.group} and {slot.group} at the same time in two rooms."


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def may_plan(slots: Sequence[Slot]) -> Refusal | None:
    """A briefing is planned once each group has a room, a time, who leads it and who is at hand."""
    wanted = missing(slots)
    return Refusal(" ".join(wanted)) if wanted else None


def may_hold(slots: Iterable[Slot]) -> Refusal | None:
    """It was held once somebody has said of each group who was absent."""
    open_ones = [slot.group for slot in slots if slot.pupils and not slot.attended]
    if not open_ones:
        return None
    return Refusal(f"Nobody has said yet who was absent from {_listed(open_ones)}.")


def may_follow_up(*, to_tell: int, questions: int) -> Refusal | None:
    """It is followed up once everybody who was absent is told, and each question answered."""
    if to_tell:
        are = "pupil who was absent is" if to_tell == 1 else "pupils who were absent are"
        return Refusal(f"{to_tell} {are} still to be told.")
    if questions:
        wait = "question waits" if questions == 1 else "questions wait"
        return Refusal(f"{questions} {wait} for an answer.")
    return None


def may_tick(state: str, starts_at: datetime | None, now: datetime) -> Refusal | None:
    """Who was absent is said once the group has begun."""
    if state not in {State.PLANNED, State.HELD}:
        return Refusal(f"This briefing is {_SAID[State(state)]}, so nobody can be absent from it.")
    if starts_at is None or starts_at > now:
        return Refusal("This group has not begun yet. Say who was absent once it has.")
    return None


def may_lead(*, leads: bool, at_hand: bool, is_lead: bool) -> Refusal | None:
    """Whoever leads a group, is at hand in it, or is a safeguarding lead sees its time, room, pupils and script."""
    return None if leads or at_hand or is_lead else Refusal("This group is not yours.")


def may_move_absent(state: str, to: AbsentState) -> Refusal | None:
    """Say whether a pupil who was absent may go on to a state."""
    if to in ABSENT_MOVES[AbsentState(state)]:
        return None
    return Refusal(f"This pupil is {_ABSENT_SAID[AbsentState(state)]}. Nothing was done. Look at it again.")


def may_own(*, works_here: bool) -> Refusal | None:
    """Whoever tells those who were absent works here."""
    return None if works_here else Refusal("Choose somebody who works at this school.")

"""Tasks, check-ins and contact with parents: their states, and what may be planned. Plain Python: no Django, no database.

Whether parents may be left untold is a rule of the guidance (guidance.rules.forms.may_keep_from_parents).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

LONGEST_NAME: Final = 200
_FAR: Final = timedelta(days=2 * 366)


class TaskState(StrEnum):
    """Where a task is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class CheckInState(StrEnum):
    """Where a check-in is."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"


class Way(StrEnum):
    """How somebody spoke with a parent or carer."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    VIDEO = "video"
    WRITING = "writing"


TASK_MOVES: Final[dict[TaskState, frozenset[TaskState]]] = {
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.DROPPED}),
    TaskState.DONE: frozenset({TaskState.OPEN}),
    TaskState.DROPPED: frozenset({TaskState.OPEN}),
}
"""The table of a task's states; docs/states/task.md is drawn from it."""

CHECK_IN_MOVES: Final[dict[CheckInState, frozenset[CheckInState]]] = {
    CheckInState.PLANNED: frozenset({CheckInState.HELD, CheckInState.NOT_HELD}),
    CheckInState.HELD: frozenset(),
    CheckInState.NOT_HELD: frozenset(),
}
"""The table of a check-in's states; docs/states/check_in.md is drawn from it."""

_TASK_SAID: Final = {TaskState.OPEN: "open", TaskState.DONE: "done", TaskState.DROPPED: "dropped"}


def may_move_task(state: str, to: TaskState) -> Refusal | None:
    """Say whether a task may go from one state to another."""
    if to in TASK_MOVES[TaskState(state)]:
        return None
    return Refusal(f"This task is {_TASK_SAID[TaskState(state)]}, so this can't be done with it now.")


def may_hand_over(state: str) -> Refusal | None:
    """Only what is still to be done can be handed to somebody."""
    return None if state == TaskState.OPEN else Refusal("This task is not open. Open it again first.")


def may_drop(reason: str) -> Refusal | None:
    """A task is dropped with a reason, so that nobody wonders later why it was never done."""
    return None if reason.strip() else Refusal("Say why it need not be done.")


def may_record(state: str, to: CheckInState) -> Refusal | None:
    """A check-in is written down once; what was wrong about it is a correction in the chronology."""
    if to in CHECK_IN_MOVES[CheckInState(state)]:
        return None
    return Refusal("This check-in is written down already. Correct its line in the chronology.")


def may_be_planned(day: date, today: date) -> Refusal | None:
    """What is planned is today or later, and no slip of the year: within two years."""
    if day < today:
        return Refusal("That day has passed. Choose today, or a day that is still to come.")
    if day > today + _FAR:
        return Refusal("That is more than two years away. Look at the year again.")
    return None

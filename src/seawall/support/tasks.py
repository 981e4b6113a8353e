"""Verbs on a task: each is one transaction, one line of the case's chronology and one of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from seawall.cases.chronology import write
from seawall.cases.rules import Kind
from seawall.cases.typed import needed, optional
from seawall.kit.refusal import refuse_unless
from seawall.support import rules
from seawall.support.common import begin, claim, must_open, today
from seawall.support.models import Task
from seawall.support.rules import TaskState

if TYPE_CHECKING:
    from datetime import date

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring


@transaction.atomic
def set_task(
    *, case: Case, title: str, detail: str, to: Person | None, due: date, once: bytes, ring: Ring, by: Person
) -> None:
    """Set a task, for somebody who may open the case or for nobody yet; a second press sets none. Raises Refused or Gone."""
    key = begin(case, once, ring)
    if key is None:
        return
    refuse_unless(rules.may_be_planned(due, today()))
    must_open(case, to)
    task, name = Task(case=case, owner=to, due_on=due, changed_by=by), needed(title, rules.LONGEST_NAME)
    task.words = key.seal({"title": name, "detail": optional(detail)}, task, "words")
    task.save(force_insert=True)
    write(case=case, key=key, kind=Kind.TASK_SET, by=by, text=name, once=once, to=_id(to), due=due.isoformat())


@transaction.atomic
def hand_over(*, task: Task, to: Person | None, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Give an open task to somebody else who may open the case, or to nobody. Raises Clash, Refused or Gone."""
    key = begin(task.case, once, ring)
    if key is None:
        return
    claim(task, seen, by)
    refuse_unless(rules.may_hand_over(task.state))
    must_open(task.case, to)
    task.owner = to
    task.save(update_fields=["owner"])
    name = key.open(task, "words")["title"]
    write(case=task.case, key=key, kind=Kind.TASK_HANDED, by=by, text=name, once=once, to=_id(to))


@transaction.atomic
def finish(*, task: Task, how: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """A task is done; `how` it went may stay empty. Raises Clash, Refused or Gone."""
    _move(task, TaskState.DONE, how, seen=seen, once=once, ring=ring, by=by)


@transaction.atomic
def drop(*, task: Task, reason: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """A task need not be done any more, for a reason. Raises Clash, Refused or Gone."""
    refuse_unless(rules.may_drop(reason))
    _move(task, TaskState.DROPPED, reason, seen=seen, once=once, ring=ring, by=by)


@transaction.atomic
def open_again(*, task: Task, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """A task was not done after all, or is needed after all. Raises Clash, Refused or Gone."""
    _move(task, TaskState.OPEN, "", seen=seen, once=once, ring=ring, by=by)


_KINDS = {
    TaskState.DONE: Kind.TASK_DONE,
    TaskState.DROPPED: Kind.TASK_DROPPED,
    TaskState.OPEN: Kind.TASK_REOPENED,
}


def _move(task: Task, to: TaskState, why: str, *, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    key = begin(task.case, once, ring)
    if key is None:
        return
    claim(task, seen, by)
    refuse_unless(rules.may_move_task(task.state, to))
    said, name = optional(why), key.open(task, "words")["title"]
    task.state, task.why = to.value, key.seal(said, task, "why") if said else None
    task.save(update_fields=["state", "why"])
    write(case=task.case, key=key, kind=_KINDS[to], by=by, text="\n".join(filter(None, (name, said))), once=once)


def _id(person: Person | None) -> str | None:
    return str(person.pk) if person else None

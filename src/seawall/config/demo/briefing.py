"""The demonstration's briefings: year 7 was told yesterday, as the letter tells; year 8 is told next week."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from seawall.briefings import actions, attendance, queries
from seawall.briefings.actions import Told
from seawall.briefings.rules.states import AbsentState, State
from seawall.kit import clock
from seawall.questionbox import actions as questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seawall.briefings.models import Briefing, Session
    from seawall.cases.models import Case
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

LEADERS: Final = ("Priya Lal", "Owen Hart", "Mina Soto", "Bea Thorne", "Ravi Clay", "Lotte Finch")
"""Form tutors who do not sign in here. Tom, who does, leads 7B."""
AT_HAND: Final = "Jo Pell, school nurse"
QUESTIONS: Final = (
    "If somebody uses my name for an account, can my grandmother see it and think that it was me?",
    "what if my cousin already paid them with a gift card, is he in trouble with the bank",
)
"""What two pupils asked without a name, the calmer one first."""
SHOWN: Final = (
    "Could my family think that a fake account is me?",
    "They could, for a moment. You did not make it. Tell them, and tell us: we help to get it taken down.",
)
"""How the first one stands on the page, with its answer."""
_ABSENT: Final = 4


def brief(*, school: School, people: dict[str, Person], case: Case, ring: Ring) -> None:
    """Hold one briefing and plan another, through the same actions that the pages call. `ring` is Asha's."""
    _held(school, people, case, ring)
    _planned(school, people, ring)


def _once(what: str, school: School) -> bytes:
    return hashlib.blake2b(f"{school.pk}\0{what}".encode(), digest_size=16, person=b"seawall.demo").digest()


def _at(days: int, hour: int, minute: int) -> datetime:
    day = timezone.localdate(clock.now()) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _held(school: School, people: dict[str, Person], case: Case, ring: Ring) -> None:
    asha, began = people["asha"], _at(-1, 13, 20)
    with clock.frozen(_at(-1, 8, 40)):
        made = actions.begin(
            school=school, year="7", case=case, series=None, once=_once("briefing 7", school), ring=ring, by=asha
        )
        for at, each in enumerate(_sessions(made)):
            leader = people["tom"] if each.group_name == "7B" else None
            _plan(
                each, Told("The hall", began, leader, "" if leader else LEADERS[at % len(LEADERS)], None, AT_HAND), asha
            )
        _move(made, State.PLANNED, ring, asha)
    with clock.frozen(_at(-1, 14, 5)):
        _attend(made, people)
        _move(made, State.HELD, ring, asha)
    with clock.frozen(_at(-1, 19, 12)):
        _ask(school, made, people)


def _attend(made: Briefing, people: dict[str, Person]) -> None:
    """The first pupil of each of the first four groups was absent; Dev tells them, and has told one."""
    for at, each in enumerate(_sessions(made)):
        absent = [pupil.pk for pupil in queries.pupils_of(each)[: int(at < _ABSENT)]]
        by = people["tom"] if each.leader_id else people["asha"]
        attendance.say_absent(session=each, absent=absent, seen=each.version, by=by)
        due = timezone.localdate(clock.now()) + timedelta(days=4)
        attendance.hand_over(session=each, owner=people["dev"], due=due, seen=each.version, by=people["asha"])
    first = queries.absent_due(made.school, people["dev"], timezone.localdate(clock.now()) + timedelta(days=9))[0]
    told = queries.find_absence(made.school, first.pk)
    attendance.move(absence=told, to=AbsentState.TOLD, seen=told.version, by=people["dev"])


def _ask(school: School, made: Briefing, people: dict[str, Person]) -> None:
    for text in QUESTIONS:
        row = questions.ask(
            school=school, box=made.box, text=text, danger=questions.weigh(text), once=_once(text, school)
        )
        if row is not None and text == QUESTIONS[0]:
            questions.answer(question=row, shown=SHOWN[0], said=SHOWN[1], seen=row.version, by=people["asha"])


def _planned(school: School, people: dict[str, Person], ring: Ring) -> None:
    dev = people["dev"]
    made = actions.begin(
        school=school, year="8", case=None, series=None, once=_once("briefing 8", school), ring=ring, by=dev
    )
    for at, each in enumerate(_sessions(made)):
        _plan(each, Told(f"Room {at + 4}", _at(6, 9, 15), None, LEADERS[at % len(LEADERS)], None, AT_HAND), dev)
    _move(made, State.PLANNED, ring, dev)


def _sessions(made: Briefing) -> Iterable[Session]:
    return [queries.find_session(made.school, each.row.pk) for each in queries.planned(made)]


def _plan(session: Session, told: Told, by: Person) -> None:
    actions.plan_group(session=session, told=told, version=session.version, by=by)


def _move(made: Briefing, to: State, ring: Ring, by: Person) -> None:
    made.refresh_from_db()
    actions.move(briefing=made, to=to, version=made.version, ring=ring, by=by)

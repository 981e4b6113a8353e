"""Briefings at every stage, for tests."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from seawall.briefings import actions, attendance, queries
from seawall.briefings.actions import Told
from seawall.briefings.models import Absence
from seawall.briefings.rules.states import State
from seawall.kit import clock
from seawall.questionbox import actions as questions
from tests.roll.test_roll import put_in

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.briefings.models import Briefing, Session
    from seawall.cases.models import Case
    from seawall.questionbox.models import Question
    from seawall.roll.models import Pupil
    from seawall.schools.models import Person
    from tests.world import World

PUPILS = (
    "21,Nell,Quayle,,2014-01-09,7,7B,,,,",
    "22,Idris,Quayle,,2015-01-09,7,7A,,,,",
    "23,Odd,Tarnside,,2014-02-09,7,7A,,,,",
    "24,Bo,Noform,,2014-02-12,7,,,,,",
    "25,Eli,Otherwise,,2012-02-12,10,10C,,,,",
)


def a_year(world: World) -> None:
    """Four pupils in year 7: two in 7A, one in 7B, one in no form; and one in year 10."""
    put_in(world, *PUPILS)


def begun(world: World, case: Case | None = None, year: str = "7") -> Briefing:
    """A draft by Asha."""
    ring = world.ring(world.asha)
    return actions.begin(
        school=world.marram, year=year, case=case, series=None, once=os.urandom(16), ring=ring, by=world.asha
    )


def first(briefing: Briefing) -> str:
    """The name of the first group."""
    return min(str(each.group_name) for each in briefing.sessions.all())


def group(briefing: Briefing, name: str) -> Session:
    """One group by its name."""
    return next(
        each for each in briefing.sessions.select_related("briefing__school", "briefing__by") if each.group_name == name
    )


def fill(
    world: World, session: Session, leader: Person | None = None, at: datetime | None = None, room: str = ""
) -> None:
    """Give a group a room, a time an hour ago, Tom (or somebody else) to lead it, and a nurse at hand."""
    told = Told(
        room or f"Room {session.group_name}",
        at or clock.now() - timedelta(hours=1),
        leader=leader,
        leader_name="" if leader else f"Visitor {session.group_name}",
        helper_name="The school nurse",
    )
    actions.plan_group(session=session, told=told, version=session.version, by=world.asha)


def planned(world: World, case: Case | None = None) -> Briefing:
    """The same, whole: Tom leads the first group (7A), written names lead the others."""
    made = begun(world, case)
    for each in made.sessions.select_related("briefing__school"):
        fill(world, each, world.tom if each.group_name == first(made) else None)
    move(world, made, State.PLANNED)
    return made


def move(world: World, briefing: Briefing, to: State, by: str = "asha") -> None:
    """Move a briefing, having seen it as it is."""
    briefing.refresh_from_db()
    person = world.people[by]
    actions.move(briefing=briefing, to=to, version=briefing.version, ring=world.ring(person), by=person)


def tick(session: Session, by: Person, *absent: Pupil) -> None:
    """Say who was absent."""
    session = type(session).objects.select_related("briefing__school", "briefing__by").get(pk=session.pk)
    attendance.say_absent(session=session, absent=[each.pk for each in absent], seen=session.version, by=by)


def pupil(world: World, first: str) -> Pupil:
    """A pupil by first name."""
    return next(each for each in world.marram.pupils.all() if each.first == first)


def held(world: World, case: Case | None = None) -> Briefing:
    """The same, held: the last pupil of the first group (Odd of 7A) was absent."""
    made = planned(world, case)
    for each in made.sessions.all():
        there = queries.pupils_of(group(made, each.group_name)) if each.group_name == first(made) else []
        tick(each, world.asha, *there[-1:])
    move(world, made, State.HELD)
    return made


def asked(world: World, text: str, briefing: Briefing | None = None) -> Question:
    """A question without a name."""
    row = questions.ask(
        school=world.marram,
        box=briefing.box if briefing else None,
        text=text,
        danger=questions.weigh(text),
        once=os.urandom(16),
    )
    assert row is not None
    return row


def briefings_there(world: World, case: Case) -> dict[str, object]:
    """A held briefing of those on the roll (`on_the_roll`), with an absence and a question. Tom leads its first group."""
    made = held(world, case)
    mine = group(made, first(made))
    question = asked(world, "bramblewick, what if somebody asks me", made)
    found: dict[str, object] = {"case_briefings": case.pk, "briefing": made.pk, "question_": question.pk}
    return found | {"session": mine.pk, "absence_move": Absence.objects.get().pk}

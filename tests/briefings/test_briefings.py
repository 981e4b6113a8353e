"""A briefing's road: begun from the roll, planned, held, followed up; who was absent; what may not be said; who sees what."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from seawall.briefings import actions, attendance, jobs, queries
from seawall.briefings.actions import Told
from seawall.briefings.models import Absence, Briefing
from seawall.briefings.rules.states import AbsentState, State
from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.rules import Part
from seawall.figures.briefings import came_forward
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused
from seawall.notices.models import Notice
from seawall.questionbox import actions as questions
from seawall.schools.actions import remove_person
from tests.briefings.made import PUPILS, a_year, asked, begun, fill, group, held, move, planned, pupil, tick
from tests.roll.test_roll import put_in
from tests.series.helpers import a_case as case_with
from tests.series.helpers import a_series
from tests.staff.helpers import a_case
from tests.staff.helpers import text_of as words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from seawall.schools.models import Person
    from tests.world import World


def text_of(page: Any) -> str:
    return words_of(page)


def shown(client: Client, name: str, *args: object) -> str:
    return text_of(client.get(reverse(name, args=args)))


def test_from_a_case_to_followed_up(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    case, asha = a_case(world), client_for(world.asha)
    for _press in range(2):
        asha.post(reverse("case_briefings", args=[case.pk]), {"year": "7", "once": "ab" * 16})
    made = Briefing.objects.get()
    page = shown(asha, "briefing", made.pk)
    assert f"Case {case.reference}" in page
    assert "7A still needs a room, a day and time, somebody who leads it and somebody at hand" in page
    assert "Year 7" in shown(asha, "case_briefings", case.pk)
    with pytest.raises(Refused, match="7B still needs"):
        move(world, made, State.PLANNED)
    for each in made.sessions.select_related("briefing__school"):
        given = {
            "room": "Gym",
            "day-day": "24",
            "day-month": "11",
            "day-year": "2025",
            "time": "9.15",
            "helper_name": "Nurse",
        }
        who = {"leader": str(world.tom.pk)} if each.group_name == "7A" else {"leader_name": "Mx Visitor"}
        to = reverse("briefing_group", args=[made.pk, each.pk])
        answer = asha.post(to, {**given, **who, "seen": each.version})
        assert answer.status_code == 303, text_of(answer)
    move(world, made, State.PLANNED)
    held_and_followed_up(world, made, case.reference, client_for)


def held_and_followed_up(
    world: World, made: Briefing, reference: str, client_for: Callable[[Person | None], Client]
) -> None:
    """Tom leads 7A, ticks Odd, tells him later; a question is answered; and that is that."""
    tom, asha = client_for(world.tom), client_for(world.asha)
    mine = group(made, "7A")
    assert "7A, Year 7" in shown(tom, "my_briefings")
    theirs = shown(tom, "session", mine.pk)
    assert "Odd Tarnside" in theirs
    assert reference not in theirs
    assert "Nell" not in theirs
    odd = pupil(world, "Odd")
    tom.post(reverse("session_absent", args=[mine.pk]), {"seen": group(made, "7A").version, "absent": str(odd.pk)})
    with pytest.raises(Refused, match=r"absent from 7B and No form\."):
        move(world, made, State.HELD)
    for name in ("7B", "No form"):
        tick(group(made, name), world.asha)
    move(world, made, State.HELD)
    with pytest.raises(Refused, match="1 pupil who was absent is still to be told"):
        move(world, made, State.FOLLOWED_UP)
    absence = Absence.objects.get()
    assert absence.owner_id == world.asha.pk
    assert "7A, Year 7: 1 pupil" in shown(asha, "my_day")
    tom.post(reverse("absence_move", args=[absence.pk]), {"seen": absence.version, "to": "told"})
    absence.refresh_from_db()
    assert (absence.state, absence.told_by_id) == ("told", world.tom.pk)
    assert "7A, Year 7: 1 pupil" not in shown(asha, "my_day")
    question = asked(world, "Can I keep my account?", made)
    with pytest.raises(Refused, match="1 question waits"):
        move(world, made, State.FOLLOWED_UP)
    questions.answer(question=question, shown="", said="", seen=question.version, by=world.asha)
    move(world, made, State.FOLLOWED_UP)
    move(world, made, State.HELD)


def test_what_it_comes_from_is_sealed(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    case = a_case(world)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    made = begun(world, case)
    asha, dev = world.ring(world.asha), world.ring(world.dev)
    what = queries.about(queries.find(world.marram, made.pk), asha)
    assert what is not None
    assert what.case == case
    assert queries.about(queries.find(world.marram, made.pk), dev) is None
    assert case.reference not in shown(client_for(world.dev), "briefing", made.pk)
    assert case.reference not in shown(client_for(world.hana), "briefing", made.pk)
    with pytest.raises(Refused, match="Only those who may open everything"):
        actions.write_extra(briefing=made, typed="Come to H4.", version=made.version, ring=dev, by=world.dev)


def test_a_briefing_from_a_series(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    series = a_series(world, case_with(world, "brook_9"), case_with(world, "stone_9"), name="Kites")
    asha = client_for(world.asha)
    assert "Kites" in shown(asha, "series_briefing", series.pk)
    asha.post(reverse("series_briefing", args=[series.pk]), {"year": "7", "once": "cd" * 16})
    assert f"Series {series.reference}" in shown(asha, "briefing", Briefing.objects.get().pk)


def test_a_paragraph_that_gives_somebody_away_is_not_kept(
    world: World, client_for: Callable[[Person | None], Client]
) -> None:
    a_year(world)
    case, ring, asha = a_case(world), world.ring(world.asha), client_for(world.asha)
    cases.involve(case=case, part=Part.AFFECTED, name="Zephyra Marlow", detail="", ring=ring, by=world.asha)
    made = begun(world, case)
    to = reverse("briefing_extra", args=[made.pk])
    for typed, word in (("It happened to Zephyra.", "Zephyra"), ("Ask Tarnside about it.", "Tarnside")):
        made.refresh_from_db()
        answer = asha.post(to, {"text": typed, "seen": made.version})
        assert answer.status_code == 422
        assert f"“{word}” may not stand in a hand-out" in text_of(answer)
        assert typed in text_of(answer)
    made.refresh_from_db()
    assert made.extra == ""
    assert asha.post(to, {"text": "Room H4 is open at lunch.", "seen": made.version}).status_code == 303
    made.refresh_from_db()
    assert made.extra == "Room H4 is open at lunch."


def test_a_name_that_comes_into_the_case_later_stops_the_plan(world: World) -> None:
    a_year(world)
    case, ring = a_case(world), world.ring(world.asha)
    made = begun(world, case)
    actions.write_extra(briefing=made, typed="Zephyra leads it.", version=made.version, ring=ring, by=world.asha)
    cases.involve(case=case, part=Part.AFFECTED, name="Zephyra Marlow", detail="", ring=ring, by=world.asha)
    for each in made.sessions.select_related("briefing__school"):
        fill(world, each)
    with pytest.raises(Refused, match="says a name by now"):
        move(world, made, State.PLANNED)


def test_an_empty_year_group_and_one_whose_pupils_left(world: World) -> None:
    a_year(world)
    with pytest.raises(Refused, match="Nobody on the roll is in this year group"):
        begun(world, year="9")
    made = planned(world)
    for name in ("Nell", "Bo"):
        left = pupil(world, name)
        left.left_on = clock.now().date()
        left.save()
    tick(group(made, "7A"), world.tom)
    move(world, made, State.HELD)  # nobody is left in the others, so nobody has to say who was absent


def test_who_leads_and_who_is_at_hand(world: World) -> None:
    a_year(world)
    made = begun(world)
    noon = clock.now() - timedelta(hours=1)
    first, second, third = (group(made, name) for name in ("7A", "7B", "No form"))
    told = Told("H1", noon, leader=world.tom, helper=world.tom)
    actions.plan_group(session=first, told=told, version=first.version, by=world.asha)
    fill(world, second, world.tom, noon, "H2")
    fill(world, third)
    with pytest.raises(Refused, match="can't also be at hand"):
        move(world, made, State.PLANNED)
    first = group(made, "7A")
    fill(world, first, world.tom, noon, "H1")
    with pytest.raises(Refused, match="Tom Reed would lead 7A and 7B at the same time in two rooms"):
        move(world, made, State.PLANNED)
    fill(world, group(made, "7B"), world.tom, noon, "h1")
    move(world, made, State.PLANNED)
    second = group(made, "7B")
    with pytest.raises(Refused, match="7B still needs a room"):
        actions.plan_group(session=second, told=Told(), version=second.version, by=world.asha)
    second = group(made, "7B")
    with pytest.raises(Refused, match="works at this school"):
        actions.plan_group(session=second, told=Told(leader=world.lena), version=second.version, by=world.asha)


def test_two_tick_at_once_and_the_second_is_told(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    made = planned(world)
    seen, odd, idris = group(made, "7A").version, pupil(world, "Odd"), pupil(world, "Idris")
    to = reverse("session_absent", args=[group(made, "7A").pk])
    assert client_for(world.tom).post(to, {"seen": seen, "absent": str(odd.pk)}).status_code == 303
    second = client_for(world.asha).post(to, {"seen": seen, "absent": str(idris.pk)})
    assert second.status_code == 409
    assert "Tom Reed changed this" in text_of(second)
    assert [each.pupil_id for each in Absence.objects.all()] == [odd.pk]


def test_absences_changed_taken_back_and_left(world: World) -> None:
    a_year(world)
    made = planned(world)
    odd, idris = pupil(world, "Odd"), pupil(world, "Idris")
    mine = group(made, "7A")
    tick(mine, world.tom, odd, idris)
    told = Absence.objects.get(pupil=idris)
    attendance.move(absence=told, to=AbsentState.TOLD, seen=told.version, by=world.tom)
    tick(mine, world.tom)  # nobody was absent after all: who was told stays
    assert [each.pupil_id for each in Absence.objects.all()] == [idris.pk]
    with pytest.raises(Refused, match="not in this group any more"):
        tick(mine, world.tom, pupil(world, "Nell"))
    tick(mine, world.tom, odd, idris)
    odd.left_on = clock.now().date()
    odd.save()
    assert queries.absent_due(world.marram, world.asha, clock.now().date() + timedelta(days=9)) == []
    assert [each.pupil_id for each in Absence.objects.to_tell()] == []
    mine = group(made, "7A")
    attendance.take_back(session=mine, seen=mine.version, by=world.tom)
    assert mine.attended_at is None
    assert [each.pupil_id for each in Absence.objects.all()] == [idris.pk]
    with pytest.raises(Clash):
        attendance.take_back(session=mine, seen=1, by=world.tom)


def test_nobody_is_absent_before_it_began_and_nobody_else_ticks(world: World) -> None:
    a_year(world)
    made = begun(world)
    for each in made.sessions.select_related("briefing__school"):
        fill(world, each, world.tom if each.group_name == "7A" else None, clock.now() + timedelta(days=1))
    with pytest.raises(Refused, match="is a draft"):
        tick(group(made, "7A"), world.tom)
    move(world, made, State.PLANNED)
    with pytest.raises(Refused, match="has not begun yet"):
        tick(group(made, "7A"), world.tom)
    with clock.frozen(clock.now() + timedelta(days=2)):
        with pytest.raises(Refused, match="not yours"):
            tick(group(made, "7B"), world.tom)
        tick(group(made, "7A"), world.tom, pupil(world, "Odd"))


def test_those_to_be_told_are_handed_over_and_a_leaver_has_none(
    world: World, client_for: Callable[[Person | None], Client]
) -> None:
    a_year(world)
    made = held(world)
    mine, asha = group(made, "7A"), client_for(world.asha)
    due = {"due-day": "4", "due-month": "12", "due-year": "2026"}
    to = reverse("briefing_hand_over", args=[made.pk, mine.pk])
    assert asha.post(to, {"owner": str(world.olu.pk), "seen": mine.version, **due}).status_code == 303
    assert "Odd Tarnside" in shown(client_for(world.olu), "my_briefings")
    absence = Absence.objects.get()
    assert f"{absence.due_on:%d.%m.%Y}" == "04.12.2026"
    assert asha.post(to, {"owner": "", "seen": group(made, "7A").version, "due-day": "99"}).status_code == 422
    remove_person(person=world.olu, by=world.asha)
    late = clock.now().date() + timedelta(days=400)
    assert queries.absent_due(world.marram, world.dev, late) == [absence]


def test_a_pupil_in_a_new_form_is_said_and_added(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    made, asha = begun(world), client_for(world.asha)
    assert queries.outside(made) == 0
    put_in(world, *PUPILS, "26,Wim,Newcomer,,2014-02-12,7,7D,,,,")
    page = shown(asha, "briefing", made.pk)
    assert "1 pupil of this year group is in none of these groups" in page
    made.refresh_from_db()
    asha.post(reverse("briefing_roll", args=[made.pk]), {"seen": made.version})
    assert "7D" in [each.group_name for each in made.sessions.all()]


def test_what_came_forward_is_counted_when_the_fortnight_is_over(
    world: World, client_for: Callable[[Person | None], Client]
) -> None:
    a_year(world)
    made = held(world)
    sessions = list(made.sessions.all())
    for year, many in (("7", 6), ("9", 2)):
        for _each in range(many):
            world.tell(year=year)
    running = came_forward(made, sessions)
    assert running is not None
    assert (running.over, running.year) == (False, None)
    with clock.frozen(clock.now() + timedelta(days=15)):
        world.tell(year="7")
        found = came_forward(made, sessions)
        assert found is not None
        assert (found.over, found.year, found.everybody) == (True, None, 8), "two of others hide the six beside them"
        assert "Reports of everybody" not in shown(client_for(world.hana), "briefing", made.pk)
    assert came_forward(begun(world), sessions) is None


def test_the_head_reads_and_no_name(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    made = held(world)
    page = shown(client_for(world.hana), "briefing", made.pk)
    assert "1 pupil absent" in page
    assert "Odd" not in page
    assert "It is followed up" not in page
    assert client_for(world.hana).post(reverse("briefing_move", args=[made.pk]), {}).status_code == 403


def test_another_member_of_staff_finds_no_group(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    made = planned(world)
    for who in (world.olu, world.hana):
        for name in ("session", "session_script", "session_handout"):
            assert client_for(who).get(reverse(name, args=[group(made, "7A").pk])).status_code == 404
    move(world, made, State.CALLED_OFF)
    assert client_for(world.tom).get(reverse("session", args=[group(made, "7A").pk])).status_code == 404


def test_a_dangerous_question_is_shown_first_and_the_leads_are_told(
    world: World, client_for: Callable[[Person | None], Client], django_assert_max_num_queries: Any
) -> None:
    a_year(world)
    made = planned(world)
    asked(world, "Which apps are best?", made)
    danger = asked(world, "I want to kill myself")
    asha = client_for(world.asha)
    page = shown(asha, "questions")
    assert page.index("I want to kill myself") < page.index("Which apps")
    assert "Question without a name" in shown(asha, "my_day")
    with django_assert_max_num_queries(12):
        assert "A question without a name sounds of danger" in shown(asha, "queue")
    assert jobs.tell_of_dangerous_questions() == 1
    assert jobs.tell_of_dangerous_questions() == 0
    assert {(each.person_id, each.kind) for each in Notice.objects.filter(about=f"question:{danger.pk}")} == {
        (world.asha.pk, "urgent"),
        (world.dev.pk, "urgent"),
    }


def test_an_answer_for_the_page_names_nobody(world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    made, asha = planned(world), client_for(world.asha)
    row = asked(world, "Did Nell do it?", made)
    to, said = reverse("question_asked", args=[row.pk]), {"shown": "Who did it?", "seen": row.version}
    assert asha.post(to, {**said, "said": ""}).status_code == 422
    refused = asha.post(to, {**said, "said": "Not Nell."})
    assert "“Nell” is a name that may not stand there" in text_of(refused)
    assert asha.post(to, {**said, "said": "We talk about nobody."}).status_code == 303
    public = shown(client_for(None), "ask_code", made.box.code)
    assert "Who did it?" in public
    assert "We talk about nobody." in public
    row.refresh_from_db()
    asha.post(reverse("question_take_back", args=[row.pk]), {"seen": row.version})
    assert "We talk about nobody." not in shown(client_for(None), "ask_code", made.box.code)
    row.refresh_from_db()
    asha.post(reverse("question_set_aside", args=[row.pk]), {"seen": row.version})
    row.refresh_from_db()
    assert row.state == "set_aside"


def test_the_verbs_are_journalled_without_words(world: World) -> None:
    from seawall.journal.models import Line

    a_year(world)
    held(world)
    lines: list[Any] = list(Line.objects.filter(verb__startswith="briefing."))
    assert {each.verb for each in lines} >= {"briefing.begun", "briefing.planned", "briefing.attended", "briefing.held"}
    assert not [each for each in lines if "Odd" in str(each.facts) or "7A" in str(each.facts)]


def test_another_school_begins_nothing_here(world: World) -> None:
    a_year(world)
    ring = world.ring(world.lena)
    with pytest.raises(Refused):
        actions.begin(
            school=world.heron, year="7", case=None, series=None, once=os.urandom(16), ring=ring, by=world.lena
        )

"""Tasks without a browser: what is refused, what is written down, what becomes of a leaver's."""

from __future__ import annotations

import pytest
from django.db import connection

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.models import Line
from seawall.cases.rules import Outcome
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.schools.actions import remove_person
from seawall.support import queries, tasks
from seawall.support.models import Task
from tests.staff.helpers import a_case
from tests.support.made import Lead, day, set_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def asha(world):
    return Lead(world, world.asha)


@pytest.fixture
def dev(world):
    return Lead(world, world.dev)


def kinds(case):
    return list(case.lines.order_by("number").values_list("kind", flat=True))


def due_for(world, person, ahead=7):
    return list(queries.tasks_due(world.marram, world.ring(person), person, day(ahead)))


def test_a_task_from_the_first_word_to_the_last(world, case, asha, dev):
    task = set_task(world, case, "Ring the tutor", due=2, to=world.dev)
    tasks.hand_over(task=task, to=world.asha, seen=1, **dev.again())
    tasks.finish(task=task, how="She knows now", seen=2, **asha.again())
    tasks.open_again(task=task, seen=3, **asha.again())
    tasks.drop(task=task, reason="The tutor has left", seen=4, **asha.again())
    told = ["task_set", "task_handed", "task_done", "task_reopened", "task_dropped"]
    assert kinds(case)[-5:] == told
    key = world.ring(world.asha).data_key(case)
    assert key.open(case.lines.order_by("-number")[0], "text") == "Ring the tutor\nThe tutor has left"
    [opened] = queries.open_tasks(case.tasks.select_related("owner"), key, [world.asha, world.dev])
    assert (opened.title, opened.why, opened.row.state) == ("Ring the tutor", "The tutor has left", "dropped")


def test_one_press_one_task(case, asha):
    told = {"case": case, "title": "Ring", "detail": "", "to": None, "due": day(), **asha.again()}
    for _ in range(2):
        tasks.set_task(**told)
    assert case.tasks.count() == 1
    assert kinds(case).count("task_set") == 1


def test_a_second_press_of_done_is_no_clash(world, case, asha):
    task, press = set_task(world, case), asha.again()
    for _ in range(2):
        tasks.finish(task=task, how="", seen=1, **press)
    assert kinds(case).count("task_done") == 1


def test_two_leads_at_once_the_second_is_told(world, case, asha, dev):
    task = set_task(world, case)
    tasks.finish(task=Task.objects.get(), how="", seen=1, **dev.again())
    with pytest.raises(Clash, match="Dev Osei changed this at"):
        tasks.hand_over(task=task, to=world.dev, seen=1, **asha.again())
    assert Task.objects.get().owner == world.asha


@pytest.mark.parametrize(("ahead", "said"), [(-1, "has passed"), (900, "two years")])
def test_a_day_that_makes_no_sense(case, asha, ahead, said):
    with pytest.raises(Refused, match=said):
        tasks.set_task(case=case, title="Ring", detail="", to=None, due=day(ahead), **asha.again())
    assert case.tasks.count() == 0


def test_only_somebody_who_may_open_the_case(world, case, asha):
    with pytest.raises(Refused, match="can't open the case"):
        tasks.set_task(case=case, title="Ring", detail="", to=world.tom, due=day(), **asha.again())
    task = set_task(world, case)
    with pytest.raises(Refused, match="can't open the case"):
        tasks.hand_over(task=task, to=world.lena, seen=1, **asha.again())
    task.refresh_from_db()
    assert (task.owner, task.version) == (world.asha, 1)


def test_what_is_done_is_not_dropped(world, case, asha):
    task = set_task(world, case)
    tasks.finish(task=task, how="", seen=1, **asha.again())
    with pytest.raises(Refused, match="is done"):
        tasks.drop(task=task, reason="No", seen=2, **asha.again())
    with pytest.raises(Refused, match="not open"):
        tasks.hand_over(task=task, to=world.dev, seen=2, **asha.again())
    with pytest.raises(Refused, match="Say why"):
        tasks.drop(task=task, reason=" ", seen=2, **asha.again())


def test_a_closed_case_takes_no_task(world, case, asha):
    set_task(world, case)
    cases.close(case=case, outcome=Outcome.SUPPORTED, seen=case.version, **asha)
    with pytest.raises(Refused, match="closed"):
        set_task(world, case)
    assert due_for(world, world.asha) == []


def test_a_closed_off_case_is_not_there_for_others(world, case, asha, dev):
    set_task(world, case, to=world.dev)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha)
    with pytest.raises(Gone):
        set_task(world, case, by="dev")
    assert due_for(world, world.dev) == []
    assert len(due_for(world, world.asha)) == 1, "whoever had it can't open it any more: it is nobody's"


def test_a_leavers_task_is_nobodys(world, case):
    task = set_task(world, case, to=world.dev)
    assert due_for(world, world.asha) == []
    assert due_for(world, world.dev) == [task]
    remove_person(person=world.dev, by=world.asha)
    assert due_for(world, world.asha) == [task]
    key = world.ring(world.asha).data_key(case)
    [opened] = queries.open_tasks(case.tasks.select_related("owner"), key, [world.asha])
    assert (opened.owner, opened.was) == (None, world.dev)


def test_what_is_due_is_mine_or_nobodys(world, case, asha):
    mine, theirs = set_task(world, case, due=1), set_task(world, case, to=world.dev, due=1)
    tasks.set_task(case=case, title="Free", detail="", to=None, due=day(2), **asha.again())
    far = set_task(world, case, due=30)
    found = due_for(world, world.asha)
    assert mine in found
    assert len(found) == 2
    assert theirs not in found
    assert far not in found


def test_words_are_sealed(world, case):
    set_task(world, case, "Pomegranate")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM support_task")
        [[box]] = cursor.fetchall()
    assert b"Pomegranate" not in bytes(box)
    assert not Line.objects.filter(facts__icontains="Pomegranate").exists()


def test_too_long_a_name_is_given_back(case, asha):
    with pytest.raises(Refused, match="too long"):
        tasks.set_task(case=case, title="x" * 201, detail="", to=None, due=day(), **asha.again())

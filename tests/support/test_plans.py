"""Support plans and check-ins without a browser."""

from __future__ import annotations

import datetime as dt

import pytest

from seawall.cases.models import Line
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused
from seawall.schools.actions import remove_person
from seawall.support import plans, queries
from tests.staff.helpers import a_case
from tests.support.made import Lead, child_of, day, plan_check_in, write_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def child(world, case):
    return child_of(world, case)


@pytest.fixture
def asha(world):
    return Lead(world, world.asha)


@pytest.fixture
def key(world, case):
    return world.ring(world.asha).data_key(case)


def new_plan(**given):
    told = {"helps": "A seat", "does": "", "wishes": "", "agreed": False, "review_on": day(7)}
    return plans.NewPlan(**{**told, **given})


def talk(**given):
    return plans.Talk(**{"held": True, "said": "Calm", "own_words": "ok i think", **given})


def test_every_version_is_kept(world, child, key):
    write_plan(world, child, "A seat by the door")
    write_plan(world, child, "A word at break")
    assert [queries.open_plan(row, key).helps for row in child.plans.order_by("number")] == [
        "A seat by the door",
        "A word at break",
    ]
    assert list(child.case.plans.newest().values_list("number", flat=True)) == [2]


def test_two_leads_write_at_once(world, child, asha):
    write_plan(world, child)
    with pytest.raises(Clash, match="Asha Verma changed this at"):
        plans.write_plan(involved=child, new=new_plan(), seen=0, **Lead(world, world.dev).again())
    assert child.plans.count() == 1


def test_a_second_press_writes_one_version(child, asha):
    press = asha.again()
    for _ in range(2):
        plans.write_plan(involved=child, new=new_plan(), seen=0, **press)
    assert child.plans.count() == 1


@pytest.mark.parametrize(
    ("given", "said"), [({"helps": " "}, "Write something"), ({"review_on": dt.date(2020, 1, 1)}, "has passed")]
)
def test_a_plan_that_is_none(child, asha, given, said):
    with pytest.raises(Refused, match=said):
        plans.write_plan(involved=child, new=new_plan(**given), seen=0, **asha.again())
    assert child.plans.count() == 0


def test_the_chronology_keeps_the_words(world, child, key):
    write_plan(world, child)
    line = Line.objects.get(kind="plan_written")
    assert "She wants to stay in her class" in key.open(line, "text")
    assert line.facts == {"version": 1, "agreed": "yes", "review": day(7).isoformat()}


def test_a_check_in_with_the_next(world, case, child, asha, key):
    first = plan_check_in(world, child)
    plans.write_down(check_in=first, talk=talk(next_on=day(3)), seen=1, **asha.again())
    [shown] = queries.children(case, key, [world.asha])
    assert [(each.said, each.own_words) for each in shown.past] == [("Calm", "ok i think")]
    assert [(each.row.planned_on, each.owner, each.missed) for each in shown.coming] == [(day(3), world.asha, False)]
    assert list(case.lines.order_by("number").values_list("kind", flat=True))[-2:] == [
        "check_in_held",
        "check_in_planned",
    ]


def test_not_held_is_written_down_too(world, child, asha):
    first = plan_check_in(world, child)
    plans.write_down(check_in=first, talk=talk(held=False, said="He was ill", own_words=""), seen=1, **asha.again())
    first.refresh_from_db()
    assert first.state == "not_held"


def test_a_check_in_is_written_down_once(world, child, asha):
    first, press = plan_check_in(world, child), asha.again()
    for _ in range(2):
        plans.write_down(check_in=first, talk=talk(), seen=1, **press)
    first.refresh_from_db()
    with pytest.raises(Refused, match="written down already"):
        plans.write_down(check_in=first, talk=talk(), seen=2, **asha.again())
    with pytest.raises(Clash):
        plans.write_down(check_in=first, talk=talk(), seen=1, **asha.again())
    assert Line.objects.filter(kind="check_in_held").count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"said": "", "own_words": " "}, "Write something"),
        ({"happened_at": clock.now() + dt.timedelta(days=1)}, "in the future"),
        ({"next_on": dt.date(2020, 1, 1)}, "has passed"),
    ],
)
def test_a_talk_that_cannot_be_leaves_the_check_in_as_it_was(world, child, asha, given, said):
    first = plan_check_in(world, child)
    with pytest.raises(Refused, match=said):
        plans.write_down(check_in=first, talk=talk(**given), seen=1, **asha.again())
    first.refresh_from_db()
    assert (first.state, first.version) == ("planned", 1)


def test_a_day_later_it_is_missed(world, case, child, key):
    plan_check_in(world, child)
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        [shown] = queries.children(case, key, [world.asha])
        assert [each.missed for each in shown.coming] == [True]
        assert queries.summary(case, key).check_in_missed


def test_a_leavers_check_in_is_nobodys(world, case, child, key):
    check_in = plan_check_in(world, child, to=world.dev)
    remove_person(person=world.dev, by=world.asha)
    due = queries.check_ins_due(world.marram, world.ring(world.asha), world.asha, day(1))
    assert list(due) == [check_in]
    [shown] = queries.children(case, key, [world.asha])
    assert shown.coming[0].owner is None


def test_whose_support_is_asked_about(world, case, key):
    told_us = child_of(world, case, "Tom Reed", part="told_us")
    child_of(world, case, "Callum Reyes", part="affected")
    child_of(world, case, "Jess Marlowe", part="impersonated")
    assert [child.name for child in queries.children(case, key, [])] == ["Callum Reyes", "Jess Marlowe"]
    write_plan(world, told_us)
    assert "Tom Reed" in [child.name for child in queries.children(case, key, [])]


def test_reviews_due_are_of_the_newest_version(world, case, child):
    write_plan(world, child, review=1)
    ring = world.ring(world.asha)
    assert len(queries.reviews_due(world.marram, ring, world.asha, day(7))) == 1
    write_plan(world, child, review=30)
    assert len(queries.reviews_due(world.marram, ring, world.asha, day(7))) == 0

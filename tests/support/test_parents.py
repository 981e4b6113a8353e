"""Talks with parents, and the decision not to tell one, without a browser."""

from __future__ import annotations

import datetime as dt

import pytest

from seawall.cases.models import Line
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused
from seawall.mailbox.models import Mailbox, StatusLine
from seawall.support import parents, queries
from seawall.support.models import Contact, NotTold
from tests.staff.helpers import a_case
from tests.support.made import Lead, contact, day, not_told

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def asha(world):
    return Lead(world, world.asha)


def decision(**given):
    told = {"parent": "Mr Marlowe", "reason": "He shouts", "taken_with": "police", "with_whom": "PC Hale"}
    return parents.Decision(**{**told, "review_on": day(3), **given})


def told_in_mailboxes():
    return StatusLine.objects.filter(status="told_parents").count()


def test_a_talk_and_what_the_child_is_told_of_it(world, case):
    mailboxes = list(Mailbox.objects.filter(report__gathered__case=case))
    contact(world, case, told=True, tell=mailboxes)
    assert told_in_mailboxes() == 1
    assert list(case.lines.order_by("number").values_list("kind", flat=True))[-2:] == [
        "parents_contact",
        "reporter_told",
    ]
    key = world.ring(world.asha).data_key(case)
    [opened] = queries.open_contacts(Contact.objects.all(), key)
    assert (opened.who, opened.said, opened.agreed) == ("Mrs Marlowe", "She was calm and kind", "She comes in tomorrow")


def test_nobody_is_told_unless_chosen(world, case):
    contact(world, case, told=True)
    contact(world, case, told=False, tell=list(Mailbox.objects.all()))
    assert told_in_mailboxes() == 0


def test_a_decision_stands_until_it_is_ended(world, case, asha):
    row, key = not_told(world, case), world.ring(world.asha).data_key(case)
    [standing] = queries.summary(case, key).not_told
    assert (standing.parent, standing.reason, standing.late) == ("Mr Marlowe", "He shouts at her", False)
    parents.look_again(decision=row, reason="Still so, says the duty desk", review_on=day(9), seen=1, **asha.again())
    [standing] = queries.summary(case, key).not_told
    assert (standing.reason, standing.row.review_on) == ("Still so, says the duty desk", day(9))
    parents.decide_to_tell(decision=row, reason="Social care has met him", seen=2, **asha.again())
    assert queries.summary(case, key).not_told == []
    assert NotTold.objects.count() == 1, "it can still be read"
    with pytest.raises(Refused, match="decided to tell"):
        parents.look_again(decision=row, reason="No", review_on=day(9), seen=3, **asha.again())
    assert list(case.lines.order_by("number").values_list("kind", flat=True))[-3:] == [
        "parents_not_told",
        "parents_still_not_told",
        "parents_to_be_told",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"taken_with": ""}, "social care or the police"),
        ({"taken_with": "head"}, "social care or the police"),
        ({"reason": " "}, "why parents"),
        ({"with_whom": ""}, "Write something"),
        ({"parent": ""}, "Write something"),
        ({"review_on": dt.date(2020, 1, 1)}, "has passed"),
        ({"decided_at": clock.now() + dt.timedelta(days=1)}, "in the future"),
    ],
)
def test_a_decision_that_is_none(case, asha, given, said):
    with pytest.raises(Refused, match=said):
        parents.decide_not_to_tell(case=case, decision=decision(**given), **asha.again())
    assert NotTold.objects.count() == 0
    assert not Line.objects.filter(kind="parents_not_told").exists()


def test_late_once_its_day_has_passed(world, case):
    not_told(world, case, review=0)
    key = world.ring(world.asha).data_key(case)
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        [standing] = queries.summary(case, key).not_told
        assert standing.late


def test_two_leads_look_again_at_once(world, case, asha):
    row = not_told(world, case)
    parents.decide_to_tell(decision=row, reason="May know", seen=1, **Lead(world, world.dev).again())
    with pytest.raises(Clash, match="Dev Osei changed this"):
        parents.look_again(decision=row, reason="No", review_on=day(9), seen=1, **asha.again())


def test_one_press_one_decision(case, asha):
    press = asha.again()
    for _ in range(2):
        parents.decide_not_to_tell(case=case, decision=decision(), **press)
    assert NotTold.objects.count() == 1

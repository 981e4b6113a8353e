"""My day: what is mine or nobody's and due, the most urgent first, whatever room it comes from."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import closing_off
from seawall.journal.models import Line
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.schools.actions import remove_person
from seawall.support.models import CheckIn, NotTold, Plan
from tests.staff.helpers import a_case, post, text_of
from tests.support.made import child_of, day, not_told, plan_check_in, set_task, write_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(world, client_for):
    return client_for(world.asha)


def my_day(client):
    return text_of(client.get(reverse("my_day")))


def lines(page):
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r'desk-line__title">(.*?)</a>', page)]


def wrote(case, code, typed="Are you there?"):
    mailbox = Mailbox.objects.get(report__gathered__case=case)
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed=typed, once=typed.encode().ljust(16)[:16])


def test_nothing_is_due(world, asha):
    assert "Nothing is due within seven days" in my_day(asha)
    a_case(world)
    assert "Nothing is due within seven days" in my_day(asha)


def test_everything_in_order_of_urgency(world, asha):
    report, _code = world.tell("Hello")
    post(asha, "report_assign", report, to=world.asha.pk)
    case = a_case(world, title="Kites")
    child = child_of(world, case)
    set_task(world, case, "Ring the tutor", due=3)
    plan_check_in(world, child)
    write_plan(world, child)
    not_told(world, case)
    Plan.objects.update(review_on=day())
    NotTold.objects.update(review_on=day(-2))
    CheckIn.objects.update(planned_on=day(-3))
    shown = my_day(asha)
    assert lines(shown) == [
        f"Report: A pupil {report.reference}",
        "Check-in missed: Jess Marlowe",
        "Parent not told: look again: Mr Marlowe",
        "Look at the support plan again: Jess Marlowe",
        "Task: Ring the tutor",
    ]
    headings = ["Somebody waits for you", "Overdue", "Today", "The next seven days"]
    assert [each for each in headings if each in shown] == headings
    assert sorted(headings, key=shown.index) == headings
    assert shown.count("Kites") == 4


def test_unread_messages_of_my_cases_and_of_nobodys(world, client_for, asha):
    report, code = world.tell("Hello")
    post(asha, "report_start_case", report, title="Kites")
    case = world.marram.cases.get()
    wrote(case, code)
    assert f"Unread message: {report.reference}" in lines(my_day(asha))
    dev = client_for(world.dev)
    assert report.reference not in my_day(dev)
    post(asha, "case_assign", case, to="")
    assert report.reference in my_day(dev)
    assert "Nobody has it" in my_day(dev)


def test_a_colleagues_is_not_mine_until_they_leave(world, asha):
    case = a_case(world)
    set_task(world, case, "Ring the tutor", to=world.dev)
    assert "Ring the tutor" not in my_day(asha)
    remove_person(person=world.dev, by=world.asha)
    shown = my_day(asha)
    assert "Ring the tutor" in shown
    assert "Nobody has it" in shown


def test_reports_nobody_took_are_counted(world, asha):
    world.tell()
    assert "1 report waits that nobody has taken" in my_day(asha)


def test_a_closed_off_case_is_not_there(world, client_for, asha):
    case = a_case(world, title="About a colleague")
    set_task(world, case, "Ring the tutor")
    ring = world.ring(world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    shown = my_day(client_for(world.dev))
    assert "Ring the tutor" not in shown
    assert "About a colleague" not in shown
    assert "Ring the tutor" in my_day(asha)


def test_opening_the_names_is_journalled(world, asha):
    set_task(world, a_case(world))
    my_day(asha)
    assert Line.objects.get(verb="case.titles_shown").facts == {"shown": 1}


def test_pages_of_fifty_and_constant_queries(world, asha):
    case = a_case(world)
    child = child_of(world, case)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert asha.get(reverse("my_day")).status_code == 200
        return len(caught)

    set_task(world, case)
    plan_check_in(world, child)
    write_plan(world, child)
    queries()
    before = queries()
    other = a_case(world, title="Other")
    for _ in range(60):
        set_task(world, case)
    set_task(world, other, due=1)
    plan_check_in(world, child_of(world, other))
    assert queries() == before
    assert before <= 20
    assert len(lines(my_day(asha))) == 50
    second = text_of(asha.get(reverse("my_day"), {"page": 2}))
    assert 0 < len(lines(second)) < 50

"""The queue: in order of danger and then of waiting, coded answers only, the same number of queries whatever its size."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases import chronology
from seawall.cases.models import Line
from seawall.cases.rules import Part
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock
from seawall.letterbox.models import Box
from seawall.mailbox import actions as mailboxes
from seawall.notices.models import Notice
from seawall.reports.models import Report
from seawall.series.jobs import lift_waiting
from seawall.support.leaving import leave
from tests.briefings.made import a_year, asked, held
from tests.decisions.helpers import decide
from tests.series.helpers import a_case as in_series
from tests.series.helpers import a_series, told
from tests.staff.helpers import a_case, post, text_of
from tests.support.made import supported

pytestmark = pytest.mark.django_db

MOST_FOR_THE_QUEUE = 12
MOST_FOR_A_CASE = 20


def references(page):
    return re.findall(r'desk-reference">(\w{7})<', page.content.decode())


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_order_of_danger_then_of_waiting(world, client_for):
    told = {name: world.tell("Hello there", what=[name])[0] for name in ("other", "threats", "stranger")}
    early = world.tell("Hello again", what=["threats"])[0]
    Report.objects.filter(pk=early.pk).update(received_at=clock.now() - timedelta(hours=5))
    now = world.tell("Hello there", safe=["coming"])[0]
    page = client_for(world.asha).get(reverse("queue"))
    expected = [now, early, told["threats"], told["stranger"], told["other"]]
    assert references(page) == [report.reference for report in expected]
    assert "Waiting 5\xa0hours" in text_of(page)
    assert "Says that somebody is coming to them." in text_of(page)


def test_unread_messages_stand_in_order_of_danger_too(world, client_for):
    long_unread, graver = world.tell("Hello there", what=["stranger"]), world.tell("Hello there", safe=["coming"])
    for _report, code in (long_unread, graver):
        mailbox = mailboxes.find(school=world.marram, code=code)
        mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="And then", once=secrets.token_bytes(16))
    text = text_of(client_for(world.asha).get(reverse("queue")))
    assert text.index(f"{graver[0].reference}, unread") < text.index(f"{long_unread[0].reference}, unread")


def test_no_word_of_what_was_told(world, client_for):
    world.tell("My name is Wilhelmina and he is Kestrel_99", what=["threats"], year="8", apps=["tiktok"])
    text = text_of(client_for(world.asha).get(reverse("queue")))
    assert "Wilhelmina" not in text
    assert "Kestrel" not in text
    for shown in ("Year 8", "TikTok", "Threats or blackmail", "on the page", "Nobody has it"):
        assert shown in text


def test_looking_at_the_list_reads_nothing(world, client_for):
    report, _code = world.tell()
    client_for(world.asha).get(reverse("queue"))
    report.refresh_from_db()
    assert report.state == "new"


def test_nobody_is_waiting(world, client_for):
    client = client_for(world.asha)
    assert "Nobody is waiting." in text_of(client.get(reverse("queue")))
    world.tell()
    assert "Nobody is waiting." not in text_of(client.get(reverse("queue"), {"whose": "mine"}))


def test_mine_and_nobodys(world, client_for):
    mine, free = world.tell()[0], world.tell()[0]
    client = client_for(world.asha)
    post(client, "report_assign", mine, to=world.asha.pk)
    assert references(client.get(reverse("queue"), {"whose": "mine"})) == [mine.reference]
    assert references(client.get(reverse("queue"), {"whose": "nobody"})) == [free.reference]
    assert set(references(client.get(reverse("queue"), {"whose": "<b>"}))) == {mine.reference, free.reference}


def test_one_of_many_is_marked(world, client_for):
    world.tell(burst=30)
    assert "One of over 30 in ten minutes" in text_of(client_for(world.asha).get(reverse("queue")))


def test_pages_of_fifty(world, client_for):
    for _ in range(53):
        world.tell()
    client = client_for(world.asha)
    assert len(references(client.get(reverse("queue")))) == 50
    assert len(references(client.get(reverse("queue"), {"page": 2}))) == 3
    assert len(references(client.get(reverse("queue"), {"page": "x"}))) == 50


def test_as_many_queries_for_three_as_for_sixty(world, client_for):
    client = client_for(world.asha)

    def fill(count):
        for _ in range(count):
            report, code = world.tell(apps=["tiktok"], year="7")
            post(client, "report_assign", report, to=world.dev.pk)
            mailbox = mailboxes.find(school=world.marram, code=code)
            mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="And then", once=secrets.token_bytes(16))

    fill(3)
    few = queries_of(client, reverse("queue"))
    fill(57)
    assert queries_of(client, reverse("queue")) == few
    assert few <= MOST_FOR_THE_QUEUE


def test_the_fullest_queue_asks_no_more(world, client_for):
    """Lifted reports in two series, a question that sounds of danger, unread messages, late ones in cases, no way to notify."""
    client = client_for(world.asha)
    for name, accounts in (("One hand", "kai_skates09"), ("The other hand", "pebbledash_paul")):
        inside = [in_series(world, accounts), in_series(world, f"{accounts}_x")]
        a_series(world, *inside, name=name)
        Report.objects.filter(gathered__case__in=inside).update(due_at=clock.now() - timedelta(hours=1))
    lifted = [
        told(world, accounts) for accounts in ("KaiSkates09", "kai.skates_09", "PebbledashPaul") for _ in range(6)
    ]
    lift_waiting()
    asked(world, "He says he will show my picture to everyone if I do not pay")
    for number in range(52):
        report, code = world.tell(apps=["tiktok"], year="7")
        mailbox = mailboxes.find(school=world.marram, code=code)
        mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="And then", once=secrets.token_bytes(16))
        if number % 2:
            post(client, "report_assign", report, to=world.dev.pk if number % 3 else world.asha.pk)
    for person in (world.asha, world.dev):
        Notice.objects.create(
            school=world.marram, person=person, kind="new", about=f"of:{person.pk}", tries=3, given_up_at=clock.now()
        )
    client.get(reverse("queue"))  # what the last press said is taken out of the session
    for asked_for, listed in (({}, 50), ({"page": 2}, 20), ({"whose": "mine"}, 9), ({"whose": "nobody"}, 44)):
        with CaptureQueriesContext(connection) as caught:
            page = client.get(reverse("queue"), asked_for)
        assert len(references(page)) == listed
        assert len(caught) <= MOST_FOR_THE_QUEUE
    text = text_of(client.get(reverse("queue")))
    assert text.count("<bdi>One hand</bdi>") + text.count("<bdi>The other hand</bdi>") == len(lifted)
    above = ("There is no rota", "Notices could not be sent", "nobody has been reached yet", "people wrote")
    for shown in (*above, "A question without a name sounds of danger"):
        assert shown in text


def test_a_case_of_two_hundred_notes(world, client_for):
    case, ring = a_case(world), world.ring(world.asha)
    client = client_for(world.asha)
    a_year(world)
    cases.involve(case=case, part=Part.AFFECTED, name="Nell Quayle", detail="", ring=ring, by=world.asha)
    supported(world, case)
    decide(world, case, Choice.REFER)
    held(world, case)
    a_series(world, case, in_series(world, "jess.m_07", "Odd Tarnside", confirm=True))
    client_for(world.dev).get(reverse("case", args=[case.pk]))
    leave(person=world.dev, to=world.asha, by=world.hana)
    chronology.note(case=case, typed="The first", once=secrets.token_bytes(16), ring=ring, by=world.asha)
    few = queries_of(client, reverse("case", args=[case.pk]))
    for number in range(200):
        by = world.asha if number % 2 else world.dev
        chronology.note(case=case, typed=f"Note {number}", once=secrets.token_bytes(16), ring=ring, by=by)
    for number in range(12):
        cases.involve(case=case, part=Part.TOLD_US, name=f"Person {number}", detail="", ring=ring, by=world.asha)
        report, _code = world.tell()
        cases.add_report(case=case, report=report, seen=report.version, ring=ring, by=world.asha)
    assert Line.objects.filter(kind="noted").count() == 201
    assert queries_of(client, reverse("case", args=[case.pk])) == few
    assert "<bdi>Kai</bdi>" in text_of(client.get(reverse("case", args=[case.pk])))
    assert few <= MOST_FOR_A_CASE


@pytest.mark.parametrize("name", ["cases", "cases_closed", "junk", "overview"])
def test_the_other_lists_ask_little(world, client_for, name):
    client = client_for(world.asha)
    for _ in range(4):
        case = a_case(world)
        post(client, "report_set_aside", world.tell()[0])
    few = queries_of(client, reverse(name))
    for _ in range(8):
        case = a_case(world)
        decide(world, case, Choice.REFER)
        assert post(client, "case_close", case, outcome="supported").status_code == 303
        post(client, "report_set_aside", world.tell()[0])
        a_case(world)
    assert queries_of(client, reverse(name)) <= max(few + 2, 14)


def test_empty_lists_say_so(world, client_for):
    client = client_for(world.asha)
    assert "Nothing is set aside." in text_of(client.get(reverse("junk")))
    assert "No case is open." in text_of(client.get(reverse("cases")))
    assert "No case is closed." in text_of(client.get(reverse("cases_closed")))


@pytest.mark.parametrize("who", ["hana", "gov", "asha"])
def test_the_overview_has_numbers_and_no_names(world, client_for, who):
    a_case(world, title="Kites, year 7")
    report, _code = world.tell("Wilhelmina", safe=["coming"])
    text = text_of(client_for(world.people[who]).get(reverse("overview")))
    assert "1 report waits for a safeguarding lead" in text
    for hidden in ("Kites", "Wilhelmina", report.reference, "Asha Verma"):
        assert hidden not in text


def test_the_overview_says_that_a_mailbox_cannot_be_read(world, client_for):
    box = Box.objects.create(school=world.marram, host="127.0.0.1", port=9, security="none")
    Box.objects.create(school=world.heron, host="127.0.0.1", port=9, security="none", failures=3, trouble="refused")
    client, said = client_for(world.hana), "A mailbox is in trouble"
    assert said not in text_of(client.get(reverse("overview")))
    Box.objects.filter(pk=box.pk).update(failures=1, trouble="refused")
    assert said in text_of(client.get(reverse("overview")))

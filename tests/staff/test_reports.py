"""A report on the desk: opened, decided about, answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.cases.models import Case
from seawall.guidance.rules.danger import Level
from seawall.journal.models import Line
from seawall.mailbox import actions as mailboxes
from seawall.mailbox import queries as conversations
from seawall.mailbox.models import Message
from seawall.reports.models import Report
from seawall.reports.rules import State
from tests.staff.helpers import a_case, once, post, recorded, text_of

pytestmark = pytest.mark.django_db

PICTURE = "data:image/png;base64," + "iVBORw0KGgo" * 60


def test_opening_shows_what_was_told_and_is_journalled(world, client_for):
    report, _code = world.tell("hes gona send it to my mum", safe=["coming"], apps=["instagram"], about="me")
    page = client_for(world.asha).get(reverse("report", args=[report.pk]))
    text = text_of(page)
    assert page.status_code == 200
    assert "hes gona send it to my mum" in text
    assert "Instagram" in text
    assert "Says that somebody is coming to them." in text
    assert "Someone is coming to me, or says so" in text
    assert "Asha Verma" in text
    lines = Line.objects.filter(subject=f"report:{report.pk}", verb="report.opened")
    assert [line.by for line in lines] == [f"person:{world.asha.pk}"]
    report.refresh_from_db()
    assert report.state == State.READ
    assert [line.status for line in report.mailbox.status_lines.order_by("pk")] == ["received", "read"]


def test_words_are_shown_as_words(world, client_for):
    report, _code = world.tell("<script>alert(1)</script>\n\n\u200fמישהו")
    page = client_for(world.asha).get(reverse("report", args=[report.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert '<div class="desk-typed" dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;\n\n' in page


def test_a_second_look_is_journalled_and_shown_with_times(world, client_for):
    report, _code = world.tell()
    client_for(world.asha).get(reverse("report", args=[report.pk]))
    page = text_of(client_for(world.dev).get(reverse("report", args=[report.pk])))
    assert "Asha Verma: on" in page
    assert "Dev Osei: on" in page
    assert Line.objects.filter(subject=f"report:{report.pk}", verb="report.opened").count() == 2


def test_assign_and_give_back(world, client_for):
    report, _code = world.tell()
    client = client_for(world.asha)
    assert post(client, "report_assign", report, to=world.dev.pk).status_code == 303
    report.refresh_from_db()
    assert report.assigned_to == world.dev
    post(client, "report_assign", report, to="")
    report.refresh_from_db()
    assert report.assigned_to is None


@pytest.mark.parametrize("who", ["tom", "hana", "olu", "gov", "lena"])
def test_only_a_lead_of_this_school_can_be_given_a_report(world, client_for, who):
    report, _code = world.tell()
    page = post(client_for(world.asha), "report_assign", report, to=world.people[who].pk)
    assert page.status_code == 422
    report.refresh_from_db()
    assert report.assigned_to is None


def test_raise_freely_lower_with_a_reason_that_is_sealed(world, client_for):
    report, _code = world.tell()
    client = client_for(world.asha)
    assert post(client, "report_danger", report, level="immediate").status_code == 303
    report.refresh_from_db()
    assert report.level == Level.IMMEDIATE

    page = post(client, "report_danger", report, level="soon", reason="   ")
    assert page.status_code == 422
    assert "Say why it is less dangerous than it looks" in text_of(page)

    report.refresh_from_db()
    assert (
        post(client, "report_danger", report, level="soon", reason="Rang her: a joke of her cousin's").status_code
        == 303
    )
    report.refresh_from_db()
    assert report.level == Level.SOON
    assert b"cousin" not in report.lowered_why.box
    text = text_of(client_for(world.dev).get(reverse("report", args=[report.pk])))
    assert "Asha Verma last lowered it" in text
    assert "a joke of her cousin's" in text


def test_the_same_level_is_no_change(world, client_for):
    report, _code = world.tell()
    page = post(client_for(world.asha), "report_danger", report, level=report.level.key)
    assert page.status_code == 422
    assert "It has this level now" in text_of(page)


def test_set_aside_and_bring_back(world, client_for):
    report, _code = world.tell()
    client = client_for(world.asha)
    assert post(client, "report_set_aside", report)["Location"] == reverse("queue")
    report.refresh_from_db()
    assert report.state == State.JUNK
    assert report.reference not in text_of(client.get(reverse("queue")))
    junk = text_of(client.get(reverse("junk")))
    assert report.reference in junk
    assert "29 days left" in junk or "30 days left" in junk
    assert post(client, "report_bring_back", report).status_code == 303
    report.refresh_from_db()
    assert (report.state, report.junk_at) == (State.READ, None)
    assert report.reference in text_of(client.get(reverse("queue")))


def test_make_a_case_of_it(world, client_for):
    report, code = world.tell()
    client = client_for(world.asha)
    assert post(client, "report_start_case", report, title="  ").status_code == 422
    report.refresh_from_db()
    page = post(client, "report_start_case", report, title="Kites, year 7")
    case = Case.objects.get()
    assert page["Location"] == reverse("case", args=[case.pk])
    report.refresh_from_db()
    assert report.state == State.IN_CASE
    mailbox = mailboxes.find(school=world.marram, code=code)
    assert "working" in [line.status for line in mailbox.status_lines.all()]
    assert reverse("case", args=[case.pk]) in text_of(client.get(reverse("report", args=[report.pk])))


def test_add_it_to_an_open_case(world, client_for):
    case = a_case(world)
    report, _code = world.tell()
    client = client_for(world.dev)
    assert "Kites, year 7" in text_of(client.get(reverse("report", args=[report.pk])))
    report.refresh_from_db()
    assert post(client, "report_gather", report, case="").status_code == 422
    assert post(client, "report_gather", report, case=case.pk).status_code == 303
    assert case.gathered.count() == 2


def test_a_report_in_a_case_cannot_be_set_aside(world, client_for):
    case = a_case(world)
    report = Report.objects.get(gathered__case=case)
    page = post(client_for(world.asha), "report_set_aside", report)
    assert page.status_code == 403
    assert "in a case" in text_of(page)


def test_the_reporter_reads_a_reply_with_the_code(world, client_for):
    report, code = world.tell()
    client, token = client_for(world.asha), once()
    assert post(client, "report_reply", report, text="You did right to tell us.", once=token).status_code == 303
    assert post(client, "report_reply", report, text="You did right to tell us.", once=token).status_code == 303
    mailbox = mailboxes.find(school=world.marram, code=code)
    assert [read.text for read in conversations.for_reporter(mailbox, code).messages] == ["You did right to tell us."]
    assert "Not seen by the reporter yet" in text_of(client.get(reverse("report", args=[report.pk])))
    mailboxes.note_visit(mailbox=mailbox)
    assert "Seen by the reporter" in text_of(client.get(reverse("report", args=[report.pk])))


def test_what_the_reporter_writes_is_unread_until_a_lead_opens_it(world, client_for):
    report, code = world.tell()
    mailbox = mailboxes.find(school=world.marram, code=code)
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="He wrote again", once=b"1" * 16)
    client = client_for(world.asha)
    assert "Somebody wrote in their mailbox" in text_of(client.get(reverse("queue")))
    assert "He wrote again" not in text_of(client.get(reverse("queue")))
    assert "He wrote again" in text_of(client.get(reverse("report", args=[report.pk])))
    assert "Somebody wrote in their mailbox" not in text_of(client.get(reverse("queue")))


def test_a_reply_with_errors_comes_back_as_typed(world, client_for):
    report, _code = world.tell()
    long = "é" * 20_001
    page = post(client_for(world.asha), "report_reply", report, text=long, once=once())
    assert page.status_code == 422
    assert "1 characters too long" in text_of(page)
    assert long in text_of(page)
    assert Message.objects.count() == 0


def test_a_picture_in_a_reply_is_cut_out_and_said_so(world, client_for):
    report, code = world.tell()
    client = client_for(world.asha)
    page = client.post(
        reverse("report_reply", args=[report.pk]), {"text": f"Look: {PICTURE} end", "once": once()}, follow=True
    )
    assert "could hold a picture was cut out of what you wrote" in text_of(page)
    mailbox = mailboxes.find(school=world.marram, code=code)
    assert "iVBOR" not in conversations.for_reporter(mailbox, code).messages[0].text


def test_nobody_replies_to_a_code_that_was_thrown_away(world, client_for):
    report, code = world.tell()
    mailboxes.throw_code_away(mailbox=mailboxes.find(school=world.marram, code=code))
    client = client_for(world.asha)
    page = client.get(reverse("report", args=[report.pk]))
    assert "threw the code away" in text_of(page)
    assert reverse("report_reply", args=[report.pk]) not in text_of(page)
    refused = post(client, "report_reply", report, text="Are you there?", once=once())
    assert refused.status_code == 403
    assert "Are you there?" in text_of(refused)


def test_a_colleagues_record_has_no_mailbox(world, client_for):
    report = recorded(world, world.tom)
    client = client_for(world.asha)
    text = text_of(client.get(reverse("report", args=[report.pk])))
    assert "Tom Reed recorded this. Speak to them." in text
    assert "Sir, they have my photo" in text
    assert post(client, "report_reply", report, text="Hello", once=once()).status_code == 404


def test_tell_the_reporter_what_has_happened(world, client_for):
    report, _code = world.tell()
    client = client_for(world.asha)
    assert post(client, "report_status", report, status="told_police").status_code == 303
    text = text_of(client.get(reverse("report", args=[report.pk])))
    assert "We told the police." in text
    assert 'value="told_police"' not in text
    for wrong in ("closed", "received", "nonsense", ""):
        assert post(client, "report_status", report, status=wrong).status_code == 422


def test_impersonated_is_not_the_sender(world, client_for):
    report, _code = world.tell(what=["fake_account"])
    assert "not the sender" in text_of(client_for(world.asha).get(reverse("report", args=[report.pk])))


@pytest.mark.parametrize("verb", ["report_assign", "report_danger", "report_set_aside", "report_start_case"])
def test_whoever_comes_second_is_told_what_changed(world, client_for, verb):
    report, _code = world.tell()
    seen = report.version
    post(client_for(world.dev), "report_assign", report, to=world.dev.pk)
    data = {"to": world.asha.pk, "level": "immediate", "title": "My long thought title"}
    page = post(client_for(world.asha), verb, report, **data | {"seen": seen})
    assert page.status_code == 409
    text = text_of(page)
    assert "Dev Osei changed who has it at" in text
    assert "What you asked for was not done" in text
    assert "My long thought title" in text
    report.refresh_from_db()
    assert (report.state, report.assigned_to) == (State.NEW, world.dev)


def test_a_clash_leads_back_to_the_page(world, client_for):
    report, _code = world.tell()
    address = reverse("report", args=[report.pk])
    client = client_for(world.asha)
    page = client.post(
        reverse("report_set_aside", args=[report.pk]), {"seen": 77}, headers={"referer": f"http://testserver{address}"}
    )
    assert page.status_code == 409
    assert f'href="{address}"' in text_of(page)
    elsewhere = client.post(
        reverse("report_set_aside", args=[report.pk]), {"seen": 77}, headers={"referer": "http://evil.example/x"}
    )
    assert "evil.example" not in text_of(elsewhere)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_page_without_its_version_is_too_old(world, client_for, seen):
    report, _code = world.tell()
    page = post(client_for(world.asha), "report_set_aside", report, seen=seen)
    assert page.status_code == 422
    report.refresh_from_db()
    assert report.state != State.JUNK


def test_an_action_reached_by_get_leads_to_its_page(world, client_for):
    report, _code = world.tell()
    page = client_for(world.asha).get(reverse("report_set_aside", args=[report.pk]))
    assert (page.status_code, page["Location"]) == (303, reverse("report", args=[report.pk]))

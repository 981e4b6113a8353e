"""Accounts and other leads on a report's page, and the other reports they are met in."""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.intake import actions as intake
from seawall.journal.models import Line
from seawall.links.models import Rejection
from seawall.reports.actions import Telling
from seawall.reports.rules import Channel, Road
from tests.staff.helpers import once, text_of

pytestmark = pytest.mark.django_db


def told(world, accounts, **words):
    telling = Telling(Road.CHILD, Channel.PAGE, {"what": ["threats"]}, {"accounts": accounts, **words})
    return intake.receive(school=world.marram, telling=telling, sent_once=os.urandom(16)).report


def page(client, report):
    return text_of(client.get(reverse("report", args=[report.pk])))


def press(client, name, report, row, **data):
    return client.post(reverse(name, args=[report.pk, row.pk]), {"seen": row.version, **data})


@pytest.fixture
def asha(world, client_for):
    return client_for(world.asha)


def test_what_was_found_stands_with_the_words_around(world, asha):
    report = told(world, "kai_skates09 on Instagram", words="he wants a steam card by <b>Friday</b>")
    text = asha.get(reverse("report", args=[report.pk])).content.decode()
    assert "<bdi>kai_skates09</bdi>" in text
    assert "Instagram" in text
    assert "Gift card asked for" in text
    assert '…he wants a <mark class="desk-mark">steam card</mark> by &lt;b&gt;Friday&lt;/b&gt;…' in text
    assert "In no other report" in text


def test_nothing_found_says_so(world, asha):
    text = page(asha, told(world, "no idea"))
    assert "The machine found no account name" in text
    assert reverse("report_lead_add", args=[world.marram.reports.get().pk]) in text


def test_variants_meet_and_say_why(world, asha):
    first, second = told(world, "kai_skates09"), told(world, "KaiSkates09 on snap")
    text = page(asha, first)
    assert f"Report {second.reference}" in text
    assert "looks the same there (on Snapchat); in 1 other report; seldom by chance" in text
    assert "Likely the same" in text


def test_confirm_drop_undo(world, asha):
    report = told(world, "kai_skates09")
    row = report.identifiers.get()
    assert press(asha, "report_lead_confirm", report, row, whose="offender").status_code == 303
    assert "Confirmed by Asha Verma" in page(asha, report)
    assert "The offender's" in page(asha, report)
    row.refresh_from_db()
    assert press(asha, "report_lead_undo", report, row).status_code == 303
    row.refresh_from_db()
    assert press(asha, "report_lead_drop", report, row).status_code == 303
    assert "Dropped by Asha Verma" in page(asha, report)
    verbs = Line.objects.filter(subject=f"identifier:{row.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["identifier.confirmed", "identifier.undone", "identifier.dropped"]


@pytest.mark.parametrize(
    ("name", "data"), [("confirm", {"whose": "nonsense"}), ("confirm", {"seen": "x"}), ("drop", {"seen": ""})]
)
def test_a_page_that_makes_no_sense_changes_nothing(world, asha, name, data):
    report = told(world, "kai_skates09")
    answer = asha.post(reverse(f"report_lead_{name}", args=[report.pk, report.identifiers.get().pk]), data, follow=True)
    assert "too old" in text_of(answer)
    assert report.identifiers.get().state == "offered"


def test_whoever_comes_second_is_told(world, asha, client_for):
    report = told(world, "kai_skates09")
    row = report.identifiers.get()
    press(client_for(world.dev), "report_lead_drop", report, row)
    answer = press(asha, "report_lead_confirm", report, row, whose="offender")
    assert answer.status_code == 409
    assert "Dev Osei dropped it at" in text_of(answer)


def test_correct_it_and_it_is_matched_again(world, asha):
    first, second = told(world, "kai_skates09"), told(world, "kai_skats09 on Instagram")
    row = second.identifiers.get()
    address = reverse("report_lead_correct", args=[second.pk, row.pk])
    text = text_of(asha.get(address))
    assert 'value="kai_skats09"' in text
    given = {"seen": row.version, "kind": "account", "platform": "instagram", "whose": "offender"}
    wrong = asha.post(address, {**given, "value": "a" * 201})
    assert wrong.status_code == 422
    assert "That is 1 characters too long" in text_of(wrong)
    assert "a" * 201 in text_of(wrong)
    assert asha.post(address, {**given, "kind": "email", "value": "kai_skates"}).status_code == 422
    assert asha.post(address, {**given, "value": "kai_skates09"}).status_code == 303
    assert f"Report {first.reference}" in page(asha, second)
    assert asha.post(address, {**given, "value": "other_name1"}).status_code == 409


def test_add_one_once(world, asha):
    report, other = told(world, "no idea"), told(world, "07700 900733")
    data = {"kind": "phone", "platform": "whatsapp", "value": "+44 7700 900733", "whose": "offender", "once": once()}
    for _ in range(2):
        assert asha.post(reverse("report_lead_add", args=[report.pk]), data).status_code == 303
    assert report.identifiers.count() == 1
    assert f"Report {other.reference}" in page(asha, report)


def test_reject_and_take_back(world, asha):
    first, second = told(world, "kai_skates09"), told(world, "KaiSkates09")
    assert asha.post(reverse("report_link_reject", args=[first.pk, second.pk])).status_code == 303
    text = page(asha, first)
    assert "Looked at, and not together" in text
    assert "In no other report" in text
    asha.post(reverse("report_link_take_back", args=[second.pk, first.pk]))
    assert Rejection.objects.count() == 0
    assert asha.post(reverse("report_link_reject", args=[first.pk, first.pk])).status_code == 403


def test_another_reports_identifier_is_not_found_here(world, asha):
    first, second = told(world, "kai_skates09"), told(world, "jess.m_07")
    assert press(asha, "report_lead_drop", first, second.identifiers.get()).status_code == 404


def test_a_closed_off_report_names_only_whom_to_ask(world, client_for):
    closed = told(world, "kai_skates09")
    lead = {"ring": world.ring(world.asha), "by": world.asha}
    case = cases.start(school=world.marram, title="A colleague", report=closed, seen=closed.version, **lead)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **lead)
    mine = told(world, "KaiSkates09")
    dev = client_for(world.dev)
    text = page(dev, mine)
    assert "Something that is closed off to you" in text
    assert "Ask: Asha Verma" in text
    assert closed.reference not in text
    assert case.reference not in text
    assert dev.post(reverse("report_link_reject", args=[mine.pk, closed.pk])).status_code == 404
    assert case.reference in page(client_for(world.asha), mine)


def test_the_page_asks_no_more_the_more_is_met(world, asha):
    def asked(report):
        page(asha, report)
        with CaptureQueriesContext(connection) as caught:
            page(asha, report)
        return len(caught)

    told(world, "kai_skates09")
    few = asked(told(world, "KaiSkates09"))
    for _ in range(5):
        told(world, "kai_skates09, jess.m_07, 07700 900733")
    many = asked(told(world, "kai_skates09, jess.m_07, 07700 900733"))
    assert many <= few

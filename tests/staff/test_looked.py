"""Who looked: at one case, and over the week; only what one may open oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import closing_off
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.reports.models import Report
from tests.staff.helpers import a_case, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return a_case(world)


def looked(client, case=None, **how):
    return text_of(client.get(reverse("case_looked", args=[case.pk]) if case else reverse("looked"), how))


def test_each_opening_of_a_case_and_its_reports(world, client_for, case):
    asha, dev = client_for(world.asha), client_for(world.dev)
    report = Report.objects.get()
    dev.get(reverse("case_chronology", args=[case.pk]))
    dev.get(reverse("case_print_chronology", args=[case.pk]))
    asha.get(reverse("report", args=[report.pk]))
    dev.get(reverse("cases"))
    record("case.printed", subject=case, by=world.dev)
    shown = looked(asha, case).partition("<tbody")[2]
    assert shown.count("Dev Osei") == 3
    assert shown.count("Asha Verma") == 2, "the report, and this page"
    for words in ("Chronology", "Chronology, to print", "Printed", "Report", report.reference, "Who looked"):
        assert words in shown
    assert shown.index("Printed") < shown.index("to print")


def test_the_week_shows_what_i_may_open(world, client_for, case):
    asha, dev = client_for(world.asha), client_for(world.dev)
    asha.get(reverse("case", args=[case.pk]))
    assert case.reference in looked(dev)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    shown = looked(dev)
    assert case.reference not in shown
    assert Report.objects.get().reference not in shown
    assert "Nobody looked at anything." in shown
    assert case.reference in looked(asha)
    assert "Kites" not in looked(asha)


def test_only_this_week_and_only_this_school(world, client_for, case):
    with clock.frozen(clock.now() - timedelta(days=8)):
        record("case.opened_page", subject=case, by=world.dev, page="case")
    record("case.opened_page", subject=case, by=world.lena, school_id=world.heron.pk, page="case")
    assert "Nobody looked at anything." in looked(client_for(world.asha))
    assert "Nobody looked at anything." in looked(client_for(world.lena))


def test_a_page_that_has_no_words_yet_is_shown_by_its_name(world, client_for, case):
    record("case.opened_page", subject=case, by=world.dev, page="some_new_page")
    assert "some new page" in looked(client_for(world.asha), case)


def test_a_long_list_has_pages_and_constant_queries(world, client_for, case):
    asha = client_for(world.asha)

    def queries():
        counts = []
        for address in (reverse("case_looked", args=[case.pk]), reverse("looked")):
            with CaptureQueriesContext(connection) as caught:
                asha.get(address)
            counts.append(len(caught))
        return counts

    record("case.opened_page", subject=case, by=world.dev, page="case")
    queries()
    before = queries()
    other = a_case(world)
    for number in range(120):
        record("case.opened_page", subject=other if number % 2 else case, by=world.dev, page="case")
    after = queries()
    assert [each - had for each, had in zip(after, before, strict=True)] <= [1, 1], "one more to count the pages"
    assert max(after) <= 20
    assert looked(asha).partition("<tbody")[2].count("<tr") == 100
    assert looked(asha, page=2).partition("<tbody")[2].count("<tr") > 20

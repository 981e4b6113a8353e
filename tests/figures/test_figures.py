"""The figures of a school, through its pages: right sums, small ones hidden, nobody named, nothing of another school."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.urls import reverse

from seawall.figures import rules
from seawall.figures.queries import figures
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.reports import actions as reports
from seawall.reports.rules import Contact
from tests.kit.reading import text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def told(world):
    """Eight reports in September, two in November; one set aside; one of this week; one of the summer; one elsewhere."""
    for month, day, many, year in ((9, 14, 8, "7"), (11, 10, 2, "9"), (11, 23, 1, "7"), (7, 1, 1, "7")):
        for _each in range(many):
            with clock.frozen(datetime(2026, month, day, 10, tzinfo=UTC)):
                world.tell(what=["threats"], apps=["snapchat"], year=year)
    with clock.frozen(datetime(2026, 9, 15, 10, tzinfo=UTC)):
        junk, _code = world.tell()
        reports.set_aside(report=junk, seen=junk.version, by=world.asha)
        world.tell_at(world.heron, "Elsewhere")
    for report in world.marram.reports.filter(received_at__month=9).exclude(state="junk"):
        with clock.frozen(report.received_at + timedelta(minutes=20)):
            reports.note_contact(report=report, how=Contact.PHONE, seen=report.version, by=world.asha)
    with clock.frozen(NOW):
        yield world


def table(found, key):
    return {line.name: line.count for each in found.tables if each.key == key for line in each.lines}


def test_the_figures_of_a_term(told, django_assert_max_num_queries):
    period = rules.period_of(2026, 1, NOW.date())
    assert period is not None
    with django_assert_max_num_queries(3):
        found = figures(told.marram, period)
    assert found.total == 10
    weeks = {name: count for name, count in table(found, "week").items() if count != 0}
    assert weeks == {"14 September 2026": None, "9 November 2026": None}, "one small week hides another beside it"
    assert {count for count in table(found, "year").values() if count != 0} == {None}
    assert set(table(found, "apps").values()) == {0, 10}
    assert found.contact.middle == pytest.approx(1 / 3)
    assert found.contact.in_time == 80
    assert found.removal.middle is None


def test_the_page_and_the_file_say_the_same_and_name_nobody(told, client_for):
    client = client_for(told.gov)
    page = client.get(reverse("figures")).content.decode()
    assert "Figures, Autumn term 2026" in page
    assert "hidden" in page
    assert "0.3 hours" in page
    for secret in ("Asha Verma", "They said they will show it", "Dev Osei"):
        assert secret not in page
    taken = client.get(reverse("figures_file", args=[2026, 1]))
    lines = list(csv.reader(io.StringIO(taken.content.decode())))
    assert ["apps", "Snapchat", "10"] in lines
    assert ["week", "14 September 2026", "1 to 4, or hidden beside one"] in lines
    assert taken["Content-Type"].startswith("text/csv")


def test_the_paper_of_a_term_is_its_page_number_for_number_and_hides_the_same(told, client_for):
    running = client_for(told.gov)
    assert running.get(reverse("figures_paper", args=[2026, 1])).status_code == 404, "the term goes on"
    assert "as a PDF" in running.get(reverse("figures")).content.decode()
    with clock.frozen(datetime(2027, 1, 12, 9, tzinfo=UTC)):
        client = client_for(told.gov)
        page = client.get(reverse("figures_of", args=[2026, 1])).content.decode()
        answer = client.get(reverse("figures_paper", args=[2026, 1]))
    assert reverse("figures_paper", args=[2026, 1]) in page
    cells = re.findall(r"<(?:th scope=.row.|td)[^>]*>(.*?)</", page, re.DOTALL)
    on_page = [html.unescape(cell).strip() for cell in cells]
    assert on_page.count("hidden") == 5
    assert "11" in on_page
    paper = text_of(answer.content).replace(" ", "")
    at = 0
    for cell in on_page:
        at = paper.index(cell.replace(" ", ""), at) + len(cell.replace(" ", ""))
    assert paper.count("hidden") == on_page.count("hidden") + 2, "twice more where it is explained"
    for secret in ("Asha", "Dev", "Theysaid"):
        assert secret not in paper
    assert Line.objects.filter(verb="figures.printed", by=told.gov.journal_name).count() == 1
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert "pdfaid" in document.Root.Metadata.read_bytes().decode()


def test_no_term_before_the_first_or_after_this(told, client_for):
    client = client_for(told.hana)
    assert "Figures, Summer term 2026" in client.get(reverse("figures_of", args=[2025, 3])).content.decode()
    for year, term in ((2027, 1), (2026, 2), (0, 1), (10**12, 1), (2025, 0), (2025, 4)):
        for name in ("figures_of", "figures_file", "figures_paper"):
            assert client.get(reverse(name, args=[year, term])).status_code == 404
    with clock.frozen(datetime(2026, 9, 2, 9, tzinfo=UTC)):
        assert "has only begun" in client.get(reverse("figures")).content.decode()

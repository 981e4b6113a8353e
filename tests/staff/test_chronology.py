"""The chronology's pages: a line as it is remembered, a correction, the whole on paper."""

from __future__ import annotations

import datetime as dt
import io
import re
import secrets

import pikepdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases.models import Line
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock
from seawall.web.staff.when import moment, time_of
from tests.decisions.helpers import decide
from tests.staff.helpers import a_case, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def client(world, client_for):
    return client_for(world.asha)


def add(client, case, **typed):
    page = reverse("case_add_line", args=[case.pk])
    return client.post(page, {"once": secrets.token_hex(16), "text": "Rang home", **typed})


def chronology(client, case, **how):
    return text_of(client.get(reverse("case_chronology", args=[case.pk]), how))


def test_a_line_stands_where_it_happened(client, case):
    day = clock.now() - dt.timedelta(days=3)
    typed = {"day-day": day.day, "day-month": day.month, "day-year": day.year, "time": "2.30pm"}
    assert add(client, case, text="A friend told her tutor", **typed).status_code == 303
    assert add(client, case, text="Rang home").status_code == 303
    page = chronology(client, case, order="oldest")
    assert page.index("A friend told her tutor") < page.index("Made a case") < page.index("Rang home")
    assert f"{day.day} {day:%B} {day.year}, 14:30" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "Write what happened"),
        ({"text": "x" * 20_001}, "1 characters too long"),
        ({"day-day": "31", "day-month": "2", "day-year": "2026"}, "must be a real date"),
        ({"day-day": "1", "day-month": "", "day-year": "2026"}, "must include"),
        ({"day-day": "1", "day-month": "1", "day-year": "2199"}, "in the future"),
        ({"day-day": "1", "day-month": "1", "day-year": "1950"}, "before any pupil of today"),
        ({"time": "25:00"}, "Enter a time"),
    ],
)
def test_what_cannot_be_is_given_back_whole(client, case, typed, said):
    lines = Line.objects.count()
    answer = add(client, case, **typed)
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert typed.get("text", "Rang home").strip()[:40] in page
    assert Line.objects.count() == lines


def test_a_second_press_writes_one_line(client, case):
    token = secrets.token_hex(16)
    for _ in range(2):
        add(client, case, once=token)
    assert Line.objects.filter(kind="noted").count() == 1


def test_correcting(client, case):
    add(client, case, text="Rang at eight")
    line = Line.objects.get(kind="noted")
    page = reverse("case_correct_line", args=[case.pk, line.pk])
    assert "Rang at eight" in text_of(client.get(page))
    assert client.post(page, {"once": secrets.token_hex(16), "text": ""}).status_code == 422
    assert client.post(page, {"once": secrets.token_hex(16), "text": "It was nine"}).status_code == 303
    shown = chronology(client, case)
    assert "Rang at eight" in shown
    assert "It was nine" in shown
    assert f"corrected in line {line.number + 1}" in shown


def test_a_line_of_another_case_is_not_here(world, client, case):
    other = a_case(world)
    line = other.lines.get(number=1)
    assert client.get(reverse("case_correct_line", args=[case.pk, line.pk])).status_code == 404


def test_on_paper_with_its_proof(client, case):
    add(client, case, text="Rang home")
    page = text_of(client.get(reverse("case_print_chronology", args=[case.pk])))
    last = case.lines.order_by("-number")[0]
    assert f"All {last.number} lines are as they were written" in page
    assert bytes(last.mark).hex()[:8] in page
    assert page.index("Made a case") < page.index("Rang home")


def test_as_a_pdf_for_a_screen_reader_with_its_proof(client, case):
    add(client, case, text='Rang home. "They wait" #read("x") هم')
    answer = client.get(reverse("case_chronology_pdf", args=[case.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert case.reference in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as about:
            assert about["dc:title"] == f"Chronology of case {case.reference}"
            assert about["pdfuaid:part"] == "1"
    looked = client.get(reverse("case_looked", args=[case.pk]))
    assert "Chronology, as a PDF" in text_of(looked)


def test_a_long_chronology_has_pages(client, case):
    for number in range(120):
        add(client, case, text=f"Line number {number} of many")
    first = chronology(client, case)
    assert "Line number 119 of many" in first
    assert "Line number 0 of many" not in first
    assert "Line number 0 of many" in chronology(client, case, page=2)
    assert len(re.findall("Line number", text_of(client.get(reverse("case_print_chronology", args=[case.pk]))))) == 120


def test_a_closed_case_takes_no_line(world, client, case):
    decide(world, case, Choice.REFER)
    client.post(reverse("case_close", args=[case.pk]), {"seen": case.version, "outcome": "supported"})
    answer = add(client, case)
    assert answer.status_code in {403, 409}
    assert "Open it again" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", (14, 30)),
        ("14.30", (14, 30)),
        ("1430", (14, 30)),
        ("2.30pm", (14, 30)),
        ("2:30 PM", (14, 30)),
        ("9am", (9, 0)),
        ("9 a.m.", (9, 0)),
        ("12am", (0, 0)),
        ("12pm", (12, 0)),
        ("0:05", (0, 5)),
        ("25:00", None),
        ("13pm", None),
        ("half nine", None),
        ("", None),
    ],
)
def test_times_as_people_type_them(typed, meant):
    assert time_of(typed) == (dt.time(*meant) if meant else None)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_of_times(typed):
    time_of(typed)


def test_moments():
    with clock.frozen(dt.datetime(2026, 7, 14, 20, 0, tzinfo=dt.UTC)):
        assert moment(None, None) is None
        assert moment(dt.date(2026, 7, 14), None) is None
        assert moment(None, dt.time(8, 0)) == dt.datetime(2026, 7, 14, 7, 0, tzinfo=dt.UTC)
        assert moment(dt.date(2026, 7, 1), None) == dt.datetime(2026, 7, 1, 11, 0, tzinfo=dt.UTC)

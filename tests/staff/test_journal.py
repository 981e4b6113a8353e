"""The head's journal: plain sentences, filters, a file, a chain that shows a change; nothing that was told."""

from __future__ import annotations

import ast
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

import seawall
from seawall.briefings.rules import states as briefings
from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.rules import Kind, Part
from seawall.guidance.rules.looking import Found
from seawall.journal.actions import record
from seawall.journal.chaining import chain_waiting, check
from seawall.journal.models import Line, Mark
from seawall.kit import clock
from seawall.letterbox.rules import MailState
from seawall.reports import actions as reports
from seawall.schools import actions as schools
from seawall.schools.rules import Role
from seawall.series.rules import Kind as SeriesKind
from seawall.web.staff import journal_words

pytestmark = pytest.mark.django_db
CODED = {
    "case.": Kind,
    "series.": SeriesKind,
    "mail.": MailState,
    "guidance.": Found,
    "briefing.": briefings.State,
    "briefing.absent_": briefings.AbsentState,
}
"""Verbs that are made of a beginning and one of these."""


def verbs_in_the_house():
    for file in Path(seawall.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name not in {"record", "record_each", "record_once_a_day", "line"} or not call.args:
                continue
            if "subject" not in {each.arg for each in call.keywords} and name != "record_each":
                continue
            yield from written(call.args[0], file)


def written(verb, file):
    if isinstance(verb, ast.Constant):
        yield verb.value
    elif isinstance(verb, ast.IfExp):
        yield from (*written(verb.body, file), *written(verb.orelse, file))
    elif isinstance(verb, ast.JoinedStr):
        beginning = ast.unparse(verb)[2:].partition("{")[0]
        yield from (f"{beginning}{each.value}" for each in CODED[beginning])
    else:
        assert file.parts[-2:] == ("journal", "actions.py"), f"{file.name} writes a verb that nobody can look up"


def test_every_verb_of_the_house_has_words_and_a_kind():
    found = set(verbs_in_the_house())
    assert len(found) > 150
    assert found - journal_words.WORDS.keys() == set()
    assert {journal_words.kind_of(verb) for verb in found} <= journal_words.KINDS.keys()


@pytest.fixture
def secret(world):
    """A case that is closed off to Asha, and one that is not; each with a note that a lead wrote."""
    ring, made = world.ring(world.asha), []
    for name in ("heatherwick", "bramblewick"):
        report, _code = world.tell(f"{name}, he is kai_{name}9")
        case = cases.start(
            school=world.marram, title=name, report=report, seen=report.version, ring=ring, by=world.asha
        )
        cases.involve(case=case, part=Part.AFFECTED, name=f"Jess {name}", detail="", ring=ring, by=world.asha)
        made.append(case)
    closing_off.close_off(case=made[0], to=[world.asha], seen=made[0].version, ring=ring, by=world.asha)
    return made


def page(client, **asked):
    return client.get(reverse("journal"), asked).content.decode()


def test_the_head_reads_who_did_what_and_nothing_of_what_was_told(world, secret, client_for):
    closed, open_case = secret
    client = client_for(world.hana)
    shown = page(client)
    assert "Asha Verma" in shown
    assert f"Made a case: {open_case.reference}" in shown
    assert "Added somebody who works here: Gov Winter" in shown
    assert "Did something in a case that is closed off to named people" in shown
    assert closed.reference not in shown
    for report in world.marram.reports.all():
        assert (report.reference in shown) == (report.gathered.case_id == open_case.pk)
    for words in ("heatherwick", "bramblewick", "Closed a case off", "Recorded a concern"):
        assert words not in shown
    assert shown.count("Made a case") == shown.count("Added somebody to a case") == 1


def test_filters_by_person_kind_and_day(world, secret, client_for):
    client, today = client_for(world.hana), clock.now().date()
    cases_only = page(client, kind="case")
    assert "Added somebody to a case" in cases_only
    assert "Added somebody who works here:" not in cases_only
    assert "Did something in a case" not in cases_only, "what it was can't be told by the filter"
    closed = page(client, kind="closed")
    assert "Did something in a case" in closed
    assert "Added somebody" not in closed
    assert "There is no such line" in page(client, who=world.dev.journal_name)
    assert "Made a case" in page(client, who=world.asha.journal_name)
    day = {"day-day": today.day, "day-month": today.month, "day-year": today.year}
    assert "Made a case" in page(client, **day)
    assert "There is no such line" in page(client, **{**day, "day-year": today.year - 1})
    for odd in ({"who": "person:x"}, {"kind": "\x00"}, {"day-day": "99"}, {"before": "-1"}, {"before": "9" * 99}):
        answer = client.get(reverse("journal"), odd)
        assert answer.status_code in {200, 422}


def test_older_lines_are_one_page_on_and_the_queries_stay_the_same(world, client_for, django_assert_max_num_queries):
    client = client_for(world.hana)
    for _each in range(120):
        record("report.compared", subject=world.tom, by=world.dev)
    page(client)
    with django_assert_max_num_queries(30):
        shown = page(client)
    assert shown.count("Compared a report") == 49, "and one that this page was read"
    before = shown.partition("before=")[2].partition('"')[0]
    assert page(client, before=before).count("Compared a report") == 50
    assert "before=" in page(client, before=before, who=world.dev.journal_name)


def test_reading_is_written_down_once_a_day_and_person(world, client_for):
    client = client_for(world.hana)
    for _each in range(3):
        page(client)
    assert Line.objects.filter(verb="journal.read", by=world.hana.journal_name).count() == 1
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        page(client_for(world.hana))
    assert Line.objects.filter(verb="journal.read").count() == 2


def test_the_file_holds_the_same_with_marks_and_runs_in_no_spreadsheet(world, secret, client_for):
    person = schools.add_person(
        school=world.marram,
        who=schools.Hire('=HYPERLINK("x")', "odd@school.example", Role.STAFF, "four herons on the wall"),
        by=world.asha,
    )
    reports.set_aside(report=(told := world.tell()[0]), seen=told.version, by=person)
    answer = client_for(world.hana).get(reverse("journal_file"))
    text = answer.getvalue().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    marks = {row.number: bytes(row.mark).hex() for row in Mark.objects.filter(school_id=world.marram.pk)}
    assert all(marks[int(line["line"])] == line["mark"] for line in lines)
    assert [line["line"] for line in lines] == sorted((line["line"] for line in lines), key=int)
    assert [line["who"] for line in lines if line["what"] == "Set a report aside"] == ['\'=HYPERLINK("x")']
    assert secret[0].reference not in text
    assert secret[1].reference in text
    assert Line.objects.filter(verb="journal.taken", by=world.hana.journal_name).count() == 1
    asked = client_for(world.hana).get(reverse("journal_file"), {"kind": "people"}).getvalue().decode()
    assert "Made a case" not in asked


def test_each_school_has_a_chain_of_its_own_and_a_change_breaks_it(world, client_for):
    record("report.compared", subject=world.tom, by=world.dev)
    record("report.compared", subject=world.lena, by=world.lena)
    assert chain_waiting() > 0
    assert chain_waiting() == 0, "what has a mark is left alone"
    assert not Line.objects.filter(mark__isnull=True).exists()
    many = Mark.objects.filter(school_id=world.marram.pk).count()
    assert (check(world.marram.pk).last, check(world.marram.pk).broken) == (many, None)
    assert check(world.marram.pk, most=2).goes_on
    assert check(world.marram.pk, first=3).broken is None
    client = client_for(world.hana)
    assert "the chain is whole" in client.get(reverse("journal_chain")).content.decode()
    without_triggers("UPDATE journal_line SET by = 'person:x' WHERE id = %s", marked(world, 3).line_id)
    assert (check(world.marram.pk).last, check(world.marram.pk).broken) == (2, 3)
    assert "breaks at line 3" in client.get(reverse("journal_chain")).content.decode()
    assert check(world.heron.pk).broken is None


def test_a_line_that_was_taken_out_shows(world):
    record("report.compared", subject=world.tom, by=world.dev)
    chain_waiting()
    gone = marked(world, 2).line_id
    without_triggers("DELETE FROM journal_mark WHERE line_id = %s", gone)
    without_triggers("DELETE FROM journal_line WHERE id = %s", gone)
    assert check(world.marram.pk).broken == 2


def test_a_line_whose_number_was_given_out_earlier_is_still_chained(world):
    record("report.compared", subject=world.tom, by=world.dev)
    chain_waiting()
    newest = Line.objects.order_by("-pk")[0]
    Line(pk=newest.pk + 50, verb="report.compared", by="worker", subject="x", school_id=world.marram.pk).save()
    chain_waiting()
    late = Line(pk=newest.pk + 20, verb="report.compared", by="worker", subject="x", school_id=world.marram.pk)
    late.save(force_insert=True)
    assert chain_waiting() == 1
    assert check(world.marram.pk).broken is None


def marked(world, number):
    return Mark.objects.get(school_id=world.marram.pk, number=number)


def without_triggers(statement, *values):
    """As somebody does who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("journal_no_update", "journal_no_delete", "journal_mark_no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER journal_no_change")
            cursor.execute("ALTER TABLE journal_mark DISABLE TRIGGER journal_mark_no_change")
        cursor.execute(statement, values)

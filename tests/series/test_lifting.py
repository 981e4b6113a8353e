"""A report that meets an open series, or an open case, is lifted in the queue and says why; never lowered, never twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seawall.cases import actions as cases
from seawall.cases.rules import Outcome
from seawall.guidance.rules.danger import Level
from seawall.journal.models import Line
from seawall.links.rules.states import Whose
from seawall.reports import actions as reports
from seawall.reports.models import Report
from seawall.reports.queries import reasons
from seawall.series.jobs import lift_waiting
from seawall.worker.timetable import TIMETABLE
from tests.series.helpers import a_case, a_series, told


def danger(report):
    report = Report.objects.get(pk=report.pk)
    return report.level, report.reasons


def test_it_is_in_the_timetable_within_a_minute():
    (job,) = [job for job in TIMETABLE if job.run is lift_waiting]
    assert job.every.total_seconds() <= 60


def test_the_same_account_in_an_open_series_lifts_once_and_says_so(world):
    a_series(world, a_case(world, "kai_skates09"), a_case(world, "jess.m_07"))
    new, other = told(world, "KaiSkates"), told(world, "pebbledash_paul")
    before = Report.objects.get(pk=new.pk)
    assert lift_waiting() == 1
    assert danger(new) == (Level.URGENT, ["met_series", *before.reasons])
    assert danger(other)[0] is before.level
    assert reasons(Report.objects.get(pk=new.pk))[0] == "The same account is met in a series that is open."
    assert Report.objects.get(pk=new.pk).due_at < before.due_at
    assert lift_waiting() == 0
    assert Line.objects.filter(verb="report.lifted").get().facts == {"why": "met_series", "level": "urgent"}


def test_an_open_case_lifts_less_and_the_series_that_it_joins_more(world):
    case = a_case(world, "kai_skates09")
    new = told(world, "kai_skates09")
    assert lift_waiting() == 1
    assert danger(new)[0] is Level.SOON
    a_series(world, case, a_case(world, "jess.m_07"))
    assert lift_waiting() == 1
    assert danger(new)[1][:2] == ["met_series", "met_case"]


def test_danger_is_only_ever_raised_and_a_person_has_the_last_word(world):
    a_series(world, a_case(world, "kai_skates09"), a_case(world, "jess.m_07"))
    grave = told(world, "kai_skates09", safe=["coming"])
    lowered = told(world, "kai_skates09")
    assert danger(grave)[0] is Level.IMMEDIATE
    assert lift_waiting() == 2
    assert danger(grave)[0] is Level.IMMEDIATE
    row, ring = Report.objects.get(pk=lowered.pk), world.ring(world.asha)
    reports.set_danger(
        report=row, to=Level.SOON, reason="Rung: she is safe.", ring=ring, seen=row.version, by=world.asha
    )
    assert lift_waiting() == 0
    assert danger(lowered)[0] is Level.SOON


@pytest.mark.parametrize("why_not", ["closed", "own", "junk"])
def test_what_does_not_lift(world, why_not):
    case = a_case(world, "kai_skates09")
    new = told(world, "kai_skates09")
    if why_not == "closed":
        cases.close(case=case, outcome=Outcome.NO_CONCERN, seen=1, ring=world.ring(world.asha), by=world.asha)
    elif why_not == "own":
        new.identifiers.update(whose=Whose.OWN)
    else:
        reports.set_aside(report=new, seen=new.version, by=world.asha)
    assert lift_waiting() == 0


def test_queries_do_not_grow_with_what_waits(world):
    a_series(world, a_case(world, "kai_skates09"), a_case(world, "jess.m_07"))

    def took():
        with CaptureQueriesContext(connection) as caught:
            lift_waiting()
        return len(caught)

    told(world, "pebbledash_paul")
    one = took()
    for number in range(5):
        told(world, f"bramble{number}wick")
    assert took() == one

"""What is due today, what the police still have, the clock of the duty to report, how to reach each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test.utils import CaptureQueriesContext

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.rules import Outcome
from seawall.kit import clock
from seawall.referrals import actions, queries
from seawall.referrals.actions import Heard
from seawall.referrals.routes import ways_to
from seawall.referrals.rules import Agency
from tests.referrals.conftest import in_days

pytestmark = pytest.mark.django_db


def due(world, hand, days=0):
    at = clock.now() + dt.timedelta(days=days)
    return [each.row for each in queries.due(world.marram, hand.lead["ring"], at)]


def test_a_draft_is_due_at_once_and_what_was_made_on_its_day(world, case, asha):
    draft, made = asha.draft(case), asha.make(asha.draft(case, Agency.CEOP), next_check=in_days(2))
    assert due(world, asha) == [draft]
    assert due(world, asha, days=2) == [draft, made]
    actions.withdraw(text="No need", **asha.press(draft))
    actions.answer(heard=Heard("Thank you", in_days(4)), **asha.press(made))
    assert due(world, asha, days=3) == []
    assert due(world, asha, days=4) == [made]


def test_what_is_due_is_for_those_who_may_open_it(world, case, asha, dev):
    asha.draft(case)
    assert len(due(world, dev)) == 1
    assert queries.due(world.heron, asha.lead["ring"], clock.now()) == []
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha.lead)
    assert due(world, dev) == []
    assert len(due(world, asha)) == 1


def test_a_closed_case_asks_nobody(world, case, asha):
    asha.draft(case)
    cases.close(case=case, outcome=Outcome.REFERRED, seen=case.version, **asha.lead)
    assert due(world, asha) == []


def test_due_asks_the_database_as_often_for_one_as_for_twenty(world, case, asha):
    from django.db import connection

    def count():
        ring = world.ring(world.asha)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            rows = queries.due(world.marram, ring, clock.now())
            assert all(row.row.case.owner and row.row.case.reference for row in rows)
        return len(asked)

    asha.draft(case)
    few = count()
    for _ in range(19):
        asha.draft(case)
    assert count() == few
    assert few <= 2


def test_the_police_have_it_until_they_are_finished(case, asha):
    assert not queries.police_open(case)
    asha.draft(case, Agency.SOCIAL_CARE)
    assert not queries.police_open(case)
    row = asha.draft(case)
    assert queries.police_open(case)
    asha.make(row)
    assert queries.police_open(case)
    actions.close(text="", **asha.press(row))
    assert not queries.police_open(case)
    actions.withdraw(text="No", **asha.press(asha.draft(case)))
    assert not queries.police_open(case)


def test_ceop_are_police_too(case, asha):
    asha.make(asha.draft(case, Agency.CEOP))
    assert queries.police_open(case)


def test_no_clock_runs_unless_the_office_set_one(case, asha):
    asha.draft(case)
    assert queries.duty(case, clock.now() + dt.timedelta(days=400)) is None


def test_the_clock_runs_from_the_first_report(world, case, asha):
    case.school.duty_within_days, case.school.duty_source = 2, "The Act, section 1"
    case.school.save()
    told, row = queries.told_at(case), asha.draft(case)
    assert told == min(case.gathered.values_list("report__received_at", flat=True))
    early, late = told + dt.timedelta(days=1), told + dt.timedelta(days=2, seconds=1)
    first, second = queries.duty(case, early), queries.duty(case, late)
    assert first is not None
    assert second is not None
    assert (first.late, second.late) == (False, True)
    assert first.ends_at == told + dt.timedelta(days=2)
    with clock.frozen(late):
        [shown] = queries.due(case.school, world.ring(world.asha), late)
        assert shown.late
        asha.make(row)
        after = queries.duty(case, late)
    assert after is not None
    assert after.late


def test_the_clock_is_kept_by_the_police_or_social_care_but_not_by_ceop(case, asha):
    case.school.duty_within_days = 1
    case.school.save()
    later = clock.now() + dt.timedelta(days=9)
    asha.make(asha.draft(case, Agency.CEOP))
    duty = queries.duty(case, later)
    assert duty is not None
    assert (duty.made_at, duty.late) == (None, True)
    asha.make(asha.draft(case, Agency.SOCIAL_CARE))
    duty = queries.duty(case, later)
    assert duty is not None
    assert not duty.late


def test_ways_that_the_office_has_not_filled_in_are_missing_and_nothing_is_invented(world):
    for agency in Agency:
        own = [way for way in ways_to(agency, world.marram) if not way.source]
        assert all(way.missing for way in own), agency
    numbers = {way.phone for way in ways_to("police", world.marram)}
    assert {"999", "101"} <= numbers
    assert all(way.to_be_confirmed for way in ways_to("police", world.marram) if way.phone == "101")


def test_ways_that_the_office_set(world):
    school = world.marram
    school.police_force, school.police_url = "Coast Police", "https://police.example/report"
    school.social_care_phone, school.social_care_night_phone = "01632 960150", "01632 960151"
    school.lado_email = "lado@council.example"
    assert [(way.name, way.url) for way in ways_to("police", school)][-1] == (
        "Coast Police",
        "https://police.example/report",
    )
    assert [way.dial for way in ways_to("social_care", school)] == ["01632960150", "01632960151"]
    assert [way.email for way in ways_to("lado", school)] == ["lado@council.example"]
    assert not any(way.missing for agency in ("police", "social_care", "lado") for way in ways_to(agency, school))

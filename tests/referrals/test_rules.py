"""The rules of referrals: whom, how, which states follow, when to look again, when it is late."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases.wording import AGENCIES, HOWS
from seawall.guidance.rules.decision_data import reviews
from seawall.referrals import rules
from seawall.referrals.rules import MADE, MOVES, OPEN, TELLS, WAYS, Agency, How, State
from seawall.referrals.wording import ASKS, STATES

TODAY = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC)


def test_each_agency_is_one_of_the_guidances_and_has_words():
    assert set(Agency) == set(reviews().referrals) == set(AGENCIES) == set(ASKS) == set(WAYS)
    assert set(How) == set(HOWS) == {how for ways in WAYS.values() for how in ways}
    assert set(State) == set(STATES)


def test_what_was_told_cannot_be_untold():
    for state in MADE:
        assert State.WITHDRAWN not in MOVES[state]
        assert State.DRAFTED not in MOVES[state]
    assert set(OPEN) | set(MADE) | {State.WITHDRAWN} == set(State)


@given(st.sampled_from(State), st.sampled_from(State))
def test_moves_are_the_table(start, end):
    refusal = rules.may_move(start, end)
    assert (refusal is None) is (end in MOVES[start])
    assert refusal is None or str(refusal.reason).endswith(".")


@pytest.mark.parametrize(
    ("agency", "staff", "fine"),
    [
        ("lado", True, True),
        ("lado", False, False),
        ("police", True, True),
        ("police", False, True),
        ("other", False, True),
    ],
)
def test_the_lado_only_where_staff_are_concerned(agency, staff, fine):
    assert (rules.may_go_to(agency, staff_concerned=staff) is None) is fine


@given(st.sampled_from(Agency), st.sampled_from(How))
def test_ways(agency, how):
    assert (rules.may_go_by(agency, how) is None) is (how in WAYS[agency])


def test_only_the_police_are_rung_by_999_and_101():
    for how in (How.EMERGENCY, How.NON_EMERGENCY):
        assert [agency for agency in Agency if rules.may_go_by(agency, how) is None] == [Agency.POLICE]


def test_a_reporter_is_never_told_of_the_lado():
    assert Agency.LADO not in TELLS
    assert Agency.OTHER not in TELLS


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "has passed"),
        (-4000, "has passed"),
        (0, ""),
        (1, ""),
        (366, ""),
        (367, "more than a year"),
        (9999, "more than a year"),
    ],
)
def test_the_day_of_the_next_check(days, said):
    refusal = rules.may_check_on(TODAY + dt.timedelta(days=days), TODAY)
    assert said in (str(refusal.reason) if refusal else "")
    assert (refusal is None) is (said == "")


@given(st.dates(dt.date(2020, 1, 1), dt.date(2100, 1, 1)))
def test_the_proposed_day_is_the_next_from_monday_to_friday(today):
    day = rules.next_check_after(today)
    assert day.weekday() < 5
    assert today < day <= today + dt.timedelta(days=3)
    assert rules.may_check_on(day, today) is None
    between = [today + dt.timedelta(days=n) for n in range(1, (day - today).days)]
    assert all(each.weekday() >= 5 for each in between)


@pytest.mark.parametrize(
    ("state", "check", "due"),
    [
        ("drafted", None, True),
        ("drafted", TODAY + dt.timedelta(days=9), True),
        ("made", None, True),
        ("made", TODAY, True),
        ("answered", TODAY - dt.timedelta(days=1), True),
        ("made", TODAY + dt.timedelta(days=1), False),
        ("closed", TODAY, False),
        ("withdrawn", None, False),
    ],
)
def test_what_is_due(state, check, due):
    assert rules.is_due(state, check, TODAY) is due


HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("agency", "ends", "made", "late"),
    [
        ("police", None, None, False),
        ("police", NOW + HOUR, None, False),
        ("police", NOW - HOUR, None, True),
        ("social_care", NOW - HOUR, NOW - 2 * HOUR, False),
        ("social_care", NOW - 2 * HOUR, NOW - HOUR, True),
        ("ceop", NOW - HOUR, None, False),
        ("lado", NOW - HOUR, None, False),
    ],
)
def test_late_by_the_clock_of_the_duty(agency, ends, made, late):
    assert rules.is_late(agency, ends, made, NOW) is late

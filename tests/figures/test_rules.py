"""Small numbers stay hidden, by taking away too; terms are whole weeks, and none overlaps another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.figures import rules

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8)


@given(COUNTS, st.booleans())
def test_no_small_count_is_ever_shown(counts, adds_up):
    gone = rules.hidden(counts, adds_up=adds_up)
    assert all(count == 0 or count >= rules.FLOOR for name, count in counts.items() if name not in gone)
    assert all(counts[name] for name in gone), "a nought hides nobody"


@given(COUNTS)
def test_what_is_hidden_is_not_found_by_taking_the_rest_from_the_total(counts):
    gone = rules.hidden(counts, adds_up=True)
    if gone and not rules.total_hidden(counts):
        assert len(gone) > 1
        assert sum(counts[name] for name in gone) >= rules.FLOOR


@pytest.mark.parametrize(
    ("counts", "gone", "total_gone"),
    [
        ({}, set(), False),
        ({"7": 0}, set(), False),
        ({"7": 3}, {"7"}, True),
        ({"7": 2, "8": 1}, {"7", "8"}, True),
        ({"7": 3, "8": 9, "9": 20}, {"7", "8"}, False),
        ({"7": 1, "8": 1, "9": 20}, {"7", "8", "9"}, False),
        ({"7": 12, "8": 9}, set(), False),
    ],
)
def test_hidden(counts, gone, total_gone):
    assert rules.hidden(counts, adds_up=True) == gone
    assert rules.total_hidden(counts) is total_gone


@given(st.dates(date(1980, 1, 1), date(2090, 1, 1)), st.integers(-3, 3), st.sampled_from(rules.TERMS))
def test_a_period_is_whole_weeks_of_one_term(today, off, term):
    year, _now = rules.term_of(today)
    period = rules.period_of(year + off, term, today)
    if period is None:
        return
    assert period.start < period.end <= today
    assert rules.term_of(period.start) == rules.term_of(period.end - timedelta(days=1)) == (year + off, term)
    assert period.over == (rules.term_of(period.end) != (year + off, term))
    assert period.over or period.end.weekday() == 0
    assert period.weeks[0] <= period.start
    assert period.weeks[-1] < period.end <= period.weeks[-1] + timedelta(weeks=1)


@given(st.dates(date(1980, 1, 1), date(2090, 1, 1)))
def test_no_period_holds_a_day_of_another_so_none_is_taken_from_another(today):
    there = rules.periods(today)
    assert len(there) >= 8
    for earlier, later in zip(there[1:], there, strict=False):
        assert earlier.end == later.start
        assert earlier.over, "what is not over is the last, and is not printed"


def test_before_the_first_sunday_there_is_nothing():
    assert rules.period_of(2026, 1, date(2026, 9, 6)) is None, "1 September 2026 is a Tuesday"
    first = rules.Period(2026, 1, date(2026, 9, 1), date(2026, 9, 7), over=False)
    assert rules.period_of(2026, 1, date(2026, 9, 7)) == first
    assert rules.period_of(2026, 2, date(2027, 5, 3)) == rules.Period(
        2026, 2, date(2027, 1, 1), date(2027, 5, 1), over=True
    )
    for year, term in ((2027, 1), (10**9, 1), (0, 1), (2026, 2), (2025, 0), (2025, 4)):
        assert rules.period_of(year, term, date(2026, 9, 7)) is None


def test_times_of_few_are_not_told():
    assert rules.middle([1.0] * 4) is None
    assert rules.middle([1, 2, 3, 4, 50]) == 3
    assert rules.share(3, 4) is None
    assert rules.share(3, 5) == 60

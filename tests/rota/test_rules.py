"""Hours, dates and shifts: over weekends, holidays and the two nights on which the clock is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.rota.rules import entries
from seawall.rota.rules.calendar import MIDNIGHT, Calendar, Dates, Kind, Promise
from seawall.rota.rules.shifts import EVERY_DAY, LONGEST_GAP, Rota, Season, Shift

LONDON = ZoneInfo("Europe/London")
ASHA, DEV = UUID(int=1), UUID(int=2)
HOURS = dict.fromkeys(range(5), (8 * 60 + 30, 15 * 60 + 30))
SUMMER = (
    Dates(Kind.TERM, date(2026, 4, 13), date(2026, 7, 21)),
    Dates(Kind.TERM, date(2026, 9, 2), date(2026, 12, 18)),
    Dates(Kind.INSET, date(2026, 9, 2), date(2026, 9, 2)),
    Dates(Kind.BANK_HOLIDAY, date(2026, 5, 4), date(2026, 5, 4)),
    Dates(Kind.HOLIDAY, date(2026, 10, 26), date(2026, 10, 30)),
)
CALENDAR = Calendar(LONDON, HOURS, SUMMER)


def at(text: str) -> datetime:
    """A moment by the school's clock."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2026-06-01 09:00", "2026-06-01 13:00"),
        ("2026-06-01 14:00", "2026-06-02 11:00"),
        ("2026-06-01 23:00", "2026-06-02 12:30"),
        ("2026-06-05 15:00", "2026-06-08 12:00"),  # Friday afternoon
        ("2026-06-05 20:00", "2026-06-08 12:30"),  # Friday evening
        ("2026-05-01 20:00", "2026-05-05 12:30"),  # before a bank holiday
        ("2026-07-21 13:30", "2026-09-03 10:30"),  # the last day of term; the first of the next is an inset day
        ("2026-10-23 15:00", "2026-11-02 12:00"),  # over half term and the night the clock goes back
    ],
)
def test_four_school_hours(since, due):
    assert CALENDAR.after_school_hours(at(since), timedelta(hours=4)) == at(due)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2026-06-01 09:00", "2026-06-02 15:30"),
        ("2026-06-05 09:00", "2026-06-08 15:30"),
        ("2026-06-06 09:00", "2026-06-08 15:30"),
        ("2026-05-01 20:00", "2026-05-05 15:30"),
        ("2026-07-21 20:00", "2026-09-03 15:30"),
    ],
)
def test_the_next_school_day(since, due):
    assert CALENDAR.end_of_next_school_day(at(since)) == at(due)


def test_a_promise_does_not_wait_for_september():
    since = at("2026-07-21 20:00")
    soon = Promise(school_hours=timedelta(hours=4), at_most=timedelta(days=4))
    assert soon.due(since, CALENDAR) == since + timedelta(days=4)
    assert Promise(at_most=timedelta(days=7)).due(since, CALENDAR) == since + timedelta(days=7)
    assert Promise(within=timedelta(hours=1)).due(since, None) == since + timedelta(hours=1)


def test_a_calendar_that_is_never_open_counts_by_the_clock():
    closed = Calendar(LONDON, HOURS, (Dates(Kind.HOLIDAY, date(2020, 1, 1), date(2030, 1, 1)),))
    since = at("2026-06-01 09:00")
    assert closed.after_school_hours(since, timedelta(hours=4)) == since + timedelta(hours=4)
    assert closed.end_of_next_school_day(since) == since + timedelta(days=1)


def test_hours_that_were_never_set_are_assumed():
    unset = Calendar(LONDON, {}, ())
    assert unset.after_school_hours(at("2026-06-05 20:00"), timedelta(hours=4)) == at("2026-06-08 12:30")


def test_days_after_the_last_known_term_are_school_days():
    assert CALENDAR.off(date(2026, 8, 3)) is Kind.HOLIDAY
    assert CALENDAR.off(date(2027, 1, 4)) is None


def test_the_clock_goes_forward_and_back():
    assert CALENDAR.moment(date(2026, 3, 29), 90) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )  # 1:30 is skipped that night
    assert CALENDAR.moment(date(2026, 10, 25), 90) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first 1:30 of two
    assert CALENDAR.moment(date(2026, 10, 25), MIDNIGHT) - CALENDAR.moment(date(2026, 10, 25), 0) == timedelta(hours=25)
    night = Shift(ASHA, EVERY_DAY, 0, 3 * 60, date(2026, 10, 25), date(2026, 10, 25))
    span = night.span(date(2026, 10, 25), CALENDAR)
    assert span.end - span.start == timedelta(hours=4)


MOMENTS = st.integers(0, 500 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MINUTES = st.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))


def school_time_between(since, until):
    spans = [span for span in CALENDAR.school_times(since) if span.start < until]
    return sum((max(min(span.end, until) - max(span.start, since), timedelta()) for span in spans), timedelta())


@given(MOMENTS, MINUTES)
def test_so_much_school_time_lies_between(since, hours):
    due = CALENDAR.after_school_hours(since, hours)
    assert school_time_between(since, due) == hours
    assert any(span.start < due <= span.end for span in CALENDAR.school_times(since))


@given(MOMENTS, MINUTES, MINUTES)
def test_later_is_never_due_sooner(since, hours, later):
    assert CALENDAR.after_school_hours(since, hours) <= CALENDAR.after_school_hours(since + later, hours)
    assert CALENDAR.end_of_next_school_day(since) <= CALENDAR.end_of_next_school_day(since + later)


@given(MOMENTS, MINUTES, MINUTES)
def test_school_hours_add_up(since, one, other):
    assert CALENDAR.after_school_hours(CALENDAR.after_school_hours(since, one), other) == CALENDAR.after_school_hours(
        since, one + other
    )


# --- who reads -----------------------------------------------------------------------------------------------------------------

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
SCHOOL = Shift(ASHA, 0b0011111, 450, 1080, FIRST, LAST, Season.SCHOOL)
EVENING = Shift(DEV, 0b0001111, 1080, 1320, FIRST, LAST)
IN_HOLIDAYS = Shift(DEV, 0b0011111, 540, 720, FIRST, LAST, Season.HOLIDAYS)


def test_who_is_on():
    rota = Rota(CALENDAR, (SCHOOL, EVENING, IN_HOLIDAYS))
    assert rota.on(at("2026-06-01 07:30")) == [ASHA]
    assert rota.on(at("2026-06-01 17:59")) == [ASHA]
    assert rota.on(at("2026-06-01 18:00")) == [DEV]
    assert rota.on(at("2026-06-05 19:00")) == []
    assert rota.on(at("2026-08-03 10:00")) == [DEV]
    assert rota.on(at("2026-06-01 10:00")) == [ASHA]


def test_an_absence_cuts_a_shift():
    away = Shift(ASHA, EVERY_DAY, 600, 660, date(2026, 6, 1), date(2026, 6, 1), away=True)
    rota = Rota(CALENDAR, (SCHOOL, away))
    assert [rota.on(at(f"2026-06-01 {hour}")) for hour in ("09:59", "10:00", "10:59", "11:00")] == [
        [ASHA],
        [],
        [],
        [ASHA],
    ]
    assert rota.on(at("2026-06-02 10:30")) == [ASHA]
    assert not Rota(CALENDAR, (away,)).is_set


def test_the_next_time_somebody_reads():
    rota = Rota(CALENDAR, (SCHOOL, IN_HOLIDAYS))
    friday = rota.next_reading(at("2026-06-05 19:00"))
    assert friday is not None
    assert friday.start == at("2026-06-08 07:30")
    now = rota.next_reading(at("2026-06-08 09:00"))
    assert now is not None
    assert now.start < at("2026-06-08 09:00") < now.end
    assert Rota(CALENDAR, ()).next_reading(at("2026-06-05 19:00")) is None


def test_a_hole_in_school_hours_and_one_over_a_weekend():
    away = Shift(ASHA, EVERY_DAY, 600, 660, date(2026, 6, 2), date(2026, 6, 2), away=True)
    holes = Rota(CALENDAR, (SCHOOL, EVENING, away)).holes(at("2026-06-01 00:00"), at("2026-06-08 12:00"))
    assert [(hole.span.start, hole.span.end, hole.in_school) for hole in holes] == [
        (at("2026-06-02 10:00"), at("2026-06-02 11:00"), True),
        (at("2026-06-05 18:00"), at("2026-06-08 07:30"), False),
    ]


SHIFTS = st.builds(
    lambda person, weekdays, start, length, day, season, away: Shift(
        person,
        weekdays,
        start,
        min(start + length, MIDNIGHT),
        date(2026, 3, 20) + timedelta(days=day),
        date(2026, 4, 20),
        season,
        away=away,
    ),
    st.sampled_from([ASHA, DEV]),
    st.integers(1, 127),
    st.integers(0, MIDNIGHT - 30),
    st.integers(30, MIDNIGHT),
    st.integers(0, 20),
    st.sampled_from(Season),
    st.booleans(),
)
AROUND_SPRING = st.integers(0, 21 * 24 * 60).map(
    lambda minutes: datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(st.lists(SHIFTS, max_size=6), AROUND_SPRING)
def test_the_next_time_is_really_the_next(shifts, now):
    rota = Rota(CALENDAR, tuple(shifts))
    span = rota.next_reading(now)
    if span is None:
        assert rota.on(now) == []
        return
    if span.start <= now:
        assert rota.on(now)
        assert rota.on(span.end - timedelta(seconds=1))
        assert not rota.on(span.end)
        return
    assert rota.on(span.start)
    step = (span.start - now) / 20
    assert not any(rota.on(now + step * number) for number in range(20))


@given(st.lists(SHIFTS, max_size=6), AROUND_SPRING)
def test_in_a_hole_nobody_reads_and_every_hole_is_found(shifts, now):
    rota = Rota(CALENDAR, tuple(shifts))
    until = now + timedelta(days=5)
    holes = rota.holes(now, until)
    for hole in holes:
        middle = hole.span.start + (hole.span.end - hole.span.start) / 2
        assert rota.on(middle) == []
        assert now <= hole.span.start < hole.span.end <= until
        assert hole.in_school or hole.span.end - hole.span.start > LONGEST_GAP
    moments = [now + timedelta(hours=number) for number in range(5 * 24)]
    for moment in moments:
        lesson = CALENDAR.school_time(CALENDAR.day_of(moment))
        if lesson is not None and lesson.has(moment) and not rota.on(moment):
            assert any(hole.span.has(moment) for hole in holes), moment


# --- what may be entered -------------------------------------------------------------------------------------------------------

TODAY = date(2026, 6, 1)
NEW = Shift(ASHA, 0b0000001, 540, 600, TODAY, date(2026, 7, 1))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("8:30", 510),
        ("08.30", 510),
        ("17", 1020),
        ("5 pm", 1020),
        ("12 am", 0),
        ("12pm", 720),
        ("24:00", MIDNIGHT),
        ("midnight", MIDNIGHT),
        ("noon", 720),
        ("8:30 p.m.", 1230),
        ("25", None),
        ("24:01", None),
        ("8:60", None),
        ("13 pm", None),
        ("0 am", None),
        ("soon", None),
        ("٨", 480),
        ("", None),
    ],
)
def test_times_as_people_type_them(typed, minutes):
    assert entries.minutes_of(typed) == minutes


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_times(typed):
    minutes = entries.minutes_of(typed)
    assert minutes is None or 0 <= minutes <= MIDNIGHT


@given(st.integers(0, MIDNIGHT))
def test_a_time_is_read_as_it_is_written(minutes):
    assert entries.minutes_of(entries.clock_of(minutes)) == minutes


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (replace(NEW, starts=600, ends=540), "The end must be after the start"),
        (replace(NEW, starts=600, ends=600), "The end must be after the start"),
        (replace(NEW, last=date(2026, 5, 1)), "The last day is before the first"),
        (replace(NEW, first=date(2026, 4, 1), last=date(2026, 5, 1)), "over already"),
        (replace(NEW, last=date(2062, 7, 1)), "three years ahead"),
        (replace(NEW, weekdays=0b1000000, last=TODAY), "None of the chosen weekdays"),
        (replace(NEW, starts=570, ends=700), "down for some of that time already"),
    ],
)
def test_a_bad_shift_gets_a_sentence(shift, sentence):
    refusal = entries.may_add_shift(shift, [NEW], TODAY)
    assert refusal is not None
    assert sentence in str(refusal.reason)


@pytest.mark.parametrize(
    "shift",
    [
        replace(NEW, person=DEV),
        replace(NEW, starts=600, ends=660),
        replace(NEW, weekdays=0b10),
        replace(NEW, away=True),
        replace(NEW, first=date(2026, 7, 2), last=date(2026, 8, 1)),
    ],
)
def test_a_shift_beside_another(shift):
    assert entries.may_add_shift(shift, [NEW], TODAY) is None


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (Dates(Kind.HOLIDAY, date(2026, 8, 1), date(2026, 7, 1)), "before the first"),
        (Dates(Kind.INSET, date(2026, 5, 1), date(2026, 5, 1)), "over already"),
        (Dates(Kind.HOLIDAY, date(2026, 7, 1), date(2027, 7, 1)), "longer than 100 days"),
        (Dates(Kind.HOLIDAY, date(2026, 10, 30), date(2026, 11, 2)), "overlap"),
    ],
)
def test_bad_dates_get_a_sentence(dates, sentence):
    refusal = entries.may_add_dates(dates, SUMMER, TODAY)
    assert refusal is not None
    assert sentence in str(refusal.reason)
    assert entries.may_add_dates(Dates(Kind.BANK_HOLIDAY, date(2026, 8, 31), date(2026, 8, 31)), SUMMER, TODAY) is None

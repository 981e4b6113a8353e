"""The ladder: who may be told, once each, whatever happens to the worker; and who opens unusually much."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases import actions as cases
from seawall.cases import closing_off, opening
from seawall.guidance.rules.danger import Level
from seawall.guidance.rules.promises import PROMISES, due
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.mailbox import actions as mailboxes
from seawall.notices import actions as notices
from seawall.notices.models import Notice
from seawall.reports import actions as reports
from seawall.reports.models import Report
from seawall.reports.rules import Contact
from seawall.rota.actions import add_shift
from seawall.rota.rules.shifts import EVERY_DAY, Shift
from seawall.watch import jobs
from seawall.watch.models import Opening
from seawall.watch.rules import MANY, NOT_REACHED, UNREAD, WINDOW, Waiting, Who, bursts

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)


def told():
    """Who has been left a notice: first name and kind, in order."""
    rows = Notice.objects.select_related("person").order_by("made_at", "step")
    return [(row.person.get_full_name().split()[0], row.kind, row.step) for row in rows]


def climb_at(moment):
    with clock.frozen(moment):
        return jobs.climb()


def on_duty(world, *people):
    """Put people down for every hour of every day."""
    for person in people:
        shift = Shift(person.pk, EVERY_DAY, 0, 1440, date(2026, 6, 1), date(2027, 6, 1))
        with clock.frozen(NOON):
            add_shift(school=world.marram, shift=shift, by=world.olu)


@pytest.mark.parametrize("level", list(Level))
def test_every_level_ends_with_the_head(level):
    for ladder in (UNREAD[level], NOT_REACHED[level]):
        assert ladder[-1].who is Who.HEAD
        assert [rung.past_due for rung in ladder] == sorted(rung.past_due for rung in ladder)
    assert UNREAD[level][0].who is Who.ON_DUTY


@given(st.sampled_from(Level), st.booleans(), st.integers(0, 20_000), st.integers(0, 20_000))
def test_the_ladder_is_climbed_up_only(level, unread, one, later):
    promise = PROMISES[level].within or timedelta(hours=4)
    waiting = Waiting(level, NOON, NOON + promise, unread=unread)
    assert waiting.climbed(NOON + one * MINUTE) <= waiting.climbed(NOON + (one + later) * MINUTE) <= len(waiting.ladder)
    assert waiting.climbed(NOON - MINUTE) == 0


def test_nobody_waits_longer_than_a_week_for_a_promise():
    def never():
        raise AssertionError

    assert due(Level.IMMEDIATE, NOON, never) == NOON + 15 * MINUTE
    assert due(Level.URGENT, NOON, never) == NOON + 60 * MINUTE
    assert all(
        (promise.within or promise.at_most or timedelta.max) <= timedelta(days=7) for promise in PROMISES.values()
    )


@pytest.mark.django_db
class TestClimbing:
    def test_without_a_rota_everybody_is_told_at_once(self, world):
        with clock.frozen(NOON):
            world.tell("Hello", what=["stranger"])
        assert climb_at(NOON) == 2
        assert told() == [("Asha", "new", 0), ("Dev", "new", 0)]

    def test_who_is_on_is_told_and_told_once(self, world):
        on_duty(world, world.dev)
        with clock.frozen(NOON):
            world.tell()
        for _ in range(3):
            climb_at(NOON + MINUTE)
        assert told() == [("Dev", "urgent", 0)]

    def test_read_in_time_it_climbs_no_further_until_it_is_late(self, world):
        on_duty(world, world.dev)
        with clock.frozen(NOON):
            report, _ = world.tell()
        climb_at(NOON)
        with clock.frozen(NOON + 10 * MINUTE):
            opening.read_report(report=report, ring=world.ring(world.dev), by=world.dev)
        climb_at(NOON + 59 * MINUTE)
        assert told() == [("Dev", "urgent", 0)]
        climb_at(NOON + 60 * MINUTE)
        assert sorted(told()[1:]) == [("Asha", "urgent", 0), ("Dev", "urgent", 0)]
        climb_at(NOON + 120 * MINUTE)
        assert told()[3:] == [("Hana", "head_urgent", 1)]

    def test_a_reply_is_the_first_contact(self, world):
        with clock.frozen(NOON):
            report, _ = world.tell()
            opening.read_report(report=report, ring=world.ring(world.asha), by=world.asha)
            mailbox = report.mailbox
            for number in range(2):
                mailboxes.reply(
                    mailbox=mailbox,
                    ring=world.ring(world.asha),
                    typed=f"We believe you {number}",
                    once=secrets.token_bytes(16),
                    by=world.asha,
                )
        report.refresh_from_db()
        assert (report.contacted_at, report.contacted_how, report.contacted_by) == (NOON, "reply", world.asha)
        assert climb_at(NOON + timedelta(days=3)) == 0

    def test_what_is_set_aside_climbs_nowhere(self, world):
        with clock.frozen(NOON):
            report, _ = world.tell()
            reports.set_aside(report=report, seen=report.version, by=world.asha)
        assert climb_at(NOON + timedelta(days=1)) == 0

    def test_raised_it_is_due_sooner_and_climbs_anew(self, world):
        on_duty(world, world.asha)
        with clock.frozen(NOON):
            report, code = world.tell("Hello", what=["stranger"])
            before = report.due_at
        climb_at(NOON)
        later = NOON + 60 * MINUTE
        with clock.frozen(later):
            mailbox = mailboxes.find(school=world.marram, code=code)
            mailboxes.write_as_reporter(
                mailbox=mailbox, code=code, typed="I want to kill myself", once=secrets.token_bytes(16)
            )
        report.refresh_from_db()
        assert report.level is Level.IMMEDIATE
        assert report.due_at == later + 15 * MINUTE < before
        climb_at(later)
        climb_at(later + 30 * MINUTE)
        assert told()[:2] == [("Asha", "new", 0), ("Asha", "urgent", 0)]
        assert sorted(told()[2:]) == [("Asha", "urgent", 2), ("Dev", "urgent", 2), ("Hana", "head_urgent", 2)]

    def test_raised_by_hand_and_lowered_again(self, world):
        with clock.frozen(NOON):
            report, _ = world.tell("Hello", what=["stranger"])
            first = report.due_at
        with clock.frozen(NOON + 60 * MINUTE):
            ring = world.ring(world.asha)
            reports.set_danger(report=report, to=Level.URGENT, reason="", ring=ring, seen=1, by=world.asha)
            assert report.due_at == NOON + 120 * MINUTE
            reports.set_danger(
                report=report, to=Level.SOON, reason="Spoke with her", ring=ring, seen=report.version, by=world.asha
            )
        assert report.due_at == first

    def test_nobody_learns_of_a_case_that_is_closed_off_to_others(self, world):
        on_duty(world, world.dev)
        with clock.frozen(NOON):
            report, code = world.tell()
            ring = world.ring(world.asha)
            case = cases.start(
                school=world.marram, title="A", report=report, seen=report.version, ring=ring, by=world.asha
            )
            closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
            mailbox = mailboxes.find(school=world.marram, code=code)
            mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="and then", once=secrets.token_bytes(16))
        climb_at(NOON)
        climb_at(NOON + 30 * MINUTE)
        assert {name for name, _kind, _step in told()} == {"Asha"}

    def test_another_schools_people_are_told_nothing(self, world):
        with clock.frozen(NOON):
            world.tell_at(world.heron, "help")
        climb_at(NOON + timedelta(hours=3))
        assert {name for name, _kind, _step in told()} == {"Lena"}

    def test_killed_between_two_reports_the_other_is_made_up_for(self, world, monkeypatch):
        class Killed(BaseException):
            pass

        with clock.frozen(NOON):
            for _ in range(2):
                world.tell()
        real, calls = notices.notify, []

        def dies(**what):
            calls.append(what)
            if len(calls) == 2:
                raise Killed
            return real(**what)

        monkeypatch.setattr(jobs, "notify", dies)
        with pytest.raises(Killed):
            climb_at(NOON)
        monkeypatch.setattr(jobs, "notify", real)
        assert climb_at(NOON) == 2
        assert climb_at(NOON) == 0
        assert len(told()) == 4

    def test_as_many_queries_for_three_as_for_thirty(self, world):
        def asked():
            with clock.frozen(NOON), CaptureQueriesContext(connection) as caught:
                jobs.climb()
            return len(caught)

        with clock.frozen(NOON):
            for _ in range(3):
                world.tell()
            jobs.climb()
            few = asked()
            for _ in range(27):
                world.tell()
            jobs.climb()
            assert asked() == few

    def test_a_case_takes_the_deadline_with_it(self, world):
        with clock.frozen(NOON):
            report, _ = world.tell()
            cases.start(
                school=world.marram, title="A", report=report, seen=1, ring=world.ring(world.asha), by=world.asha
            )
        climb_at(NOON + 61 * MINUTE)
        assert len(told()) == 2
        with clock.frozen(NOON + 62 * MINUTE):
            report.refresh_from_db()
            reports.note_contact(report=report, how=Contact.TALK, seen=report.version, by=world.asha)
        climb_at(NOON + timedelta(days=1))
        assert len(told()) == 2
        assert not Report.objects.overdue(NOON + timedelta(days=2)).exists()


# --- unusual opening -----------------------------------------------------------------------------------------------------------


def test_twenty_in_ten_minutes_are_a_burst_and_the_same_one_twenty_times_is_none():
    quick = [(NOON + number * MINUTE / 4, f"report:{number}") for number in range(MANY)]
    assert [burst.opened for burst in bursts(quick)] == [MANY]
    assert bursts(quick[:-1]) == []
    assert bursts([(at, "report:1") for at, _what in quick]) == []
    slow = [(NOON + number * MINUTE, f"report:{number}") for number in range(3 * MANY)]
    assert bursts(slow) == []


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40)), max_size=120))
def test_a_burst_is_found_exactly_where_many_are_opened_in_one_window(openings):
    rows = sorted((NOON + seconds * timedelta(seconds=1), f"case:{what}") for seconds, what in openings)
    windows = [{what for at, what in rows if start <= at <= start + WINDOW} for start, _what in rows]
    found = bursts(rows)
    assert bool(found) == any(len(window) >= MANY for window in windows)
    assert all(burst.opened >= MANY and burst.first <= burst.last for burst in found)
    assert all(one.last < other.first for one, other in pairwise(found))


@pytest.mark.django_db
def test_the_head_is_told_once_a_burst(world):
    def open_many(start, number):
        for each in range(number):
            with clock.frozen(start + each * MINUTE / 4):
                record("report.opened", subject=Report(school=world.marram), by=world.dev)

    def look_at(moment):
        with clock.frozen(moment):
            return jobs.look_for_bursts()

    open_many(NOON, MANY)
    assert look_at(NOON + 5 * MINUTE) == 1
    open_many(NOON + 5 * MINUTE, MANY)
    assert look_at(NOON + 10 * MINUTE) == 0
    assert Opening.objects.get().opened == 2 * MANY
    assert told() == [("Hana", "opening", 0)]
    open_many(NOON + timedelta(hours=2), MANY)
    assert look_at(NOON + timedelta(hours=25)) == 1  # the worker stood still for a day
    assert look_at(NOON + timedelta(hours=25)) == 0
    assert len(told()) == 2


@pytest.mark.django_db
def test_where_there_is_no_head_the_others_are_told(world):
    world.hana.is_active = False
    world.hana.save(update_fields=["is_active"])
    for _ in range(MANY):
        record("case.opened_page", subject=Report(school=world.marram), by=world.dev)
    jobs.look_for_bursts()
    assert told() == [("Asha", "opening", 0)]

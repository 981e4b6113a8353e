"""Whose turn it is: one worker at a time, however many there are, and none that waits for a dead one for ever."""

from datetime import timedelta

import pytest

from seawall.kit import clock
from seawall.worker import models
from seawall.worker.loop import Loop
from seawall.worker.models import LEASE, Turn
from seawall.worker.timetable import TIMETABLE, Job

MINUTE = timedelta(minutes=1)


class Counter:
    def __init__(self, error=None):
        self.ran, self.error = 0, error

    def __call__(self):
        self.ran += 1
        if self.error is not None:
            raise self.error


@pytest.fixture
def at():
    """A clock that the test moves on."""
    now = clock.now()

    class At:
        def __call__(self, **later):
            return clock.frozen(now + timedelta(**later))

    return At()


def test_a_job_runs_when_it_is_due_and_not_before(db, at):
    count = Counter()
    loop = Loop([Job("count", MINUTE, count)])
    with at():
        assert loop.run_due() == 1
        assert loop.run_due() == 0
    with at(seconds=59):
        assert loop.run_due() == 0
    with at(seconds=60):
        assert loop.run_due() == 1
    assert count.ran == 2
    assert Turn.objects.get().last_error == ""


def test_of_two_workers_one_gets_the_turn(db, at):
    with at():
        Turn.objects.create(name="count")
        assert [models.claim("count", holder) for holder in ("one", "two")] == [True, False]
        assert not models.keep("count", "two")
        models.done("count", "two", next_at=clock.now())
        assert Turn.objects.get().holder == "one"


def test_a_killed_workers_turn_is_taken_when_its_lease_ran_out(db, at):
    count = Counter()
    with at():
        Turn.objects.create(name="count")
        assert models.claim("count", "killed")
    loop = Loop([Job("count", MINUTE, count)])
    with at(seconds=LEASE.total_seconds()):
        assert loop.run_due() == 0
    with at(seconds=LEASE.total_seconds() + 1):
        assert loop.run_due() == 1
        models.done("count", "killed", next_at=clock.now() + 9 * MINUTE)  # it was only slow: its word no longer counts
        assert Turn.objects.get().due_at == clock.now() + MINUTE


def test_a_kept_lease_is_not_taken(db, at):
    with at():
        Turn.objects.create(name="count")
        assert models.claim("count", "slow")
    with at(seconds=40):
        assert models.keep("count", "slow")
    with at(seconds=80):
        assert not models.claim("count", "other")


def test_a_failing_job_says_where_and_not_what_and_the_others_run(db, at, caplog):
    bad, good = Counter(ValueError("Jess Marlowe wrote this")), Counter()
    loop = Loop([Job("bad", timedelta(hours=1), bad), Job("good", MINUTE, good)])
    with at():
        assert loop.run_due() == 2
        row = Turn.objects.get(name="bad")
        assert row.last_error.startswith("builtins.ValueError at ")
        assert row.due_at == clock.now() + MINUTE
    assert good.ran == 1
    assert "Jess" not in row.last_error
    assert "Jess" not in caplog.text
    with at(minutes=1):
        bad.error = None
        loop.run_due()
    row.refresh_from_db()
    assert row.last_error == ""
    assert row.last_ok_at is not None


def test_a_stopped_loop_takes_no_more_turns(db):
    count = Counter()

    def stop():
        loop.stop()

    loop = Loop([Job("first", MINUTE, stop), Job("second", MINUTE, count)])
    assert loop.run_due() == 1
    loop.run()
    assert count.ran == 0


def test_every_job_of_the_timetable_runs_twice_without_harm(db):
    for _ in range(2):
        loop = Loop(TIMETABLE)
        loop.run_due()
        assert not Turn.objects.exclude(last_error="").exists()
        Turn.objects.update(due_at=clock.now())
    assert len({job.name for job in TIMETABLE}) == len(TIMETABLE)


def test_the_timetable_throws_old_visits_and_old_junk_away(world, at):
    from seawall.reports import visits
    from seawall.reports.actions import set_aside
    from seawall.reports.models import Report, Visit

    with at():
        visits.begin(school=world.marram, contents=visits.Contents(answers={"words": "not sent"}))
        report, _code = world.tell()
        set_aside(report=report, seen=report.version, by=world.asha)
        Loop(TIMETABLE).run_due()
        assert Visit.objects.count() == Report.objects.count() == 1
    with at(hours=2):
        Loop(TIMETABLE).run_due()
        assert Visit.objects.count() == 0
    with at(days=31):
        Loop(TIMETABLE).run_due()
        assert Report.objects.count() == 0

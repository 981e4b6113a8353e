"""A notice waits in its row until every way took it: tried again, held by quiet hours, shown on the desk, never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from seawall.journal.actions import WORKER
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.kit.refusal import Refused
from seawall.notices import actions, jobs, queries, rules
from seawall.notices.models import Notice, Target
from seawall.notices.rules import Kind
from tests.notices.receivers import Collected, MailServer, running

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)


@pytest.fixture
def box(monkeypatch):
    """Every way leads into this box."""
    kept = Collected()

    def all_ways(person, reach, targets):
        mail = [kept.to(person.email, "mail")] if reach is None or reach.by_mail else []
        return [*mail, *(kept.to(target.address, str(target.pk)) for target in targets)]

    monkeypatch.setattr(jobs, "ways_of", all_ways)
    return kept


def leave(world, person=None, kind=Kind.URGENT, about="report:x"):
    actions.notify(school=world.marram, people=[person or world.asha], kind=kind, about=about, by=WORKER)
    return Notice.objects.latest("made_at")


def add(person, address):
    Target(person=person, service="x", address=address).save(force_insert=True)


def test_it_is_sent_once_however_often_it_is_left_and_sent(world, box):
    with clock.frozen(NOON):
        for _ in range(3):
            leave(world)
            jobs.send_waiting()
    assert [address for address, _s, _b in box.sent] == ["asha@school.example"]
    assert Notice.objects.get().sent_at == NOON


def test_it_is_tried_again_and_only_where_it_failed(world, box):
    add(world.asha, "ntfy://one")
    box.failing = {"ntfy://one"}
    with clock.frozen(NOON):
        notice = leave(world)
        jobs.send_waiting()
        jobs.send_waiting()
    notice.refresh_from_db()
    assert (notice.tries, notice.took, notice.sent_at) == (1, ["mail"], None)
    box.failing = set()
    with clock.frozen(NOON + timedelta(seconds=29)):
        assert jobs.send_waiting() == 0
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert jobs.send_waiting() == 1
    assert [address for address, _s, _b in box.sent] == ["asha@school.example", "ntfy://one"]


def test_after_the_last_try_it_is_given_up_and_shown(world, box):
    box.failing = {"asha@school.example"}
    at = NOON
    with clock.frozen(at):
        notice = leave(world)
        jobs.send_waiting()
    for number, pause in enumerate(rules.BACKOFF, start=1):
        with clock.frozen(at):
            assert bool(queries.unreached(world.marram)) == (number >= rules.SHOWN_AFTER)
        at += pause
        with clock.frozen(at):
            assert jobs.send_waiting() == 1
    notice.refresh_from_db()
    assert (notice.tries, notice.given_up_at) == (len(rules.BACKOFF) + 1, at)
    with clock.frozen(at):
        assert jobs.send_waiting() == 0
        (shown,) = queries.unreached(world.marram)
        assert shown.person == world.asha
        assert "did not take it" in shown.why
        box.failing = set()
        actions.send_test(person=world.asha)
        jobs.send_waiting()
        assert queries.unreached(world.marram) == []


def test_no_way_at_all_is_shown_at_once(world):
    with clock.frozen(NOON):
        leave(world)
        jobs.send_waiting()  # no mail server is set, and no address added
        (shown,) = queries.unreached(world.marram)
    assert "no way to reach them" in shown.why
    assert queries.without_a_way([world.asha]) == [world.asha]


def test_quiet_hours_hold_what_can_wait_and_never_danger(world, box):
    actions.set_reach(person=world.asha, by_mail=True, quiet=(22 * 60, 7 * 60), by=world.asha)
    night = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # half past eleven by the school's clock
    with clock.frozen(night):
        leave(world, kind=Kind.NEW, about="one")
        leave(world, kind=Kind.LATE, about="two")
        leave(world, kind=Kind.URGENT, about="three")
        jobs.send_waiting()
        assert [body.split(".")[0] for _a, _s, body in box.sent] == ["Something urgent waits"]
        assert jobs.send_waiting() == 0
    with clock.frozen(datetime(2026, 6, 2, 6, tzinfo=UTC)):  # seven
        jobs.send_waiting()
    assert len(box.sent) == 3


@pytest.mark.parametrize(
    ("quiet", "hour", "end"),
    [
        ((22 * 60, 7 * 60), 21, None),
        ((22 * 60, 7 * 60), 23, (2, 7)),
        ((22 * 60, 7 * 60), 6, (1, 7)),
        ((9 * 60, 12 * 60), 10, (1, 12)),
        ((9 * 60, 12 * 60), 12, None),
        (None, 3, None),
    ],
)
def test_when_quiet_hours_end(quiet, hour, end):
    now = datetime(2026, 1, 1, hour, tzinfo=UTC)
    wanted = datetime(2026, 1, end[0], end[1], tzinfo=UTC) if end else None
    from zoneinfo import ZoneInfo

    assert rules.quiet_until(now, quiet, ZoneInfo("Europe/London")) == wanted


def test_cut_at_every_step_the_mail_server_has_it_once_in_the_end(world, settings):
    """A server that hangs up instead of its first, second, ... answer: nothing counts as sent that it did not take."""
    settings.SEAWALL_MAIL = True
    with running(MailServer()) as server:
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server.options}
        }
        cut, at = 0, NOON
        while True:
            server.mails.clear()
            server.answers = cut
            with clock.frozen(at):
                notice = leave(world, about=f"report:{cut}")
                jobs.send_waiting()
            notice.refresh_from_db()
            whole = notice.sent_at is not None
            assert whole is bool(server.mails)
            server.answers = 1_000_000
            at += timedelta(seconds=30)
            with clock.frozen(at):
                assert jobs.send_waiting() == (0 if whole else 1)
            notice.refresh_from_db()
            assert len(server.mails) == 1
            assert notice.sent_at is not None
            if whole:
                break
            cut += 1
    assert cut >= 5, "a greeting, EHLO, MAIL, RCPT, DATA and the end of it: each was cut"


class Killed(BaseException):
    """What a power cut looks like from inside."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_at_any_line_it_is_sent_all_the_same(world, box, monkeypatch, after):
    add(world.asha, "ntfy://one")
    real, calls = jobs._by, list[str]()

    def dies(way, notice, text):
        if len(calls) == after:
            raise Killed
        calls.append(way.key)
        return real(way, notice, text)

    with clock.frozen(NOON):
        leave(world)
        if after < 2:
            monkeypatch.setattr(jobs, "_by", dies)
        else:
            monkeypatch.setattr(jobs, "_finish", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            jobs.send_waiting()
        monkeypatch.undo()
        ways = [box.to("asha@school.example", "mail"), box.to("ntfy://one", str(Target.objects.get().pk))]
        monkeypatch.setattr(jobs, "ways_of", lambda *_: ways)
        assert jobs.send_waiting() == 0  # the dead worker's lease
    with clock.frozen(NOON + rules.LEASE + timedelta(seconds=1)):
        assert jobs.send_waiting() == 1
    assert sorted(address for address, _s, _b in box.sent) == ["asha@school.example", "ntfy://one"]
    assert Notice.objects.get().sent_at is not None


def test_of_two_workers_one_sends(world):
    with clock.frozen(NOON):
        notice = leave(world)
        assert [Notice.objects.claim(notice, NOON) for _ in range(2)] == [True, False]


def test_a_leaver_gets_nothing(world, box):
    with clock.frozen(NOON):
        leave(world, world.tom)
        world.tom.is_active = False
        world.tom.save(update_fields=["is_active"])
        jobs.send_waiting()
    assert box.sent == []
    assert queries.unreached(world.marram) == []


def test_old_notices_go(world):
    with clock.frozen(NOON):
        leave(world)
    with clock.frozen(NOON + jobs.KEPT + timedelta(days=1)):
        assert jobs.sweep() == 1


def test_an_address_is_sealed_and_its_service_named(world):
    actions.add_target(person=world.asha, address="json://127.0.0.1:1/a-long-secret-name", by=world.asha)
    actions.add_target(person=world.asha, address=" json://127.0.0.1:1/a-long-secret-name ", by=world.asha)
    target = Target.objects.get()
    assert target.address == "json://127.0.0.1:1/a-long-secret-name"
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, service FROM notices_target")
        sealed, service = cursor.fetchone()
    assert b"secret-name" not in bytes(sealed)
    assert "secret-name" not in service
    assert not Line.objects.filter(facts__icontains="secret-name").exists()
    with pytest.raises(Refused, match="No service"):
        actions.add_target(person=world.asha, address="nonsense://x", by=world.asha)


def test_a_test_pressed_twice_is_one(world):
    actions.send_test(person=world.asha)
    actions.send_test(person=world.asha)
    assert Notice.objects.count() == 1


def test_quiet_hours_need_both_ends(world):
    with pytest.raises(Refused, match="the same"):
        actions.set_reach(person=world.asha, by_mail=True, quiet=(60, 60), by=world.asha)
    assert rules.may_be_quiet(60, None) is not None

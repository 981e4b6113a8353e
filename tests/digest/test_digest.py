"""The digest of the day: numbers only, once a person and day, at the time they chose, and never instead of danger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from seawall.cases import closing_off
from seawall.digest import jobs
from seawall.digest.queries import numbers_of
from seawall.digest.rules import LATEST
from seawall.kit import clock
from seawall.notices import jobs as notices
from seawall.notices.actions import set_reach
from seawall.notices.models import Notice, Reach
from seawall.notices.rules import Digest, Kind
from seawall.rota.actions import add_dates, set_hours
from seawall.rota.rules.calendar import Dates
from seawall.rota.rules.calendar import Kind as Days
from seawall.schools.actions import remove_person
from seawall.support.common import today
from seawall.support.models import CheckIn, Task
from tests.notices.receivers import Collected, Hook, MailServer, running
from tests.staff.helpers import a_case, text_of
from tests.support.made import child_of, plan_check_in, set_task

pytestmark = pytest.mark.django_db

EIGHT = datetime(2026, 6, 1, 7, tzinfo=UTC)  # a Monday, by the school's clock


@pytest.fixture
def box(monkeypatch):
    kept = Collected()
    monkeypatch.setattr(notices, "ways_of", lambda person, _reach, _targets: [kept.to(person.email, "mail")])
    return kept


def chooses(person, days=Digest.EVERY, at=8 * 60, quiet=None):
    set_reach(person=person, by_mail=True, quiet=quiet, digest=(days, at), by=person)


def work(now):
    with clock.frozen(now):
        left = jobs.leave_due()
        notices.send_waiting()
    return left


def test_once_a_day_to_those_who_chose_it(world, box):
    chooses(world.asha)
    assert work(EIGHT - timedelta(minutes=1)) == 0
    assert [work(EIGHT + timedelta(minutes=n)) for n in range(4)] == [1, 0, 0, 0]
    chooses(world.asha, at=9 * 60)  # said anew: not a second one today
    assert work(EIGHT + timedelta(hours=1)) == 0
    assert work(EIGHT + timedelta(days=1, hours=1)) == 1
    assert [to for to, _s, _b in box.sent] == ["asha@school.example"] * 2


def test_numbers_and_nothing_else(world, box):
    chooses(world.asha)
    with clock.frozen(EIGHT - timedelta(days=2)):
        world.tell("Kestrel_99 wants money from Wilhelmina", safe=["coming"])
        world.tell("Robin", what=["stranger"])
        case = a_case(world, title="Kites")
        set_task(world, case, "Ring the tutor")
        plan_check_in(world, child_of(world, case))
        Task.objects.update(due_on=today())
        CheckIn.objects.update(planned_on=today())
    work(EIGHT)
    ((_to, subject, body),) = box.sent
    assert subject == "Your day (Marram Bay School)"
    lines = body.splitlines()
    wanted = [
        "Waiting, at once: 1",
        "Waiting, soon: 1",
        "Tasks, for today or late: 1",
        "Check-ins, for today or missed: 1",
    ]
    assert [line for line in lines if line in wanted] == wanted
    assert any(line.startswith("Not reached in time: ") for line in lines)
    assert "As it was at 08:00." in lines
    for never in ("Kestrel", "Wilhelmina", "Robin", "Kites", "tutor", "http", "child", "picture", "case", "report"):
        assert never.casefold() not in f"{subject} {body}".casefold()
    assert all(isinstance(n, int) for n in Notice.objects.get().numbers.values())


def test_what_somebody_could_not_open_is_not_counted(world):
    case = a_case(world, title="Kites")
    set_task(world, case, "Ring the tutor")
    Task.objects.update(due_on=today(), owner=None)
    assert numbers_of(world.dev)["tasks"] == 1
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    assert (numbers_of(world.dev)["tasks"], numbers_of(world.asha)["tasks"]) == (0, 1)
    assert numbers_of(world.tom) == {}


def test_on_a_day_with_nothing_it_says_so(world, box):
    """Silence would mean both "nothing waits" and "nothing works"."""
    chooses(world.asha)
    work(EIGHT)
    assert "Nothing waits for you." in box.sent[0][2]


def test_school_days_only(world, box):
    set_hours(school=world.marram, by_weekday=dict.fromkeys(range(5), (510, 930)), seen=0, by=world.olu)
    with clock.frozen(EIGHT):
        holiday = Dates(Days.HOLIDAY, date(2026, 6, 2), date(2026, 6, 3))
        add_dates(school=world.marram, dates=holiday, by=world.olu)
    chooses(world.asha, Digest.SCHOOL)
    chooses(world.dev, Digest.EVERY)
    for day in range(7):
        work(EIGHT + timedelta(days=day))
    counted = [to for to, _s, _b in box.sent]
    assert (counted.count("asha@school.example"), counted.count("dev@school.example")) == (3, 7)


def test_late_by_hours_it_comes_and_later_not(world, box):
    chooses(world.asha)
    assert work(EIGHT + LATEST) == 0
    assert work(EIGHT + timedelta(days=1) + LATEST - timedelta(minutes=1)) == 1


class Killed(BaseException):
    """A power cut, from inside."""


@pytest.mark.parametrize(
    "where", ["seawall.digest.jobs.numbers_of", "seawall.notices.jobs.Notice.objects.claim", "_finish"]
)
def test_killed_on_the_way_it_comes_once(world, box, monkeypatch, where):
    chooses(world.asha)
    target = f"seawall.notices.jobs.{where}" if where == "_finish" else where
    with monkeypatch.context() as power:
        power.setattr(target, lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            work(EIGHT)
    for minutes in range(1, 20):
        work(EIGHT + timedelta(minutes=minutes))
    assert Notice.objects.filter(kind=Kind.DIGEST, sent_at__isnull=False).count() == len(box.sent) == 1


def test_two_workers_leave_one(world, monkeypatch):
    chooses(world.asha)
    real, others = numbers_of, [1]

    def overtaken(person):
        if others:
            others.pop()
            jobs.leave_due()
        return real(person)

    monkeypatch.setattr(jobs, "numbers_of", overtaken)
    with clock.frozen(EIGHT):
        jobs.leave_due()
    assert Notice.objects.count() == 1


def test_only_those_who_read_get_it(world, box):
    for person in (world.hana, world.tom, world.dev):
        Reach.objects.create(person=person, digest=Digest.EVERY)
    remove_person(person=world.dev, by=world.asha)
    assert work(EIGHT) == 0


def test_danger_does_not_wait_for_it(world, box):
    """Neither quiet hours nor the digest hold back what is urgent."""
    from seawall.watch import jobs as watch

    chooses(world.asha, quiet=(22 * 60, 7 * 60))
    night = EIGHT - timedelta(hours=5)
    with clock.frozen(night):
        world.tell("He is at the door", safe=["coming"])
        watch.climb()
    work(night)
    assert ("asha@school.example", "Something urgent waits") in [(to, body.split(".")[0]) for to, _s, body in box.sent]
    assert not Notice.objects.filter(kind=Kind.DIGEST).exists()


def test_it_goes_out_by_mail_and_by_an_address_of_their_own(world, settings):
    settings.SEAWALL_MAIL = True
    chooses(world.asha)
    with running(MailServer()) as server, running(Hook()) as hook:
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server.options}
        }
        world.asha.targets.create(service="json", address=hook.address)
        work(EIGHT)
    assert "Nothing waits for you." in server.mails[0].get_content()
    assert b"Nothing waits for you." in hook.bodies[0]


def test_it_is_chosen_on_the_page_and_its_delivery_shown(world, client_for):
    client = client_for(world.asha)
    told = {"by_mail": "on", "quiet_from": "22:00", "quiet_until": "7", "digest": "school", "digest_at": "8:15"}
    assert client.post(reverse("reach"), told).status_code == 303
    reach = Reach.objects.get(person=world.asha)
    assert (reach.digest, reach.digest_at) == ("school", 495)
    page = client.post(reverse("reach"), told | {"digest_at": "6:30"})
    assert page.status_code == 422
    assert "That time lies in your quiet hours." in text_of(page)
    work(EIGHT + timedelta(minutes=15))
    assert "it could not be sent." in text_of(client.get(reverse("reach")))
    assert "The day in numbers" not in text_of(client_for(world.hana).get(reverse("reach")))
    assert client_for(world.hana).post(reverse("reach"), told).status_code == 303
    assert Reach.objects.get(person=world.hana).digest == "never"

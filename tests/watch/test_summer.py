"""A whole summer by the clock, July to September: told at bad moments, with a rota that has holes and a worker that stands still.

Nothing here is read by chance: who is told, and when, is looked up in what really went out.
"""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from seawall.cases.opening import read_report
from seawall.kit import clock
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.notices import jobs as notices
from seawall.notices.models import Notice
from seawall.reports import actions as reports
from seawall.reports.models import Report
from seawall.reports.rules import Contact
from seawall.rota.actions import add_dates, add_shift, set_hours
from seawall.rota.queries import rota
from seawall.rota.rules.calendar import MIDNIGHT, Dates, Kind
from seawall.rota.rules.shifts import EVERY_DAY, Season, Shift
from seawall.schools.actions import remove_person
from seawall.watch import jobs as watch
from tests.notices.receivers import Collected

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
ASHA, DEV, HANA = "asha@school.example", "dev@school.example", "hana@school.example"
URGENT, NEW, LATE = "Something urgent waits", "Something new waits", "Something has waited longer"
HEAD_URGENT = "Something urgent has waited longer than promised"
TICK, IDLE = timedelta(minutes=5), timedelta(hours=12)
SEALED = "Wilhelmina and Kestrel_99"


def at(text: str) -> datetime:
    """A moment by the school's clock."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


class Summer:
    """The clock, the worker, and what went out: (when, to whom, what)."""

    def __init__(self, world, box):
        self.world, self.box, self.now = world, box, at("2026-06-29 08:00")
        self.out: list[tuple[datetime, str, str]] = []

    def until(self, when: str, *, worker: bool = True) -> None:
        """Let the time go on. While somebody waits the worker runs every five minutes, later half-hourly; else twice a day."""
        start, end = self.now, at(when)
        while self.now < end:
            step = (TICK if self.now - start < timedelta(hours=2) else 6 * TICK) if self._something_waits() else IDLE
            self.now = min(end, self.now + step)
            if worker:
                self.work()

    def _something_waits(self) -> bool:
        return Report.objects.filter(contacted_at=None).exists() or Mailbox.objects.with_news().exists()

    def work(self) -> None:
        """The worker's minute."""
        with clock.frozen(self.now):
            watch.climb()
            notices.send_waiting()
            new = self.box.sent[len(self.out) :]
            self.out += [(self.now, to, body.split(".")[0]) for to, _subject, body in new]

    def tell(self, when: str, **coded):
        """Somebody tells at this moment, and the worker works at once."""
        self.until(when)
        with clock.frozen(self.now):
            report, code = self.world.tell(SEALED, **coded)
        return report, code

    def read(self, report, who="asha"):
        person = self.world.people[who]
        with clock.frozen(self.now):
            report.refresh_from_db()
            read_report(report=report, ring=self.world.ring(person), by=person)

    def reach(self, report, who="asha"):
        with clock.frozen(self.now):
            report.refresh_from_db()
            reports.note_contact(report=report, how=Contact.PHONE, seen=report.version, by=self.world.people[who])

    def told(self, since: str, *, what: str | None = None) -> list[tuple[str, str]]:
        """Who was told since, as (clock time, to whom); of one text only if given."""
        start = at(since)
        return [
            (f"{moment.astimezone(LONDON):%a %H:%M}", to)
            for moment, to, body in self.out
            if moment >= start and (what is None or body.startswith(what))
        ]


@pytest.fixture
def summer(world, monkeypatch):
    box = Collected()
    monkeypatch.setattr(notices, "ways_of", lambda person, _reach, _targets: [box.to(person.email, "mail")])
    started = Summer(world, box)
    with clock.frozen(started.now):
        plan(world)
    return started


def plan(world) -> None:
    """School days Asha, evenings Dev; in the holidays Dev in the mornings, but away for two weeks in August; no weekends."""
    set_hours(school=world.marram, by_weekday=dict.fromkeys(range(5), (510, 930)), seen=0, by=world.olu)
    for kind, first, last in (
        (Kind.TERM, date(2026, 4, 13), date(2026, 7, 21)),
        (Kind.TERM, date(2026, 9, 2), date(2026, 12, 18)),
        (Kind.BANK_HOLIDAY, date(2026, 8, 31), date(2026, 8, 31)),
        (Kind.HOLIDAY, date(2026, 10, 26), date(2026, 10, 30)),
    ):
        add_dates(school=world.marram, dates=Dates(kind, first, last), by=world.olu)
    year = (date(2026, 6, 1), date(2026, 12, 18))
    for shift in (
        Shift(world.asha.pk, 0b0011111, 480, 1080, *year, Season.SCHOOL),
        Shift(world.dev.pk, 0b0001111, 1080, 1320, *year, Season.SCHOOL),
        Shift(world.dev.pk, 0b0011111, 540, 720, *year, Season.HOLIDAYS),
        Shift(world.dev.pk, EVERY_DAY, 0, MIDNIGHT, date(2026, 8, 10), date(2026, 8, 21), away=True),
    ):
        add_shift(school=world.marram, shift=shift, by=world.olu)


IMMEDIATE: dict[str, object] = {"safe": ["coming"]}
"""Answers by which a report is immediate; without them `world.tell` makes an urgent one."""


def test_a_summer(summer):
    """One child after the other, from July to October; each time who was told, and when, to the minute."""
    july(summer)
    holidays(summer)
    august(summer)
    autumn(summer)
    nothing_like_content(summer)


def july(summer) -> None:
    """School days: an evening, a Friday night, a weekend."""
    # A school evening: Dev is on. He reads it, and nobody else is rung.
    report, _ = summer.tell("2026-07-06 19:00")
    summer.until("2026-07-06 19:10")
    summer.read(report, "dev")
    summer.reach(report, "dev")
    summer.until("2026-07-08 08:00")
    assert summer.told("2026-07-06 19:00") == [("Mon 19:05", DEV)]

    # Friday evening, nobody on, and immediate: the team at once, then again, then the head; nobody looks until Saturday.
    report, _ = summer.tell("2026-07-10 20:00", **IMMEDIATE)
    assert report.level.key == "immediate"
    summer.until("2026-07-11 09:00")
    assert summer.told("2026-07-10 20:00", what=URGENT) == [
        ("Fri 20:05", ASHA),
        ("Fri 20:05", DEV),
        ("Fri 20:15", ASHA),
        ("Fri 20:15", DEV),
    ]
    assert summer.told("2026-07-10 20:00", what=HEAD_URGENT) == [("Fri 20:30", HANA)]
    summer.read(report)
    summer.reach(report)

    # Saturday, and it can wait: nobody is rung at the weekend; on Monday who is on. The deadline is Monday in school.
    report, _ = summer.tell("2026-07-11 11:00", what=["stranger"])
    assert report.level.key == "soon"
    assert report.due_at == at("2026-07-13 12:30")
    summer.until("2026-07-13 08:30")
    assert summer.told("2026-07-11 11:00") == [("Mon 08:00", ASHA)]
    summer.until("2026-07-14 13:00")  # nobody does anything: the whole team when it is late, the head a day later
    assert summer.told("2026-07-13 08:30") == [
        ("Mon 12:30", ASHA),
        ("Mon 12:30", DEV),
        ("Tue 12:30", HANA),
    ]
    summer.read(report)
    summer.reach(report)


def holidays(summer) -> None:
    """Nobody waits for September."""
    # The first day of the holidays: four school hours would be September. It is four days.
    report, _ = summer.tell("2026-07-22 08:00", what=["stranger"])
    assert report.due_at == at("2026-07-26 08:00")
    summer.until("2026-07-22 10:00")
    assert summer.told("2026-07-22 08:00") == [("Wed 09:00", DEV)]
    summer.read(report, "dev")
    summer.until("2026-07-27 12:00")  # read, but nobody reached the child: late all the same
    assert summer.told("2026-07-22 10:00") == [("Sun 08:00", ASHA), ("Sun 08:00", DEV), ("Mon 08:00", HANA)]
    summer.reach(report, "dev")


def august(summer) -> None:
    """Two weeks in which nobody is on, and a worker that stands still over the bank holiday."""
    # Dev's two weeks away in August: a hole, and urgent. The whole team at once, half an hour, the head after an hour.
    with clock.frozen(at("2026-08-09 12:00")):
        holes = rota(summer.world.marram).holes(at("2026-08-09 12:00"), at("2026-08-25 12:00"))
    assert (holes[0].span.start, holes[0].span.end) == (at("2026-08-09 12:00"), at("2026-08-24 09:00"))
    report, code = summer.tell("2026-08-12 03:00")
    summer.until("2026-08-12 05:00")
    assert summer.told("2026-08-12 03:00") == [
        ("Wed 03:05", ASHA),
        ("Wed 03:05", DEV),
        ("Wed 03:30", ASHA),
        ("Wed 03:30", DEV),
        ("Wed 04:00", HANA),
    ]
    summer.read(report)
    summer.reach(report)
    # The child writes again, and that is read by nobody: it climbs like a report.
    with clock.frozen(summer.now):
        mailbox = mailboxes.find(school=summer.world.marram, code=code)
        mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="hello again", once=secrets.token_bytes(16))
    summer.until("2026-08-12 07:00")
    assert [to for _when, to in summer.told("2026-08-12 05:05")] == [ASHA, DEV, ASHA, DEV, HANA]
    summer.read(report)
    with clock.frozen(summer.now):
        mailboxes.note_read_by_lead(mailbox=mailbox, by=summer.world.asha)

    # The worker stands still for a day, over the bank holiday. What was missed is made up for, each told once, not three times.
    summer.until("2026-08-30 22:00")
    with clock.frozen(summer.now):
        report, _ = summer.world.tell(SEALED, **IMMEDIATE)
    summer.until("2026-08-31 22:00", worker=False)
    assert summer.told("2026-08-30 22:00") == []
    summer.until("2026-08-31 22:05")
    assert sorted(summer.told("2026-08-30 22:00")) == [("Mon 22:05", ASHA), ("Mon 22:05", DEV), ("Mon 22:05", HANA)]
    summer.until("2026-09-01 12:00")
    assert len(summer.told("2026-08-30 22:00")) == 3
    summer.read(report)
    summer.reach(report)


def autumn(summer) -> None:
    """Somebody has left, and the clock goes back."""
    # Dev leaves the school. His evenings are nobody's now: an urgent one goes to those who are there.
    with clock.frozen(summer.now):
        remove_person(person=summer.world.dev, by=summer.world.asha)
    report, _ = summer.tell("2026-09-03 19:00")
    summer.until("2026-09-03 19:31")
    assert [to for _when, to in summer.told("2026-09-03 19:00")] == [ASHA, ASHA]
    summer.read(report)
    summer.reach(report)

    # The night the clock goes back: an hour is an hour.
    report, _ = summer.tell("2026-10-25 00:30")
    assert report.due_at - report.received_at == timedelta(hours=1)
    with clock.frozen(summer.now):
        summer.read(report)
        summer.reach(report)


def nothing_like_content(summer) -> None:
    """Of all that went out in the summer, nothing tells of a child, and all of it is one of the few fixed texts."""
    assert len(summer.box.sent) > 20
    for _to, subject, body in summer.box.sent:
        for never in (*SEALED.split(), "Asha", "Dev", "immediate", "threat", "report", "http"):
            assert never not in f"{subject} {body}"
    references = set(Report.objects.values_list("reference", flat=True))
    assert not any(reference in body for reference in references for _to, _subject, body in summer.box.sent)
    assert len({body for _to, _subject, body in summer.box.sent}) <= 5
    columns = {field.name for field in Notice._meta.get_fields()}
    assert not columns & {"text", "subject", "body", "danger", "level"}

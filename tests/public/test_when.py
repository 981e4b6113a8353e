"""When somebody reads, as the public pages say it: true by the rota, in words for a child."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.kit import clock
from seawall.rota.actions import add_shift
from seawall.rota.rules.calendar import Calendar
from seawall.rota.rules.shifts import EVERY_DAY, Rota, Shift
from seawall.rota.wording import said
from tests.public.road import text_of

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(LONDON, {})
DAILY = Shift(UUID(int=1), 0b0011111, 510, 1020, date(2026, 6, 1), date(2026, 12, 31))


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("shifts", "now", "sentence"),
    [
        ([DAILY], "2026-06-01 09:00", "Somebody reads what comes in today until 5 pm."),
        ([DAILY], "2026-06-01 08:00", "The next time somebody looks is today at 8:30 am."),
        ([DAILY], "2026-06-01 17:00", "The next time somebody looks is tomorrow at 8:30 am."),
        ([DAILY], "2026-06-05 20:00", "The next time somebody looks is Monday at 8:30 am."),
        (
            [replace(DAILY, first=date(2026, 6, 29))],
            "2026-06-05 20:00",
            "The next time somebody looks is Monday 29 June at 8:30 am.",
        ),
        ([replace(DAILY, ends=1440)], "2026-06-01 20:00", "Somebody reads what comes in today until midnight."),
        ([replace(DAILY, ends=720)], "2026-06-01 09:00", "Somebody reads what comes in today until midday."),
        (
            [replace(DAILY, starts=0, ends=1440)],
            "2026-06-01 20:00",
            "Somebody reads what comes in until Saturday at midnight.",
        ),
        (
            [replace(DAILY, weekdays=EVERY_DAY, starts=0, ends=1440)],
            "2026-06-01 20:00",
            "Somebody reads what comes in, day and night.",
        ),
        ([replace(DAILY, last=date(2026, 6, 1))], "2026-06-05 20:00", "We cannot say when somebody looks next."),
        ([], "2026-06-05 20:00", ""),
    ],
)
def test_what_is_said(shifts, now, sentence):
    text = said(Rota(CALENDAR, tuple(shifts)), at(now))
    assert text.startswith(sentence) if sentence else text == ""


@pytest.mark.django_db
class TestPages:
    @pytest.fixture(autouse=True)
    def friday_evening(self, world):
        with clock.frozen(at("2026-06-05 20:00")):
            yield

    def down(self, world, **changed):
        add_shift(school=world.marram, shift=replace(DAILY, person=world.asha.pk, **changed), by=world.olu)

    @pytest.mark.parametrize("name", ["start", "tell", "parents"])
    def test_first_pages(self, world, client, name):
        world.marram.reads_when = "Whenever we like."
        world.marram.save()
        assert "Whenever we like." in text_of(client.get(reverse(name)))
        self.down(world)
        text = text_of(client.get(reverse(name)))
        assert "The next time somebody looks is Monday at 8:30 am." in text
        assert "Whenever we like." not in text
        assert "999" in text

    def test_after_sending_and_in_the_mailbox(self, world, client):
        self.down(world)
        _report, code = world.tell()
        client.post(reverse("open_mailbox"), {"words": " ".join(code.words)})
        for name in ("what_next", "mailbox"):
            assert "The next time somebody looks is Monday at 8:30 am." in text_of(client.get(reverse(name)))

    def test_few_queries_whatever_the_rota(self, world, client):
        self.down(world)
        with CaptureQueriesContext(connection) as few:
            client.get(reverse("start"))
        for hour in range(20, 24):
            self.down(world, starts=hour * 60, ends=hour * 60 + 60)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("start"))
        assert len(caught) == len(few) <= 5

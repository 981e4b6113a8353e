"""Mail in the holidays: who is told, what the answer truthfully says, and that nobody is told twice."""

from __future__ import annotations

import pytest

from seawall.intake.actions import once, record_concern
from seawall.kit import clock
from seawall.letterbox.models import Box, Outgoing
from seawall.notices.models import Notice
from seawall.post import deliver
from seawall.post.imap import Fetched
from seawall.post.mime import take_apart
from seawall.reports.actions import Telling
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Road
from tests.post.corpus import mail, with_head
from tests.watch.test_summer import ASHA, DEV, URGENT, Summer, summer  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def arrives(summer: Summer, when: str, words: bytes) -> Report:  # noqa: F811 - the fixture's value
    """A mail arrives at this moment, and the worker works at once."""
    summer.until(when)
    number = f"<{summer.now:%d%H%M}@mail.example>".encode()
    head, root, problems = take_apart(mail(words, head=with_head(b"<one@mail.example>", number)))
    with clock.frozen(summer.now):
        deliver.take(box=Box.objects.get(), fetched=Fetched(1, "INBOX, 1", head, root, problems))
    summer.work()
    return Report.objects.order_by("-received_at")[0]


def test_mail_page_and_staff_at_bad_moments(summer, world, settings):  # noqa: F811 - the same
    settings.SEAWALL_MAIL = True
    Box(school=world.marram, address="safeguarding@school.example", host="imap.example").save()
    calm = arrives(summer, "2026-07-25 23:30", b"Please ring me about my daughter.\r\n")
    assert (calm.level.key, summer.told("2026-07-25 23:30")) == ("soon", [])
    assert "The next time somebody looks is Monday at 9 am." in Outgoing.objects.get().body
    summer.reach(calm)
    danger = arrives(summer, "2026-08-12 03:00", b"She says she will kill herself tonight.\r\n")
    assert danger.level.key == "immediate"
    assert {who for _when, who in summer.told("2026-08-12 03:00", what=URGENT)} == {ASHA, DEV}
    assert "Monday 24 August at 9 am" in Outgoing.objects.order_by("-made_at")[0].body
    telling = Telling(Road.STAFF, Channel.STAFF, {"safe": ["coming"]}, {"said": "He is at the gate"})
    with clock.frozen(summer.now):
        record_concern(school=world.marram, telling=telling, sent_once=once("gate", world.marram), by=world.tom)
    before = Notice.objects.count()
    summer.work()
    assert Notice.objects.count() == before + 2
    summer.until("2026-08-13 09:00")
    first = [(each.person_id, each.about, each.step) for each in Notice.objects.all()]
    assert len(first) == len(set(first))
    assert Report.objects.count() == 3


def page_says(summer, client_for) -> str:  # noqa: F811 - the same
    with clock.frozen(summer.now):
        return str(client_for(None).get("/").content.decode())


def test_a_summer_at_every_door(summer, world, settings, client_for):  # noqa: F811 - the same
    """July to September: by mail, on the page and by staff, each at a bad moment; each door says the truth of the same rota."""
    settings.SEAWALL_MAIL = True
    Box(school=world.marram, address="safeguarding@school.example", host="imap.example").save()
    for when, truth, on in (
        ("2026-07-10 21:30", "Monday at 8 am", {ASHA, DEV}),  # a Friday night in term
        ("2026-07-31 18:00", "Monday at 9 am", {ASHA, DEV}),  # the holidays, a weekend before it
        ("2026-08-15 02:00", "Monday 24 August at 9 am", {ASHA, DEV}),  # in the two weeks that nobody reads
        ("2026-09-05 12:00", "Monday at 8 am", {ASHA, DEV}),  # school again, a Saturday
    ):
        by_mail = arrives(summer, when, f"He will come tonight and hurt her. {when}\r\n".encode())
        assert truth in Outgoing.objects.order_by("-made_at")[0].body, when
        assert truth in page_says(summer, client_for), when
        with clock.frozen(summer.now):
            by_page, _code = world.tell("He is at the gate", safe=["coming"])
            telling = Telling(Road.STAFF, Channel.STAFF, {"safe": ["coming"]}, {"said": "He is at the gate"})
            by_staff = record_concern(
                school=world.marram, telling=telling, sent_once=once(when, world.marram), by=world.tom
            ).report
        summer.work()
        told = {who for _when, who in summer.told(when, what=URGENT)}
        assert told == on, when
        hour, minute = when[-5:].split(":")
        summer.until(f"{when[:-5]}{int(hour) + 2:02d}:{minute}")
        climbed = {(each.about.split(":")[1], each.person_id) for each in Notice.objects.filter(kind="head_urgent")}
        assert {(str(each.pk), world.hana.pk) for each in (by_page, by_staff)} <= climbed, when
        for report in (by_mail, by_page, by_staff):
            summer.read(report)
            summer.reach(report)
    assert Report.objects.count() == 12
    first = [(each.person_id, each.about, each.step) for each in Notice.objects.all()]
    assert len(first) == len(set(first))

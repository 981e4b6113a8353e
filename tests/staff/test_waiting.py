"""Deadlines on the desk: due times, the first contact noted, what could not be sent, and the head's numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.journal.actions import WORKER
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.notices import jobs
from seawall.notices.actions import notify
from seawall.notices.models import Notice, Reach, Target
from seawall.notices.rules import Kind
from seawall.reports.models import Report
from seawall.watch.models import Opening
from tests.staff.helpers import post, text_of

pytestmark = pytest.mark.django_db


def later(report, **ago):
    Report.objects.filter(pk=report.pk).update(due_at=clock.now() - timedelta(**ago))


def test_the_queue_says_until_when(world, client_for):
    late, soon = world.tell()[0], world.tell()[0]
    later(late, hours=2, minutes=5)
    Report.objects.filter(pk=soon.pk).update(due_at=clock.now() + timedelta(minutes=40, seconds=30))
    text = text_of(client_for(world.asha).get(reverse("queue")))
    assert "overdue by 2\xa0hours" in text
    assert "first contact due in 40\xa0minutes" in text


def test_a_lead_notes_the_first_contact_once(world, client_for):
    report, _ = world.tell()
    client = client_for(world.asha)
    assert "I reached them by phone" in text_of(client.get(reverse("report", args=[report.pk])))
    report.refresh_from_db()
    assert post(client, "report_contacted", report, how="phone").status_code == 303
    text = text_of(client.get(reverse("report", args=[report.pk])))
    assert "by phone" in text
    assert "I reached them by phone" not in text
    assert "Reached" in text_of(client.get(reverse("queue")))
    second = post(client_for(world.dev), "report_contacted", report, how="talk")  # saw the page before
    assert second.status_code == 409
    assert "Asha Verma noted the first contact" in text_of(second)
    report.refresh_from_db()
    assert post(client, "report_contacted", report, how="talk").status_code == 403
    assert Line.objects.filter(verb="report.contacted").count() == 1


@pytest.mark.parametrize("how", ["", "reply", "pigeon"])
def test_a_way_that_is_none(world, client_for, how):
    report, _ = world.tell()
    assert post(client_for(world.asha), "report_contacted", report, how=how).status_code == 422
    assert Report.objects.get().contacted_at is None


def test_junk_is_due_to_nobody(world, client_for):
    report, _ = world.tell()
    client = client_for(world.asha)
    post(client, "report_set_aside", report)
    assert "I reached them by phone" not in text_of(client.get(reverse("report", args=[report.pk])))
    report.refresh_from_db()
    assert post(client, "report_contacted", report, how="phone").status_code == 403


def test_late_in_a_case_stands_above_the_queue_for_those_who_can_open_it(world, client_for):
    report, _ = world.tell()
    cases.start(school=world.marram, title="A", report=report, seen=1, ring=world.ring(world.asha), by=world.asha)
    later(report, days=1)
    text = text_of(client_for(world.dev).get(reverse("queue")))
    assert "In a case, and nobody has been reached yet" in text
    assert report.reference in text


def test_a_notice_that_could_not_be_sent_is_shown(world, client_for):
    client = client_for(world.asha)
    assert "could not be sent" not in text_of(client.get(reverse("queue")))
    notify(school=world.marram, people=[world.dev], kind=Kind.URGENT, about="report:x", by=WORKER)
    jobs.send_waiting()
    text = text_of(client.get(reverse("queue")))
    assert "Notices could not be sent." in text
    assert "Dev Osei" in text
    assert "no way to reach them" in text


def test_the_head_sees_how_many_are_late_and_who_opened_much(world, client_for):
    report, _ = world.tell()
    later(report, hours=3)
    now = clock.now()
    Opening.objects.create(school=world.marram, person=world.dev, first=now - timedelta(minutes=9), last=now, opened=34)
    text = text_of(client_for(world.hana).get(reverse("overview")))
    assert "Overdue" in text
    assert '<strong class="govuk-tag govuk-tag--red">1</strong>' in text
    assert "Dev Osei: 34 opened" in text
    assert report.reference not in text
    assert "Dev Osei" not in text_of(client_for(world.gov).get(reverse("overview")))


class TestHowToReachMe:
    def test_email_quiet_hours_and_an_address(self, world, client_for):
        client = client_for(world.dev)
        assert "Nothing can reach you now." in text_of(client.get(reverse("reach")))
        assert client.post(reverse("reach"), {"quiet_from": "22:00", "quiet_until": "7 am"}).status_code == 303
        reach = Reach.objects.get(person=world.dev)
        assert (reach.by_mail, reach.quiet) == (False, (1320, 420))
        for _ in range(2):
            client.post(reverse("reach_add"), {"address": "json://127.0.0.1:1/hidden-topic"})
        page = client.get(reverse("reach"))
        assert Target.objects.count() == 1
        assert b"hidden-topic" not in page.content
        assert "Nothing can reach you now." not in text_of(page)
        remove = reverse("reach_remove", args=[Target.objects.get().pk])
        for _ in range(2):
            assert client.post(remove).status_code == 303
        assert Target.objects.count() == 0

    def test_a_test_tells_how_it_went(self, world, client_for):
        client = client_for(world.hana)
        for _ in range(2):
            client.post(reverse("reach_test"))
        assert Notice.objects.count() == 1
        assert "on its way" in text_of(client.get(reverse("reach")))
        jobs.send_waiting()
        assert "it could not be sent" in text_of(client.get(reverse("reach")))

    @pytest.mark.parametrize(
        ("page", "typed", "sentence"),
        [
            ("reach", {"quiet_from": "late", "quiet_until": "7"}, "Enter a time"),
            ("reach", {"quiet_from": "22:00"}, "Give both times"),
            ("reach", {"quiet_from": "7", "quiet_until": "7:00"}, "the same"),
            ("reach_add", {"address": ""}, "Enter an address"),
            ("reach_add", {"address": "ring me"}, "name of a service"),
            ("reach_add", {"address": "slack://a/b/c?template=/etc/passwd"}, "name a file"),
            ("reach_add", {"address": "nonsense://x"}, "No service can use this address"),
        ],
    )
    def test_bad_input(self, world, client_for, page, typed, sentence):
        answer = client_for(world.asha).post(reverse(page), typed)
        assert answer.status_code == 422
        assert sentence in text_of(answer)

    def test_nobody_removes_anothers_address(self, world, client_for):
        target = Target(person=world.asha, service="x", address="json://127.0.0.1:1")
        target.save(force_insert=True)
        client_for(world.dev).post(reverse("reach_remove", args=[target.pk]))
        assert Target.objects.count() == 1

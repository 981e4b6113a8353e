"""A report on the desk: opened, decided about, answered; and refused to everybody who may not."""

from __future__ import annotations

from django.urls import reverse

import pytest

from seawall.journal.models import Line
from seawall.mailbox import queries as mailboxes
from seawall.mailbox.rules import Status
from seawall.reports.models import Report
from seawall.reports.rules import State

pytestmark = pytest.mark.django_db


def post(client, name, report, follow=True, **data):
    return client.post(reverse(name, args=[report.pk]), {"seen": report.version, **data}, follow=follow)


def test_opening_shows_what_was_told_and_is_journalled(world, client_for):
    report, _code = world.tell("hes gona send it to my mum", safe=["coming"], apps=["instagram"])
    page = client_for(world.asha).get(reverse("report", args=[report.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "hes gona send it to my mum" in text
    assert "Instagram" in text
    assert "Says that somebody is coming to them." in text
    lines = Line.objects.filter(subject=f"report:{report.pk}", verb="report.opened")
    assert [line.by for line in lines] == [f"person:{world.asha.pk}"]
    assert "Asha Verma" in text
    report.refresh_from_db()
    assert report.state == State.READ
    assert [line.status for line in report.mailbox.status_lines.order_by("pk")] == ["received", "read"]

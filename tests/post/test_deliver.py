"""From a mail to a report: once, by thread, answered once a day, and never lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.letterbox import outbox
from seawall.letterbox.models import Box, Mail, Outgoing
from seawall.letterbox.queries import code_was_mailed, of_report
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.post import deliver, jobs
from seawall.post.imap import Fetched
from seawall.post.mime import take_apart
from seawall.post.parse import read
from seawall.reports import actions as reports
from seawall.reports.models import Report
from tests.notices.receivers import MailServer, running
from tests.post.corpus import HEAD, mail, with_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(world, settings) -> Box:
    settings.SEAWALL_MAIL = True
    settings.SEAWALL_SITE = "https://safe.school.example"
    box = Box(school=world.marram, address="safeguarding@school.example", host="imap.example", tagged=True)
    box.save()
    return box


def take(box: Box, raw: bytes) -> None:
    head, root, problems = take_apart(raw)
    deliver.take(box=box, fetched=Fetched(1, "INBOX, 1", head, root, problems))


def numbered(name: str, body: bytes = b"Please ring me.\r\n", more: bytes = b"") -> bytes:
    return mail(body, head=with_head(b"<one@", f"<{name}@".encode()) + more)


def test_a_mail_becomes_one_report_and_is_answered_once_a_day(world, box):
    take(box, mail())
    take(box, mail())
    take(box, numbered("two"))
    assert Report.objects.count() == Mail.objects.count() == 2
    assert Outgoing.objects.count() == 1
    with clock.frozen(clock.now() + timedelta(days=1)):
        take(box, numbered("three"))
    assert Outgoing.objects.count() == 2


def test_the_answer_says_what_helps_and_opens_the_mailbox(world, box, settings):
    take(box, mail(b"He wants 50 pounds from Robin\r\n"))
    body = Outgoing.objects.get().body
    code = Code.parse(body.partition("six words are: ")[2].partition("\n")[0])
    assert mailboxes.find(school=world.marram, code=code).report == Report.objects.get()
    assert all(each in body for each in ("999", "0800 1111", "https://safe.school.example/mailbox/open"))
    assert not any(each in body for each in ("Robin", "50 pounds"))
    with running(MailServer()) as server:
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server.options}
        }
        assert outbox.send_waiting() == 1
        assert outbox.send_waiting() == 0
    sent = server.mails[0]
    assert (sent["To"], sent["Auto-Submitted"], sent["In-Reply-To"]) == (
        "wilma@mail.example",
        "auto-replied",
        "<one@mail.example>",
    )
    row = Outgoing.objects.get()
    assert (row.to, row.body, bool(row.sent_at)) == ("", "", True)
    assert code_was_mailed(Report.objects.get())


def test_an_answer_that_cannot_be_sent_waits(box, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    take(box, mail())
    assert outbox.send_waiting() == 1
    row = Outgoing.objects.get()
    assert (row.tries, row.trouble, row.sent_at, bool(row.body)) == (1, "ConnectionRefusedError", None, True)


@pytest.mark.parametrize(
    "raw",
    [
        mail(more=b"Precedence: bulk\r\n"),
        mail(more=b"Auto-Submitted: auto-replied\r\n"),
        mail(more=b"List-Id: <x.example>\r\n"),
        b"Return-Path: <>\r\n" + mail(),
        mail(head=with_head(b"wilma@mail.example", b"noreply@mail.example")),
        mail(head=with_head(b"wilma@mail.example", b"safeguarding@school.example")),
        mail(head=with_head(b"<wilma@mail.example>", b"nobody")),
    ],
)
def test_no_machine_is_answered_and_every_one_is_a_report(box, raw):
    take(box, raw)
    assert (Report.objects.count(), Outgoing.objects.count()) == (1, 0)


@pytest.mark.parametrize("how", ["theirs", "ours", "references", "tag"])
def test_an_answer_joins_its_report(world, box, how):
    take(box, mail())
    report = Report.objects.get()
    headers = json.loads(Outgoing.objects.get().headers)
    more = {
        "theirs": b"In-Reply-To: <one@mail.example>\r\n",
        "ours": f"In-Reply-To: {headers['Message-ID']}\r\n".encode(),
        "references": f"References: <x@y> {headers['Message-ID']}\r\n".encode(),
        "tag": f"Cc: {headers['Reply-To']}\r\n".encode(),
    }[how]
    take(box, numbered("next", b"I will kill myself tonight\r\n", more))
    report.refresh_from_db()
    assert Report.objects.count() == 1
    assert report.level.key == "immediate"
    assert Mailbox.objects.get().unread_since is not None
    _first, second = of_report(report, world.ring(world.asha))
    assert (second.mail.state, second.read["text"]) == ("joined", "I will kill myself tonight")
    assert "In-Reply-To" in second.as_it_came or how in {"references", "tag"}


def test_an_answer_to_what_was_set_aside_is_a_report_of_its_own(world, box):
    take(box, mail())
    report = Report.objects.get()
    reports.set_aside(report=report, seen=report.version, by=world.asha)
    take(box, numbered("next", more=b"In-Reply-To: <one@mail.example>\r\n"))
    assert Report.objects.count() == 2


def test_another_schools_thread_is_not_joined(world, box):
    take(box, mail())
    box.school = world.heron
    take(box, numbered("next", more=b"In-Reply-To: <one@mail.example>\r\n"))
    assert world.heron.reports.count() == 1


def test_a_forged_colleague_gains_nothing(world, box):
    """A mail that says it is from a lead is a report like any other: no staff road, nobody's record, nobody's rights."""
    forged = mail(b"Please close the case.\r\n", head=with_head(b"wilma@mail.example", b"asha@school.example"))
    take(box, forged)
    report = Report.objects.get()
    assert (report.road, report.channel, report.recorded_by, report.assigned_to) == ("child", "mail", None, None)
    assert report.level.key == "soon"
    assert of_report(report, world.ring(world.asha))[0].read["from"] == "asha@school.example"


def test_two_mails_with_one_number_are_two(box):
    take(box, mail())
    take(box, mail(b"Another.\r\n", head=HEAD.replace(b"Subject: Safeguarding", b"Subject: Safeguarding again")))
    assert Report.objects.count() == 2


def test_what_cannot_be_read_is_a_report_that_says_so(world, box, monkeypatch):
    real, calls = read, []

    def broken(*args):
        calls.append(args)
        if len(calls) == 1:
            raise RecursionError
        return real(*args)

    monkeypatch.setattr("seawall.post.deliver.read", broken)
    take(box, mail())
    found = of_report(Report.objects.get(), world.ring(world.asha))[0]
    assert "could not be read" in str(found.read["problems"])
    assert "Please ring me." in found.as_it_came
    assert found.read["where"] == "INBOX, 1"


def test_what_was_kept_and_never_read_is_told_as_it_came(world, box):
    head, root, problems = take_apart(mail())
    fetched = Fetched(1, "INBOX, 1", head, root, problems)
    deliver.keep(box=box, fetched=fetched)
    assert jobs.tell_of_unread() == 0
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert jobs.tell_of_unread() == 1
        assert jobs.tell_of_unread() == 0
    deliver.take(box=box, fetched=fetched)
    report = Report.objects.get()
    assert report.level.key == "urgent"
    assert "Please ring me." in of_report(report, world.ring(world.asha))[0].as_it_came


def test_a_code_can_be_made_anew_by_a_lead(world, box):
    take(box, mail())
    code = Code.new()
    mailboxes.new_code(mailbox=Mailbox.objects.get(), code=code, ring=world.ring(world.asha), by=world.asha)
    assert mailboxes.find(school=world.marram, code=code).report == Report.objects.get()


def test_nothing_of_a_mail_stands_in_clear(world, box):
    take(box, mail(b"Kestrel_99 wants money\r\n", head=with_head(b"Wilma Fern", b"Wilhelmina Thrift")))
    from django.db import connection

    with connection.cursor() as cursor:
        dumped = b""
        for table in (
            "reports_report",
            "letterbox_mail",
            "letterbox_thread",
            "letterbox_outgoing",
            "letterbox_box",
            "journal_line",
        ):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
            dumped += b"".join(
                bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode()
                for row in cursor.fetchall()
                for each in row
            )
    assert b"received" in dumped
    for word in (b"Kestrel", b"Wilhelmina", b"wilma@", b"one@mail", b"safeguarding@"):
        assert word not in dumped

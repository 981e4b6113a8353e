"""A report that came by mail, on the desk: what it says, what hangs on it, how it is answered."""

from __future__ import annotations

import base64

import pytest
from django.urls import reverse

from seawall.kit.codes import Code
from seawall.letterbox.models import Box, Outgoing
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Message
from seawall.post import deliver
from seawall.post.imap import Fetched
from seawall.post.mime import take_apart
from seawall.reports.models import Report
from tests.post.corpus import FILE, HEAD, JPEG, multi, part

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(world, settings):
    settings.SEAWALL_MAIL = True
    box = Box(school=world.marram, address="safeguarding@school.example", host="imap.example")
    box.save()

    def take(head: bytes = HEAD) -> Report:
        head, root, problems = take_apart(
            multi(
                part(b"He wants money.\r\n-- \r\nWilma F"),
                part(base64.encodebytes(JPEG), b"image/jpeg", FILE),
                head=head,
            )
        )
        deliver.take(box=box, fetched=Fetched(1, "INBOX, 17", head, root, problems))
        return Report.objects.get()

    return take


def test_the_desk_shows_a_mail_and_what_to_do_with_what_hangs_on_it(world, client_for, mailed):
    page = client_for(world.asha).get(reverse("report", args=[mailed().pk])).content.decode()
    for words in (
        "He wants money.",
        "Wilma F",
        "image/jpeg",
        "was not fetched",
        "Leave the original",
        "INBOX, 17",
        "wilma@mail.example",
        "Is it still going on?",
    ):
        assert words in page, words


def test_an_answer_by_mail_leads_to_the_mailbox_and_says_nothing(world, client_for, mailed):
    report, client = mailed(), client_for(world.asha)
    url = reverse("report_reply", args=[report.pk])
    assert client.post(url, {"text": "Robin is safe", "once": "a" * 32, "way": ""}).status_code == 422
    for _twice in range(2):
        assert client.post(url, {"text": "Robin is safe", "once": "a" * 32, "way": "link"}).status_code == 303
    sent = Outgoing.objects.get(sort="link")
    assert "Robin" not in sent.body + sent.subject
    assert "six words from our first message" in sent.body
    client.post(url, {"text": "The office opens at nine", "once": "b" * 32, "way": "plain"})
    assert Outgoing.objects.get(sort="plain").body == "The office opens at nine"
    assert Message.objects.count() == 2
    report.refresh_from_db()
    assert report.contacted_how == "reply"


def test_who_never_got_a_code_gets_one_with_the_answer(world, client_for, mailed):
    report = mailed(HEAD + b"Precedence: bulk\r\n")
    client_for(world.asha).post(reverse("report_ask", args=[report.pk]))
    client_for(world.asha).post(reverse("report_ask", args=[report.pk]))
    body = Outgoing.objects.get().body
    code = Code.parse(body.partition("six words are: ")[2].partition("\n")[0])
    assert mailboxes.find(school=world.marram, code=code).report == report
    assert Message.objects.count() == 1

"""Signing in with OAuth2: a provider that gives tokens over https, and Dovecot that asks it whether one is good."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.urls import reverse

from seawall.config.demo.postbox import USER, why_not
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.letterbox import rules, tokens
from seawall.letterbox.actions import Settings, add, change
from seawall.letterbox.connect import TroubleError, folders
from seawall.letterbox.models import Box
from seawall.post import jobs
from seawall.reports.models import Report
from tests.post.corpus import mail
from tests.post.dovecot import Dovecot, dovecot
from tests.post.provider import CLIENT, SECRET, Provider, served

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.served,
    pytest.mark.django_db,
    pytest.mark.skipif(bool(why_not()) and os.environ.get("SEAWALL_STRICT") != "1", reason=why_not()),
]


class House:
    """The provider, where it gives tokens, and the mail server that believes it."""

    def __init__(self, provider: Provider, url: str, mails: Dovecot) -> None:
        self.provider, self.url, self.mails = provider, url, mails

    def told(self, **changed) -> Settings:
        return Settings(
            **{
                "address": "safeguarding@school.example",
                "host": "localhost",
                "port": self.mails.tls_port,
                "security": "tls",
                "sign_in": "renewed",
                "user": USER,
                "secret": "refresh-1",
                "folder": "INBOX",
                "takes": "all",
                "afterwards": "leave",
                "moved_to": "",
                "token_url": self.url,
                "client_id": CLIENT,
                "client_secret": SECRET,
                **changed,
            }
        )


@pytest.fixture(scope="module")
def one_house() -> Iterator[House]:
    provider = Provider()
    with (
        served(provider.introspect) as introspection,
        dovecot(introspection) as mails,
        served(provider.token, mails.certificate) as url,
    ):
        yield House(provider, url, mails)


@pytest.fixture
def house(one_house: House, monkeypatch) -> House:
    vars(one_house.provider).update(vars(Provider()))
    one_house.mails.empty()
    monkeypatch.setenv("SSL_CERT_FILE", str(one_house.mails.certificate))
    return one_house


def again() -> int:
    Box.objects.update(next_at="2000-01-01T00:00:00Z")
    return jobs.look_into_boxes()


def test_tokens_are_asked_for_kept_and_asked_for_anew(world, house):
    house.provider.rotates = True
    box = add(school=world.marram, told=house.told(scope="imap offline"), by=world.olu)
    house.mails.put(mail())
    assert jobs.look_into_boxes() == 1
    assert Report.objects.count() == 1
    (asked,) = house.provider.asked
    assert asked == {
        "grant_type": "refresh_token",
        "refresh_token": "refresh-1",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "scope": "imap offline",
    }
    again()
    assert len(house.provider.asked) == 1  # the token is good for an hour
    Box.objects.update(token_until=clock.now() + timedelta(seconds=59))
    again()
    house.provider.good.clear()  # taken back before its end: the mail server says no, so a new one is asked for
    again()
    assert len(house.provider.asked) == 3
    assert house.provider.asked[2]["refresh_token"] != "refresh-1"
    box.refresh_from_db()
    assert (box.trouble, box.secret, box.token in house.provider.good) == ("", house.provider.refresh, True)


def test_nothing_secret_stands_in_clear(world, house):
    add(school=world.marram, told=house.told(), by=world.olu)
    jobs.look_into_boxes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM letterbox_box")
        row = b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone())
    assert house.url.encode() in row
    for secret in ("refresh-1", CLIENT, SECRET, *house.provider.good):
        assert secret.encode() not in row
        assert not Line.objects.filter(facts__icontains=secret).exists()


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ((400, b'{"error": "invalid_grant"}'), "token_refused"),
        ((400, b"<html>"), "token_refused"),
        ((401, b'{"error": "invalid_client"}'), "token_client"),
        ((401, b""), "token_client"),
        ((429, b"{}"), "token_no_answer"),
        ((503, b"busy"), "token_no_answer"),
        ((302, b"https://elsewhere.example/"), "token_no_answer"),
        ((200, b"[" * 100_000), "token_unreadable"),
        ((200, b"{}"), "token_unreadable"),
        ((200, b'{"access_token": "a\\u0001auth=Bearer b"}'), "token_unreadable"),
        ((200, b'{"access_token": "not-a-good-one"}'), "token_not_taken"),
    ],
)
def test_what_goes_wrong_is_said_and_no_mail_is_lost(world, house, client_for, answer, trouble):
    house.provider.answers = [answer] * 2
    house.mails.put(mail())
    box = add(school=world.marram, told=house.told(), by=world.olu)
    assert jobs.look_into_boxes() == 0
    box.refresh_from_db()
    assert (box.trouble, box.failures) == (trouble, 1)
    house.provider.answers = [answer] * 2
    page = client_for(world.olu).post(reverse("office_box_test", args=[box.pk])).content.decode()
    assert rules.TROUBLES[trouble] in page
    assert "words that nobody should see" not in page
    house.provider.answers = []
    assert again() == 1


def test_a_provider_that_is_silent_or_not_trusted(world, house, monkeypatch):
    box = add(school=world.marram, told=house.told(), by=world.olu)
    monkeypatch.setattr(tokens, "TIMEOUT", 0.3)
    house.provider.hangs.clear()
    with pytest.raises(TroubleError, match="token_no_answer"):
        folders(box)
    house.provider.hangs.set()
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    with pytest.raises(TroubleError, match="token_no_tls"):
        folders(box)
    box.token_url = "https://localhost:9/"
    with pytest.raises(TroubleError, match="token_no_answer"):
        folders(box)
    box.token_url = house.url.replace("https", "http")
    with pytest.raises(TroubleError, match="token_no_answer"):
        folders(box)


def test_two_who_renew_at_once(world, house):
    """The office tests while the worker fetches: the refresh token is good once, and whoever comes second takes what came."""
    house.provider.rotates = True
    box = add(school=world.marram, told=house.told(), by=world.olu)
    other = Box.objects.get()
    assert folders(box)
    assert folders(other)
    assert other.token == box.token
    assert len(house.provider.asked) == 2
    Box.objects.update(token_until=clock.now())
    house.provider.refresh = "taken back"
    with pytest.raises(TroubleError, match="token_refused"):  # nobody has a newer one: that is no race
        folders(Box.objects.get())


def test_a_change_forgets_the_token(world, house):
    box = add(school=world.marram, told=house.told(), by=world.olu)
    assert folders(box)
    change(box=box, told=house.told(secret="", client_secret=""), seen=box.version, by=world.olu)
    box.refresh_from_db()
    assert box.token
    change(box=box, told=house.told(secret="refresh-2"), seen=box.version, by=world.olu)
    box.refresh_from_db()
    assert (box.token, box.token_until, box.secret) == ("", None, "refresh-2")

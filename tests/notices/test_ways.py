"""The ways out, each really used: one class of tests over e-mail, a service, and their twin."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from seawall.config import checks, env
from seawall.notices import rules, ways
from seawall.notices.rules import Kind
from seawall.notices.wording import text_of
from tests.notices.receivers import Collected, Hook, MailServer, running

TEXT = text_of(Kind.URGENT, school_name="Marram Bay School", language="en-gb")


class Mail:
    """A real mail server on this machine."""

    def __init__(self, settings):
        self.server = MailServer()
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": self.server.options}
        }
        self.way = ways.ByMail("asha@school.example")

    def break_(self):
        self.server.refuse = True

    def came(self):
        return [(mail["Subject"], mail.get_content()) for mail in self.server.mails]


class Service:
    """A real web hook on this machine, through Apprise."""

    def __init__(self, settings):
        self.server = Hook()
        self.way = ways.ByService(self.server.address, "one")

    def break_(self):
        self.server.status = 500

    def came(self):
        bodies = [json.loads(body) for body in self.server.bodies]
        return [(body["title"], body["message"]) for body in bodies]


class Twin:
    """What the other tests use."""

    server = None

    def __init__(self, settings):
        self.box = Collected()
        self.way = self.box.to("asha@school.example", "mail")

    def break_(self):
        self.box.failing.add("asha@school.example")

    def came(self):
        return [(subject, body) for _address, subject, body in self.box.sent]


@pytest.fixture(params=[Mail, Service, Twin])
def port(request, settings):
    made = request.param(settings)
    if made.server is None:
        yield made
        return
    with running(made.server):
        yield made


class TestEveryWay:
    def test_it_brings_the_text(self, port):
        port.way.send(TEXT)
        ((subject, body),) = port.came()
        assert subject == "Please sign in now (Marram Bay School)"
        assert body.split() == TEXT.body.split()

    def test_it_says_so_if_it_cannot(self, port):
        port.break_()
        with pytest.raises(ways.NotSentError) as failed:
            port.way.send(TEXT)
        assert failed.value.code in {"refused", "SMTPRecipientsRefused"}


def test_nobody_there(settings):
    server = MailServer()
    server.server_close()
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server.options}
    }
    with pytest.raises(ways.NotSentError) as failed:
        ways.ByMail("asha@school.example").send(TEXT)
    assert failed.value.code == "ConnectionRefusedError"


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)  # Django's own
def test_no_password_goes_to_a_mail_server_without_tls(settings):
    """SEAWALL_MAIL_URL asks for STARTTLS; a server that offers none hears neither the password nor the notice."""
    with running(MailServer()) as server:
        options = server.options | {"username": "school", "password": "app-password", "use_tls": True}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        with pytest.raises(ways.NotSentError) as failed:
            ways.ByMail("asha@school.example").send(TEXT)
    assert failed.value.code == "SMTPNotSupportedError"
    assert (server.mails, server.signed_in) == ([], 0)
    del failed
    gc.collect()


def test_a_mail_answers_no_robot_and_carries_no_link(settings):
    server = MailServer()
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server.options}
    }
    with running(server):
        ways.ByMail("asha@school.example").send(TEXT)
    assert server.mails[0]["Auto-Submitted"] == "auto-generated"
    assert "http" not in server.mails[0].get_content()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_text_is_harmless_on_a_locked_screen(kind):
    text = text_of(kind, school_name="Marram Bay School", language="en-gb")
    said = f"{text.subject} {text.body}".casefold()
    for never in ("child", "pupil", "picture", "blackmail", "threat", "report", "case", "immediate", "http", "danger"):
        assert never not in said
    assert len(text.subject) < 70


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("syslog://", "on the server itself"),
        ("dbus://", "on the server itself"),
        ("slack://T1/B1/x?template=/etc/passwd", "name a file"),
        ("tgram://123/456?Template=server.key", "name a file"),
        ("fcm://project@key/device?keyfile=/etc/passwd", "name a file"),
        ("mailto://a:b@mail.example?+attach=x", "name a file"),
        ("ring me", "name of a service"),
        ("", "name of a service"),
        ("://x", "name of a service"),
        ("json://x/" + "a" * 600, "too long"),
    ],
)
def test_an_address_that_is_not_taken(address, sentence):
    refusal = rules.may_add_address(address, known=0)
    assert refusal is not None
    assert sentence in str(refusal.reason)


def test_an_address_no_service_can_use():
    assert rules.may_add_address("ntfys://ntfy.example/topic", known=rules.MOST_TARGETS) is not None
    assert ways.service_of("ntfys://ntfy.example/topic") == "ntfy"
    assert ways.service_of("nonsense://somewhere") == ""
    assert ways.service_of("pover://") == ""
    with pytest.raises(ways.NotSentError) as failed:
        ways.ByService("nonsense://somewhere", "x").send(TEXT)
    assert failed.value.code == "unknown_service"


# --- the mail settings of a server ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://us%40er:pa%3Ass@mail.example:2525", ("mail.example", 2525, "us@er", "pa:ss", False, True)),
        ("smtps://mail.example", ("mail.example", 465, "", "", True, False)),
        ("smtp://127.0.0.1:25", ("127.0.0.1", 25, "", "", False, False)),
    ],
)
def test_a_mail_server_by_its_address(monkeypatch, url, wanted):
    monkeypatch.setenv("SEAWALL_MAIL_URL", url)
    found = env.mailer("SEAWALL_MAIL_URL")
    assert tuple(found[name] for name in ("host", "port", "username", "password", "use_ssl", "use_tls")) == wanted


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://[", "smtp://mail.example:no"]
)
def test_a_mail_server_nobody_can_use(monkeypatch, url):
    monkeypatch.setenv("SEAWALL_MAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        env.mailer("SEAWALL_MAIL_URL")


def test_the_check_says_what_is_missing(settings):
    settings.SEAWALL_MAIL = False
    (said,) = checks.mail_is_set()
    assert "SEAWALL_MAIL_URL" in (said.hint or "")
    settings.SEAWALL_MAIL, settings.DEFAULT_FROM_EMAIL = True, "seawall@localhost"
    (said,) = checks.mail_is_set()
    assert "SEAWALL_MAIL_FROM" in (said.hint or "")
    settings.DEFAULT_FROM_EMAIL = "seawall@school.example"
    assert not checks.mail_is_set()


def test_pages_do_not_load_apprise():
    code = "import django; django.setup(); import seawall.config.urls, sys; print('apprise' in sys.modules)"
    more = {"DJANGO_SETTINGS_MODULE": "seawall.config.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | more, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"

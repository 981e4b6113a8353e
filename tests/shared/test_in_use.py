"""Where somebody is signed in, and what happens when nothing is pressed for a while."""

from __future__ import annotations

import html
import json
import re
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from seawall.journal.models import Line
from seawall.schools.models import SignIn
from seawall.schools.sign_ins import sweep
from seawall.web.shared.browsers import family
from tests.shared.signing import code_of, give_code, give_password, with_app
from tests.world import PASSWORD, FormClient

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def later(monkeypatch):
    """Let some minutes pass."""
    real, gone = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + gone[0])

    def pass_by(minutes: float) -> None:
        gone[0] += minutes * 60

    return pass_by


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def signs_in(person, browser=FIREFOX, **more):
    client = FormClient(headers={"user-agent": browser})
    give_password(client, person, **more)
    return client


def test_every_browser_is_listed_by_its_family_and_nothing_finer(world) -> None:
    one, other = signs_in(world.tom), signs_in(world.tom, IPHONE)
    page = text_of(one.get(reverse("sign_ins")))
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    kept = json.dumps(list(SignIn.objects.values("browser", "session")))
    for word in ("Mozilla", "140", "127.0.0.1", one.cookies[settings.SESSION_COOKIE_NAME].value):
        assert word not in kept
    other.post(reverse("account_logout"))
    assert "Safari on iPhone" not in text_of(one.get(reverse("sign_ins")))
    assert "Nowhere else." in text_of(one.get(reverse("sign_ins")))
    assert sweep() == 1


def test_one_is_ended_at_once_and_its_vault_with_it(world) -> None:
    secret = with_app(world.asha)
    lost, here = signs_in(world.asha, IPHONE), signs_in(world.asha)
    give_code(lost, code_of(secret))
    give_code(here, code_of(secret, 1))
    assert lost.get(reverse("queue")).status_code == 200
    row = SignIn.objects.get(person=world.asha, browser="Safari on iPhone")
    assert here.post(reverse("sign_in_end", args=[row.pk])).status_code == 302
    answer = lost.get(reverse("queue"))
    assert (answer.status_code, answer.wsgi_request.ring) == (302, None)
    assert "/sign-in/" in answer["Location"]
    assert here.get(reverse("queue")).status_code == 200
    mine = SignIn.objects.get(person=world.asha)
    assert here.post(reverse("sign_in_end", args=[mine.pk])).status_code == 403
    assert Line.objects.filter(verb="sign_in.ended").count() == 1


def test_all_others_are_ended_at_once_and_nobody_elses(world) -> None:
    here, *others = [signs_in(world.tom) for _ in range(3)]
    gov = signs_in(world.gov)
    theirs = SignIn.objects.get(person=world.gov)
    assert here.post(reverse("sign_in_end", args=[theirs.pk])).status_code == 404
    assert "2 other browsers are signed out." in text_of(here.post(reverse("sign_ins_end_others"), follow=True))
    for other in others:
        assert "/sign-in/" in other.get(reverse("home"))["Location"]
    assert here.get(reverse("sign_ins")).status_code == 200
    assert SignIn.objects.filter(person=world.gov).exists()
    assert gov.get(reverse("home"))["Location"] == reverse("mfa_index"), "another person's cannot be ended"


def test_the_list_follows_a_changed_password(world) -> None:
    here, elsewhere = signs_in(world.tom), signs_in(world.tom, IPHONE)
    new = "quite another evening"
    here.post(reverse("change_password"), {"old": PASSWORD, "new": new, "again": new})
    assert "/sign-in/" in elsewhere.get(reverse("home"))["Location"]
    page = text_of(here.get(reverse("sign_ins")))
    assert "Nowhere else." in page
    assert SignIn.objects.filter(person=world.tom).count() == 1
    assert Session.objects.count() == 1


def test_what_was_told_is_closed_after_a_quarter_of_an_hour(world, client_for, later) -> None:
    client = client_for(world.asha)
    later(14)
    assert client.get(reverse("queue")).status_code == 200
    later(14)
    assert client.get(reverse("queue")).status_code == 200, "it counts from the last use"
    ring = client.cookies[settings.SEAWALL_RING_COOKIE].value
    later(16)
    answer = client.get(f"{reverse('queue')}?page=2")
    assert (answer.status_code, answer.wsgi_request.ring) == (302, None)
    assert client.cookies[settings.SEAWALL_RING_COOKIE].value == ring, "what the browser holds opens nothing any more"
    assert client.get(reverse("mfa_index")).wsgi_request.ring is None
    assert Line.objects.filter(verb="vault.closed_idle", by=f"person:{world.asha.pk}").count() == 1
    page = client.get(answer["Location"])
    assert "nothing was pressed for 15 minutes" in text_of(page)
    assert client.post(answer["Location"], {"password": "wrong"}).status_code == 422
    back = client.post(answer["Location"], {"password": PASSWORD})
    assert back["Location"] == f"{reverse('queue')}?page=2"
    assert client.get(back["Location"]).status_code == 200


def test_a_school_chooses_how_long(world, client_for, later) -> None:
    told = {"nation": "england", "exit_url": "https://weather.example/", "lock_minutes": "5"}
    assert client_for(world.olu).post(reverse("office_facts"), told).status_code == 302
    assert client_for(world.olu).post(reverse("office_facts"), told | {"lock_minutes": "600"}).status_code == 422
    client = client_for(world.asha)
    later(6)
    assert client.get(reverse("queue")).status_code == 302


def test_what_was_typed_meanwhile_is_sealed_and_sent_later(world, client_for, later) -> None:
    report, _ = world.tell()
    client, address = client_for(world.asha), None
    address = reverse("report_set_aside", args=[report.pk])
    later(16)
    typed = "the bramblewick account is a joke & a 'test' <b>"
    answer = client.post(
        address, {"reason": typed, "seen": report.version}, headers={"referer": "http://testserver/desk/"}
    )
    assert reverse("open_vault") in answer["Location"]
    report.refresh_from_db()
    assert report.state != "junk"
    held = dict(client.session.items())
    assert "bramblewick" not in json.dumps(held, default=str), "sealed to her own key: the server does not read it"
    page = client.post(answer["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert html.escape(typed) in page
    assert 'href="/desk/"' in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert fields["seen"] == str(report.version)
    sent = {name: html.unescape(value) for name, value in fields.items()}
    assert client.post(address, sent).status_code == 303
    report.refresh_from_db()
    assert report.state == "junk"
    assert "Thrown away." in text_of(client.post(reverse("typed"), follow=True))
    assert client.get(reverse("typed"))["Location"] == reverse("home")


def test_what_is_too_long_to_be_kept_is_said(world, client_for, later) -> None:
    report, _ = world.tell()
    client = client_for(world.asha)
    later(16)
    address = reverse("report_set_aside", args=[report.pk])
    answer = client.post(address, {"reason": "x" * 200_000})
    assert "too long to be kept" in text_of(client.get(answer["Location"]))


def test_what_one_lead_typed_is_not_another_ones(world, client_for, later) -> None:
    report, _ = world.tell()
    asha, dev = client_for(world.asha), client_for(world.dev)
    later(16)
    asha.post(reverse("report_set_aside", args=[report.pk]), {"reason": "bramblewick"})
    session = dev.session
    session["typed"] = asha.session["typed"]
    session.save()
    dev.post(reverse("open_vault"), {"password": PASSWORD})
    answer = dev.get(reverse("typed"), follow=True)
    assert b"bramblewick" not in answer.content


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(world, client_for, later) -> None:
    client = client_for(world.tom)
    for _ in range(12):
        assert client.get(reverse("home"))["Location"] == reverse("record_home")
        later(61)
    assert "/sign-in/" in client.get(reverse("home"))["Location"]
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("browser", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Linux"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Chromebook"),
        ("", "A browser"),
        ("<script>", "A browser"),
    ],
)
def test_families_of_browsers(browser, said) -> None:
    assert family(browser) == said


@given(st.text(max_size=400))
def test_whatever_a_browser_says_little_is_kept(user_agent) -> None:
    assert len(family(user_agent)) <= 60

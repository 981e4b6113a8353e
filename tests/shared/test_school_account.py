"""Signing in with the school's own account, against a real provider on this machine: who is let in, and what is not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.urls import clear_script_prefix, reverse

from seawall.config.checks import school_account_is_whole
from seawall.journal.models import Line
from seawall.schools.actions import remove_person
from seawall.schools.models import Person
from seawall.web.shared import oidc
from tests.shared.provider import CLIENT, SECRET, Provider, a_provider
from tests.shared.signing import code_of, give_code, with_app
from tests.world import PASSWORD, FormClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.world import World

pytestmark = pytest.mark.django_db

TOM = {"sub": "t-17", "email": "Tom@School.example", "email_verified": True, "name": "Tom Reed"}


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with a_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Any, tmp_path: Path) -> Iterator[Provider]:
    """A provider that tells the truth about Tom, and a server that uses it."""
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    settings.SEAWALL_OIDC = {
        "issuer": running.issuer,
        "client_id": CLIENT,
        "secret_file": str(secret),
        "name": "Trust account",
    }
    running.person, running.lies = dict(TOM), {}
    running.foreign_key = running.silent = running.by_userinfo = False
    yield running
    clear_script_prefix()  # which a request to a school without a host name leaves in the thread


def goes(client: FormClient, **more: str) -> Any:
    """Press the button, sign in at the provider; return the address that leads back (or the page that says why not)."""
    page = client.post(reverse("school_account"), more)
    if "Refresh" not in page:
        return page
    there = urlsplit(page["Refresh"].removeprefix("0; url="))
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert page.content.decode().count(f"{there.scheme}://{there.netloc}/authorize") == 1
    return asked


def comes_back(client: FormClient, provider: Provider, **more: str) -> Any:
    """All the way."""
    return client.get(provider.sends_back(goes(client, **more)).replace("http://testserver", ""))


def at_home(client: FormClient) -> bool:
    answer = client.get(reverse("home"))
    return answer.status_code == 302 and "/sign-in/" not in answer["Location"]


def refused(client: FormClient, answer: Any, sentence: str, status: int = 403) -> bool:
    assert answer.status_code == status, answer.status_code
    assert sentence in answer.content.decode()
    return not at_home(client)


def test_the_first_time_binds_the_account_and_then_it_counts_alone(world: World, provider: Provider) -> None:
    client = FormClient()
    assert "Sign in with Trust account" in client.get(reverse("account_login")).content.decode()
    answer = comes_back(client, provider, next="/staff/signed-in/")
    assert (answer.status_code, answer["Location"]) == (302, "/staff/signed-in/")
    assert at_home(client)
    assert world.tom.sign_ins.count() == 1
    kept = Person.objects.get(pk=world.tom.pk).outside
    assert kept
    assert "t-17" not in kept
    assert Line.objects.filter(verb="sign_in.account_bound").count() == 1
    assert client.post(reverse("school_account"))["Location"] == reverse("home"), "already in"
    provider.person |= {"email": "married@elsewhere.example", "email_verified": False}
    again = FormClient()
    assert comes_back(again, provider)["Location"] == reverse("home")
    assert at_home(again)
    assert Line.objects.filter(verb="sign_in.account_bound").count() == 1


def test_no_other_account_with_the_same_address_takes_it_over(world: World, provider: Provider) -> None:
    comes_back(FormClient(), provider)
    provider.person["sub"] = "t-18"
    client = FormClient()
    assert refused(client, comes_back(client, provider), "with another account before")
    call_command("forget_account", world.tom.email, school="marram-bay")
    comes_back(client, provider)
    assert at_home(client)
    assert Line.objects.filter(verb="sign_in.account_forgotten").count() == 1


def test_a_lead_gives_the_second_factor_and_the_password_for_what_is_sealed(world: World, provider: Provider) -> None:
    provider.person = {"sub": "a-1", "email": world.asha.email, "email_verified": True}
    provider.by_userinfo = True
    app, client = with_app(world.asha), FormClient()
    assert comes_back(client, provider)["Location"] == reverse("mfa_authenticate")
    assert not at_home(client), "the account alone lets no lead in"
    give_code(client, code_of(app))
    assert at_home(client)
    queue = client.get(reverse("queue"))
    assert queue.status_code == 302, "nothing is open"
    assert reverse("open_vault") in queue["Location"]
    client.post(reverse("open_vault"), {"password": PASSWORD})
    assert client.get(reverse("queue")).status_code == 200


def test_nobody_is_made_and_nobody_comes_in_from_elsewhere(world: World, provider: Provider) -> None:
    count, client = Person.objects.count(), FormClient()
    for person in ({"sub": "x", "email": "new@school.example"}, {"sub": "l", "email": world.lena.email}, {"sub": "n"}):
        provider.person = {**person, "email_verified": True}
        assert refused(client, comes_back(client, provider), "Nobody who works here is known")
    for verified in (False, None, "yes", 1):
        provider.person = {**TOM, "email_verified": verified}
        assert refused(client, comes_back(client, provider), "has not verified its e-mail address")
    provider.person = dict(TOM)
    comes_back(FormClient(), provider)
    heron = FormClient(headers={"host": "heron.example"})
    there = heron.get(provider.sends_back(goes(heron)).replace("http://heron.example", ""))
    assert refused(heron, there, "Nobody who works here is known")
    remove_person(person=world.tom, by=world.asha)
    assert refused(client, comes_back(client, provider), "Nobody who works here is known")
    assert Person.objects.count() == count
    assert Person.objects.exclude(outside=None).count() == 1


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": "\ud800"},
        {"aud": "somebody-else"},
        {"aud": [CLIENT, "somebody-else"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"sub": None},
        {"sub": "x" * 256},
    ],
)
def test_a_token_that_is_not_for_this_try_is_not_believed(
    lies: dict[str, Any], world: World, provider: Provider
) -> None:
    provider.lies, client = lies, FormClient()
    assert refused(client, comes_back(client, provider), "did not answer as it should", 503)
    assert not Person.objects.exclude(outside=None).exists()


def test_a_token_of_another_key_is_not_believed(world: World, provider: Provider) -> None:
    provider.foreign_key, client = True, FormClient()
    assert refused(client, comes_back(client, provider), "did not answer as it should", 503)


def test_a_way_back_counts_once_in_its_own_browser_and_in_time(
    world: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = FormClient(), FormClient()
    back = provider.sends_back(goes(client)).replace("http://testserver", "")
    assert refused(other, other.get(back), "This way in is over")
    forged = back.replace("state=", "state=x")
    assert refused(client, client.get(forged), "This way in is over")
    assert refused(client, client.get(back), "This way in is over"), "a wrong try uses it up"
    fresh = provider.sends_back(goes(client)).replace("http://testserver", "")
    asked = dict(goes(other))
    stolen = fresh.replace(parse_qs(urlsplit(fresh).query)["state"][0], asked["state"])
    assert refused(other, other.get(stolen), "did not answer as it should", 503), "PKCE: a code is its browser's own"
    provider.codes.clear()
    assert refused(client, client.get(fresh), "did not answer as it should", 503), "a code that was used"
    late = provider.sends_back(goes(client)).replace("http://testserver", "")
    monkeypatch.setattr(oidc, "LASTS", -1)
    assert refused(client, client.get(late), "This way in is over")
    monkeypatch.undo()
    state = goes(client)["state"]
    said_no = client.get(reverse("school_account_back"), {"error": "access_denied", "state": state})
    assert refused(client, said_no, "Your account was not given")
    for_another = client.get(reverse("school_account_back"), {"code": "x", "state": goes(client)["state"], "iss": "x"})
    assert refused(client, for_another, "Your account was not given")


def test_another_schools_address_takes_no_way_back_that_was_begun_here(world: World, provider: Provider) -> None:
    client = FormClient(headers={"host": "elsewhere.example"})
    page = client.post("/at/marram-bay/sign-in/school-account/")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page["Refresh"]).query).items()}
    assert asked["redirect_uri"] == "http://elsewhere.example/at/marram-bay/sign-in/school-account/back/"
    back = urlsplit(provider.sends_back(asked))
    answer = client.get(f"/at/heron-hill/sign-in/school-account/back/?{back.query}")
    assert answer.status_code == 403


def test_tries_are_counted(world: World, provider: Provider, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    client = FormClient()
    assert [client.post(reverse("school_account")).status_code for _ in range(3)] == [200, 200, 429]


def test_a_provider_that_is_silent_is_said_plainly(world: World, provider: Provider) -> None:
    provider.silent, client = True, FormClient()
    assert refused(client, goes(client), "did not answer as it should", 503)


def test_it_is_off_unless_set_and_a_check_says_what_is_half(world: World, settings: Any, provider: Provider) -> None:
    whole = settings.SEAWALL_OIDC
    assert school_account_is_whole() == []
    for change, sentence in (
        ({"client_id": ""}, "half set"),
        ({"issuer": ""}, "half set"),
        ({"secret_file": "/nowhere/secret"}, "can't be read"),
        ({"issuer": "http://accounts.example"}, "https://"),
    ):
        settings.SEAWALL_OIDC = {**whole, **change}
        (said,) = school_account_is_whole()
        assert sentence in said.msg
        assert oidc.configured() is None
    settings.SEAWALL_OIDC = {**whole, "issuer": "", "client_id": "", "secret_file": ""}
    client = FormClient()
    assert school_account_is_whole() == []
    assert "already" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("school_account")).status_code == 404
    assert client.get(reverse("school_account_back")).status_code == 404

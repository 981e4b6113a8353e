"""Signing in: password, second factor, recovery codes, enrolment, limits, leaving."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from seawall.schools import actions
from seawall.schools.models import sign_in_key
from seawall.schools.rules import Role
from tests.shared.signing import code_of, give_code, give_password, recovery_code_of, with_app
from tests.world import PASSWORD, FormClient

if TYPE_CHECKING:
    from seawall.vault.ring import Ring
    from tests.world import World

pytestmark = pytest.mark.django_db


def ring_of(answer: Any) -> Ring | None:
    """The open keys of the request that was answered."""
    ring: Ring | None = answer.wsgi_request.ring
    return ring


def at_home(client: FormClient) -> bool:
    """Whether somebody is signed in: /staff/ leads on to a desk, not to a sign-in page."""
    answer = client.get(reverse("home"))
    return answer.status_code == 302 and "/sign-in/" not in answer["Location"]


def test_staff_sign_in_with_a_password(world: World, client: FormClient) -> None:
    answer = give_password(client, world.tom)
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert at_home(client)


def test_an_address_is_found_in_any_case_and_with_spaces(world: World, client: FormClient) -> None:
    client.post(reverse("account_login"), {"login": "  TOM@School.Example ", "password": PASSWORD})
    assert at_home(client)


def test_a_lead_gives_password_and_code_and_the_vault_is_open(world: World, client: FormClient) -> None:
    secret = with_app(world.asha)
    assert give_password(client, world.asha)["Location"] == reverse("mfa_authenticate")
    assert not at_home(client), "a password alone lets no lead in"
    answer = give_code(client, code_of(secret))
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert ring_of(client.get(reverse("open_vault"))) is not None


def test_where_they_wanted_to_go_is_kept_through_both_steps(world: World, client: FormClient) -> None:
    secret = with_app(world.asha)
    give_password(client, world.asha, next="/sign-in/second-factor/?a=1")
    assert give_code(client, code_of(secret))["Location"] == "/sign-in/second-factor/?a=1"


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_nobody_is_led_to_another_site(world: World, client: FormClient, where: str) -> None:
    assert give_password(client, world.tom, next=where)["Location"] == reverse("home")
    secret = with_app(world.asha)
    other = FormClient()
    give_password(other, world.asha, next=where)
    assert give_code(other, code_of(secret))["Location"] == reverse("home")
    answer = other.post(f"{reverse('open_vault')}?next={where}", {"password": PASSWORD})
    assert answer["Location"] == reverse("home")


@pytest.mark.parametrize(("login", "password"), [("tom@school.example", "wrong"), ("nobody@school.example", PASSWORD)])
def test_wrong_password_and_unknown_address_are_told_the_same(
    world: World, client: FormClient, login: str, password: str
) -> None:
    page = client.post(reverse("account_login"), {"login": login, "password": password}).content.decode()
    assert "The e-mail address or the password is not right." in page
    assert "Error: Sign in" in page


def test_somebody_of_another_school_is_told_the_same(world: World, client: FormClient) -> None:
    page = give_password(client, world.lena).content.decode()
    assert "The e-mail address or the password is not right." in page
    there = FormClient(headers={"host": "heron.example"})
    assert give_password(there, world.lena).status_code == 302


def test_a_leaver_cannot_sign_in_and_is_out_at_once(world: World, client: FormClient) -> None:
    secret = with_app(world.dev)
    give_password(client, world.dev)
    give_code(client, code_of(secret))
    assert ring_of(client.get(reverse("open_vault"))) is not None
    actions.remove_person(person=world.dev, by=world.asha)
    answer = client.get(reverse("open_vault"))
    assert answer.status_code == 302
    assert ring_of(answer) is None
    assert "is not right" in give_password(FormClient(), world.dev).content.decode()


def test_a_leaver_between_password_and_code_is_not_let_in(world: World, client: FormClient) -> None:
    secret = with_app(world.dev)
    give_password(client, world.dev)
    actions.remove_person(person=world.dev, by=world.asha)
    give_code(client, code_of(secret))
    assert not at_home(client)


def test_the_session_key_changes_at_each_step(world: World, client: FormClient) -> None:
    """Session fixation: a key that somebody planted before is worth nothing after."""
    secret = with_app(world.asha)
    client.get(reverse("account_login"))
    planted = client.session
    planted["planted"] = True
    planted.save()
    keys = [planted.session_key or ""]
    client.cookies[settings.SESSION_COOKIE_NAME] = keys[0]
    give_password(client, world.asha)
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    give_code(client, code_of(secret))
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert len(set(keys)) == 3
    for old in keys[:2]:
        thief = FormClient()
        thief.cookies[settings.SESSION_COOKIE_NAME] = old
        assert not at_home(thief)


def test_a_code_counts_once_and_then_the_next_one_does(world: World, client: FormClient) -> None:
    secret = with_app(world.asha)
    give_password(client, world.asha)
    give_code(client, code_of(secret))
    cache.clear()  # another process, which has not seen the code
    again = FormClient()
    give_password(again, world.asha)
    assert "That did not match" in give_code(again, code_of(secret)).content.decode()
    assert "That did not match" in give_code(again, code_of(secret, -1)).content.decode()
    assert give_code(again, code_of(secret, 1)).status_code == 302


def test_losing_the_second_factor_half_way_leads_to_the_start_and_not_in_circles(
    world: World, client: FormClient
) -> None:
    with_app(world.tom)
    give_password(client, world.tom)
    Authenticator.objects.all().delete()
    answer = client.get(reverse("mfa_authenticate"))
    assert answer["Location"] == reverse("account_login")
    assert client.get(answer["Location"]).status_code == 200


def test_only_a_passkeys_challenge_is_answered_with_data(world: World, client: FormClient) -> None:
    asks = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    assert "request_options" in client.get(reverse("mfa_login_webauthn"), headers=asks).json()
    for name in ("account_login", "account_logout", "mfa_index"):
        answer = client.get(reverse(name), headers=asks)
        assert "json" not in answer["Content-Type"]
        assert "json" not in client.post(reverse(name), {"login": "x"}, headers=asks)["Content-Type"]


def test_a_recovery_code_lets_in_once(world: World, client: FormClient) -> None:
    with_app(world.asha)
    code = recovery_code_of(world.asha)
    give_password(client, world.asha)
    assert give_code(client, f"{code[:4]} {code[4:]}").status_code == 302
    assert at_home(client)
    again = FormClient()
    give_password(again, world.asha)
    assert "That did not match" in give_code(again, code).content.decode()


@pytest.mark.parametrize(
    "code", ["", "000000", "x" * 50, "\u0661\u0662\u0663\u0664\u0665\u0666", "1\x002", "😀", "-1", "null"]
)
def test_an_absurd_code_is_refused_with_a_sentence(world: World, client: FormClient, code: str) -> None:
    with_app(world.asha)
    give_password(client, world.asha)
    answer = give_code(client, code)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_wrong_passwords_are_counted_by_person_and_not_by_address_of_the_school(world: World) -> None:
    for _ in range(8):
        give_password(FormClient(), world.tom, "wrong")
    page = give_password(FormClient(), world.tom).content.decode()
    assert "too many wrong tries" in page, "even the right one waits"
    assert give_password(FormClient(), world.gov).status_code == 302, "a colleague behind the same address signs in"


def test_a_strangers_guesses_do_not_lock_out_a_browser_that_signed_in_before(world: World, client: FormClient) -> None:
    give_password(client, world.tom)
    client.post(reverse("account_logout"))
    for _ in range(9):
        give_password(FormClient(), world.tom, "wrong")
    assert "too many wrong tries" in give_password(FormClient(), world.tom).content.decode()
    assert give_password(client, world.tom).status_code == 302
    assert give_password(client, world.tom).status_code == 302


def test_guesses_at_the_code_are_counted(world: World, client: FormClient) -> None:
    secret = with_app(world.asha)
    give_password(client, world.asha)
    for _ in range(8):
        give_code(client, "123123")
    assert "too many wrong tries" in give_code(client, code_of(secret)).content.decode()


def test_guesses_at_the_vaults_password_are_counted(world: World, client_for) -> None:
    client = client_for(world.asha)
    answers = [client.post(reverse("open_vault"), {"password": "wrong"}) for _ in range(12)]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 403
    assert "too many wrong tries" in answers[-1].content.decode()


def test_caches_session_and_tables_hold_no_address(world: World, client: FormClient) -> None:
    """What signing in leaves behind names nobody: allauth would keep the address in the session and in its counts."""
    secret = with_app(world.asha)
    give_password(client, world.asha, "wrong")
    give_password(client, world.asha)
    half_way = dict(client.session.items())
    give_code(client, code_of(secret))
    held = json.dumps([half_way, dict(client.session.items())], default=str) + str(getattr(cache, "_cache", ""))
    rows = "".join(row.session_data for row in Session.objects.all())
    for hidden in ("asha", "school.example", "Verma", PASSWORD):
        assert hidden not in held
        assert hidden not in rows
    assert EmailAddress.objects.count() == 0
    assert str(world.asha.pk) not in rows
    assert sign_in_key("asha@school.example") not in rows


def test_a_lead_without_second_factor_sets_one_up_and_keeps_the_codes(world: World, client: FormClient) -> None:
    give_password(client, world.asha)
    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")
    assert "You need a second factor" in client.get(reverse("mfa_index")).content.decode()
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "<svg" in page.content.decode()
    assert secret in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    kept = Authenticator.objects.get(user=world.asha, type="totp")
    assert secret not in json.dumps(kept.data)
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = recovery_code_of(world.asha)
    assert f"{code[:4]} {code[4:]}" in shown
    answer = client.post(reverse("mfa_view_recovery_codes"), {})
    assert "Keep your recovery codes first" in answer.content.decode()
    answer = client.post(reverse("mfa_view_recovery_codes"), {"kept": "on"})
    assert answer["Location"] == reverse("home")
    assert at_home(client)


def test_a_session_that_gave_no_second_factor_is_asked_when_another_set_one_up(
    world: World, client: FormClient
) -> None:
    """Whoever signed in with a stolen password before the owner set up a second factor stays outside."""
    give_password(client, world.asha)
    with_app(world.asha)
    assert client.get(reverse("home"))["Location"].startswith(reverse("mfa_reauthenticate"))
    wrong = client.post(f"{reverse('mfa_reauthenticate')}?next=/staff/", {"code": "000111"})
    assert wrong.status_code == 200
    assert not at_home(client)


def test_the_last_second_factor_of_a_lead_stays(world: World, client: FormClient) -> None:
    secret = with_app(world.asha)
    give_password(client, world.asha)
    give_code(client, code_of(secret))
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "this is your last one" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=world.asha, type="totp").exists()


def test_somebody_of_the_staff_may_remove_theirs(world: World, client: FormClient) -> None:
    secret = with_app(world.tom)
    give_password(client, world.tom)
    give_code(client, code_of(secret))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=world.tom).exists()


def test_changes_ask_again_after_a_quarter_of_an_hour(
    world: World, client: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = with_app(world.asha)
    give_password(client, world.asha)
    give_code(client, code_of(secret))
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 901)
    answer = client.get(reverse("mfa_view_recovery_codes"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(answer["Location"])
    assert "Is it still you?" in page.content.decode()
    assert "That is not your password" in client.post(answer["Location"], {"password": "wrong"}).content.decode()
    back = client.post(answer["Location"], {"password": PASSWORD})
    assert back["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(back["Location"]).status_code == 200


def test_signing_out_puts_the_keys_away(world: World, client: FormClient) -> None:
    secret = with_app(world.asha)
    give_password(client, world.asha)
    give_code(client, code_of(secret))
    assert "Do you want to sign out?" in client.get(reverse("account_logout")).content.decode()
    ring, session = (
        client.cookies[settings.SEAWALL_RING_COOKIE].value,
        client.cookies[settings.SESSION_COOKIE_NAME].value,
    )
    assert client.get(reverse("home")).status_code == 302
    answer = client.post(reverse("account_logout"))
    assert answer["Location"] == reverse("account_login")
    assert client.cookies[settings.SEAWALL_RING_COOKIE].value == ""
    thief = FormClient()
    thief.cookies[settings.SEAWALL_RING_COOKIE] = ring
    thief.cookies[settings.SESSION_COOKIE_NAME] = session
    assert not at_home(thief)


def test_stopping_half_way_puts_the_keys_away(world: World, client: FormClient) -> None:
    with_app(world.asha)
    give_password(client, world.asha)
    assert "ring" in client.session
    client.post(reverse("account_logout"))
    assert "ring" not in client.session
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_the_ring_opens_only_with_both_cookie_and_session_of_the_same_person(world: World, client_for) -> None:
    asha, dev = client_for(world.asha), client_for(world.dev)
    ring = settings.SEAWALL_RING_COOKIE

    def is_open(client: FormClient) -> bool:
        return ring_of(client.get(reverse("mfa_index"))) is not None

    assert is_open(asha)
    assert is_open(dev)
    asha.cookies[ring], dev.cookies[ring] = dev.cookies[ring].value, asha.cookies[ring].value
    assert not is_open(asha)
    assert not is_open(dev)
    for broken in ("", "x", "!!", "A" * 44, "\u00e4"):
        asha.cookies[ring] = broken
        assert not is_open(asha)


def test_the_box_in_the_session_is_not_the_key(world: World, client_for) -> None:
    client = client_for(world.asha)
    secret = actions.open_keys(person=world.asha, password=PASSWORD)
    assert secret is not None
    assert secret.hex() not in json.dumps(dict(client.session.items()))
    assert client.cookies[settings.SEAWALL_RING_COOKIE].value not in json.dumps(dict(client.session.items()))


def test_without_keys_in_the_session_the_password_opens_them(world: World, client_for) -> None:
    """As after signing in with a passkey."""
    client = client_for(world.asha)
    del client.cookies[settings.SEAWALL_RING_COOKIE]
    answer = client.post(f"{reverse('open_vault')}?next=/staff/", {"password": "not this one"})
    assert (answer.status_code, ring_of(answer)) == (422, None)
    answer = client.post(f"{reverse('open_vault')}?next=/staff/", {"password": PASSWORD})
    assert answer["Location"] == "/staff/"
    assert ring_of(client.get(reverse("mfa_index"))) is not None


def test_a_changed_password_signs_other_browsers_out_and_keeps_the_vault(world: World, client_for) -> None:
    here, elsewhere = client_for(world.asha), client_for(world.asha)
    new = "a quite different sentence"
    for wrong in (
        {"old": "wrong", "new": new, "again": new},
        {"old": PASSWORD, "new": new, "again": "other"},
        {"old": PASSWORD, "new": "short", "again": "short"},
        {"old": PASSWORD, "new": "password1234", "again": "password1234"},
        {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD},
        {"old": PASSWORD, "new": "x" * 1001, "again": "x" * 1001},
    ):
        assert here.post(reverse("change_password"), wrong).status_code == 422
    answer = here.post(reverse("change_password"), {"old": PASSWORD, "new": new, "again": new})
    assert answer["Location"] == reverse("home")
    assert ring_of(here.get(reverse("mfa_index"))) is not None
    assert not at_home(elsewhere)
    world.asha.refresh_from_db()
    assert actions.open_keys(person=world.asha, password=new)
    assert not actions.open_keys(person=world.asha, password=PASSWORD)


def test_a_new_lead_chooses_a_password_before_anything_else(world: World, client: FormClient) -> None:
    who = actions.Hire("Nia Brook", "nia@school.example", Role.DEPUTY, "six words from the office")
    nia = actions.add_person(school=world.marram, who=who, by=world.olu, password_is_theirs=False)
    give_password(client, nia, who.password)
    for name in ("home", "open_vault"):
        assert client.get(reverse(name))["Location"] == reverse("change_password")
    new = "a password of my own"
    client.post(reverse("change_password"), {"old": who.password, "new": new, "again": new})
    nia.refresh_from_db()
    assert actions.open_keys(person=nia, password=new)
    assert not actions.open_keys(person=nia, password=who.password)
    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("credential", ["", "x", "[]", "1", "null", "{}", '{"id": 1}', '{"response": []}', '"' * 9])
@pytest.mark.parametrize(
    "page", ["mfa_login_webauthn", "mfa_authenticate", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"]
)
def test_an_absurd_passkey_is_refused(world: World, client: FormClient, page: str, credential: str) -> None:
    with_app(world.asha)
    if page == "mfa_authenticate":
        give_password(client, world.asha)
    elif page != "mfa_login_webauthn":
        client.force_login(world.asha)
    client.get(reverse(page), headers={"accept": "application/json"})
    answer = client.post(reverse(page), {"credential": credential})
    assert answer.status_code in {200, 302}
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_nobody_signed_in_is_sent_to_sign_in_from_every_page_of_it(world: World, client: FormClient) -> None:
    for name in ("mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "change_password", "open_vault", "home"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login")), name


def test_somebody_signed_in_at_another_school_is_told_to_sign_out_first(world: World) -> None:
    client = FormClient(headers={"host": "heron.example"})
    client.force_login(world.asha)
    for name in ("account_login", "mfa_index", "mfa_activate_totp"):
        page = client.get(reverse(name))
        assert page.status_code == 403
        assert "another school of this server" in page.content.decode()
    assert client.post(reverse("account_logout")).status_code == 302


def test_the_demonstration_shows_the_code_and_nothing_else_does(world: World, settings) -> None:
    with_app(world.asha)
    client = FormClient()
    give_password(client, world.asha)
    assert "demonstration" not in client.get(reverse("mfa_authenticate")).content.decode()
    settings.SEAWALL_DEMO = True
    for _ in range(2):
        client = FormClient()
        give_password(client, world.asha)
        page = client.get(reverse("mfa_authenticate"))
        assert "Only in the demonstration" in page.content.decode()
        assert give_code(client, page.context["demo_code"]).status_code == 302

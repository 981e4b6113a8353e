"""The forms that test_hostile_forms does not reach: a parent's first page, the six words, signing in, the office's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from seawall.schools.actions import Hire, add_person, change_password
from seawall.schools.rules import Role
from seawall.web.shared import keys_in_session
from tests.house.test_hostile_forms import HOSTILE, MADE_UP, Forms, try_everything
from tests.shared.signing import give_password, with_app
from tests.world import PASSWORD, FormClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from seawall.schools.models import Person
    from tests.world import World

    type ClientFor = Callable[[Person | None], Client]


def fields(client: Client, address: str) -> list[str]:
    """The fields of a page's forms."""
    parser = Forms(address)
    parser.feed(client.get(address, follow=True).content.decode())
    return [name for _target, found in parser.found for name in found]


def test_a_parents_first_page(world: World, client_for: ClientFor) -> None:
    client = client_for(None)
    assert try_everything(client, reverse("parents")) > len(MADE_UP)
    client.post(reverse("parents"), {"about": "my_child"})
    assert try_everything(client, reverse("parents")) > len(MADE_UP), "with something under way"


@pytest.mark.parametrize("name", ["six_words", "throw_words_away"])
def test_the_six_words(name: str, world: World, client_for: ClientFor) -> None:
    client = client_for(None)
    client.post(reverse("tell"), {"about": "me"})
    client.post(reverse("check_answers"))
    assert try_everything(client, reverse(name)), "its buttons have no fields: broken bytes are all there is to send"


def test_the_code_after_the_password(world: World) -> None:
    client = FormClient()
    with_app(world.asha)
    give_password(client, world.asha)
    assert try_everything(client, reverse("mfa_authenticate")) >= len(HOSTILE)


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout", "mfa_login_webauthn"]
)
def test_ways_of_signing_in(name: str, world: World, client_for: ClientFor) -> None:
    try_everything(client_for(world.asha), reverse(name))


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"]
)
def test_ways_of_somebody_who_has_an_app(name: str, world: World, client_for: ClientFor) -> None:
    client = client_for(world.tom)
    with_app(world.tom)
    try_everything(client, reverse(name))


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
@pytest.mark.parametrize("key", [0, 1, 2**31 - 1, 2**63, 10**30])
def test_a_passkey_that_is_nobodys(name: str, key: int, world: World, client_for: ClientFor) -> None:
    client = client_for(world.asha)
    for method in (client.get, client.post):
        assert method(reverse(name, args=[key])).status_code in {302, 404}


def test_opening_the_vault(world: World, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_for(world.asha)
    monkeypatch.setattr(keys_in_session, "take_out", lambda _request: None)
    assert "password" in fields(client, reverse("open_vault"))
    try_everything(client, reverse("open_vault"))


def test_somebody_leaves_and_is_let_in(world: World, client_for: ClientFor) -> None:
    client = client_for(world.asha)
    who = Hire("Nia Quill", "nia@school.example", Role.DEPUTY, PASSWORD)
    nia = add_person(school=world.marram, who=who, by=world.olu, password_is_theirs=False)
    change_password(person=nia, old=PASSWORD, new=f"{PASSWORD} again", by=nia)
    for name in ("office_let_in", "office_leave"):
        address = reverse(name, args=[nia.pk])
        assert fields(client, address)
        try_everything(client, address)

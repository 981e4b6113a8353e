"""Signing in, in a browser: password and app, a passkey as second factor and alone, and what goes wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.stories.server import PASSWORD
from tests.stories.sign_in_steps import Someone

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stories.conftest import OpenPage
    from tests.stories.server import Server
    from tests.stories.sign_in_steps import Look, Take

pytestmark = pytest.mark.story


@pytest.fixture
def someone(server: Server, open_page: OpenPage, axe: Look, picture: Take) -> Callable[[str], Someone]:
    """Somebody in front of a browser of a kind."""
    return lambda how: Someone(open_page(how), server, axe, picture)


def test_password_and_app_then_out(someone: Callable[[str], Someone]) -> None:
    asha = someone("phone")
    asha.gives_password("asha", "not this one")
    asha.sees("The e-mail address or the password is not right.", shot="sign-in-wrong")
    expect(asha.page.locator(".govuk-error-summary")).to_be_focused()
    asha.gives_password("asha")
    asha.sees("Only in the demonstration", picture="sign-in-2-second-factor")
    asha.gives_code("000000")
    asha.sees("That did not match. Try again.")
    asha.gives_code()
    asha.is_at_the_desk()
    cookies = {cookie["name"]: cookie for cookie in asha.page.context.cookies()}
    assert cookies["ring"]["httpOnly"]
    assert cookies["session"]["httpOnly"]
    asha.goes_to("/sign-out/")
    asha.sees("Do you want to sign out?", shot="sign-out")
    asha.signs_out()
    assert "ring" not in {cookie["name"] for cookie in asha.page.context.cookies()}
    asha.goes_to("/staff/")
    asha.sees("For people who work at the school.")


def test_without_scripts_password_and_app_are_enough(someone: Callable[[str], Someone]) -> None:
    olu = someone("phone, no scripts")
    olu.gives_password("olu")
    olu.sees("Your second factor")
    olu.gives_code()
    expect(olu.page.get_by_role("heading", name="Office")).to_be_visible()


def test_a_passkey_as_second_factor_and_then_alone(someone: Callable[[str], Someone]) -> None:
    dev = someone("desktop")
    dev.gets_passkeys()
    dev.gives_password("dev")
    dev.gives_code()
    adds_a_passkey(dev)
    dev.signs_out()
    dev.gives_password("dev")
    dev.sees("With your passkey", shot="second-factor-passkey")
    dev.clicks("Use my passkey")
    dev.is_at_the_desk()
    dev.signs_out()
    signs_in_with_the_passkey_alone(dev)
    renames_and_removes_it(dev)


def adds_a_passkey(dev: Someone) -> None:
    dev.goes_to("/sign-in/second-factor/")
    dev.sees("Authenticator app", shot="ways-to-sign-in")
    dev.clicks("Add a passkey")
    expect(dev.page.get_by_text("The passkey was not used.")).to_be_hidden()
    dev.sees("Name of this passkey", shot="add-a-passkey")
    dev.fills(name="blue key")
    dev.ticks("Let this passkey sign me in without my password")
    dev.clicks("Add")
    dev.sees("Your passkey is added.")
    dev.sees("Your recovery codes")
    dev.ticks("I have kept my recovery codes")
    dev.clicks("Go on")
    dev.goes_to("/sign-in/second-factor/")
    dev.sees("signs in without password", shot="passkey-added")


def signs_in_with_the_passkey_alone(dev: Someone) -> None:
    """The vault stays closed until the password is given."""
    dev.goes_to("/sign-in/")
    dev.sees("With a passkey", picture="sign-in-1-password")
    dev.clicks("Sign in with a passkey")
    dev.sees("Open what was told", shot="open-the-vault")
    dev.fills(password="not this one")
    dev.clicks("Open")
    dev.sees("That is not your password.")
    dev.fills(password=PASSWORD)
    dev.clicks("Open")
    dev.is_at_the_desk()


def renames_and_removes_it(dev: Someone) -> None:
    dev.goes_to("/sign-in/second-factor/")
    dev.follows("Rename blue key")
    dev.sees("Rename a passkey")
    dev.fills(name="my laptop")
    dev.clicks("Save")
    dev.follows("Remove my laptop")
    dev.sees("Remove the passkey “my laptop”?", shot="remove-a-passkey")
    dev.clicks("Remove")
    dev.sees("The passkey is removed.")
    dev.follows("Remove the authenticator app")
    dev.sees("this is your last one", shot="last-second-factor")


def test_a_passkey_that_is_not_given_is_told_in_the_page(someone: Callable[[str], Someone]) -> None:
    nobody = someone("phone")
    nobody.gets_passkeys()
    nobody.goes_to("/sign-in/")
    trouble = nobody.page.get_by_text("The passkey was not used.")
    missing = nobody.page.get_by_text("This browser cannot use passkeys.")
    expect(trouble).to_be_hidden()
    expect(missing).to_be_hidden()
    nobody.clicks("Sign in with a passkey")
    expect(trouble).to_be_visible()
    expect(missing).to_be_hidden()
    nobody.axe(nobody.page)


@pytest.mark.parametrize("how", ["desktop", "phone", "phone, no scripts"])
def test_a_page_that_is_not_there_leads_to_help(someone: Callable[[str], Someone], how: str) -> None:
    nobody = someone(how)
    answer = nobody.page.goto(nobody.server.url("/nothing/here"))
    assert answer is not None
    assert answer.status == 404
    nobody.sees("There is no page at this address.", shot=f"nothing-here-{how}")
    nobody.sees("If someone is in danger now, call 999.")


SEND_A_PICTURE = """() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.enctype = 'multipart/form-data'
    form.action = '/sign-in/'
    const input = document.createElement('input')
    input.type = 'file'
    input.name = 'picture'
    const files = new DataTransfer()
    files.items.add(new File([new Uint8Array(4000000)], 'a.jpg'))
    input.files = files.files
    form.append(input)
    document.body.append(form)
    form.submit()
}"""


def test_a_picture_is_refused_with_a_page_and_not_with_a_broken_line(someone: Callable[[str], Someone]) -> None:
    """Somebody builds a form that sends a big file: the server refuses it unread, and the browser shows the sentence."""
    nobody = someone("desktop")
    nobody.goes_to("/sign-in/")
    nobody.page.evaluate(SEND_A_PICTURE)
    nobody.sees("You can't send a picture or a file here")


def test_a_form_far_too_long_is_answered_with_a_page(someone: Callable[[str], Someone]) -> None:
    nobody = someone("desktop")
    nobody.goes_to("/sign-in/")
    nobody.page.locator("[name=login]").evaluate("field => { field.value = 'x'.repeat(3000000) }")
    nobody.fills(password="x")
    nobody.clicks("Sign in")
    nobody.sees("make it shorter")

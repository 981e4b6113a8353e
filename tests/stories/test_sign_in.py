"""Signing in, in a browser: password and app, a passkey as second factor and alone, recovery codes, the first day of a lead."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.stories.server import PASSWORD, account

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stories.conftest import OpenPage
    from tests.stories.server import Server

    type Look = Callable[[Page], None]
    type Take = Callable[[Page, str], None]

pytestmark = pytest.mark.story

CODE = re.compile(r"\d{6}")


def shot(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to look at the page while working on it (SEAWALL_SHOTS names the folder)."""
    folder = os.environ.get("SEAWALL_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def give_password(page: Page, server: Server, who: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in page. (The button's own script swallows a second click, so it is clicked once.)"""
    page.goto(server.url("/sign-in/"))
    page.get_by_label("Your e-mail address at school").fill(account(who).email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def give_shown_code(page: Page) -> None:
    """Type the code that the demonstration shows."""
    code = page.locator("[data-demo-code]").inner_text()
    assert CODE.fullmatch(code)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Go on").click()


def with_passkeys(page: Page) -> None:
    """Give the browser a passkey of its own, as a phone or a laptop with a finger reader has."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page: Page, server: Server) -> None:
    page.goto(server.url("/sign-out/"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_text("You have signed out.")).to_be_visible()


def test_password_and_app_then_out(server: Server, open_page: OpenPage, axe: Look, picture: Take) -> None:
    page = open_page("phone")
    give_password(page, server, "asha", "not this one")
    expect(page.get_by_text("The e-mail address or the password is not right.")).to_be_visible()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe(page)
    shot(page, "sign-in-wrong")
    give_password(page, server, "asha")
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    expect(page.get_by_text("Only in the demonstration")).to_be_visible()
    axe(page)
    picture(page, "sign-in-2-second-factor")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="That did not match. Try again.")).to_be_visible()
    axe(page)
    give_shown_code(page)
    expect(page).to_have_url(re.compile(r"^(?!.*/sign-in/)"))
    names = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert names["ring"]["httpOnly"]
    assert names["session"]["httpOnly"]
    page.goto(server.url("/sign-out/"))
    axe(page)
    shot(page, "sign-out")
    sign_out(page, server)
    assert "ring" not in {cookie["name"] for cookie in page.context.cookies()}
    page.go_back()
    page.goto(server.url("/staff/"))
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_without_scripts_password_and_app_are_enough(server: Server, open_page: OpenPage, axe: Look) -> None:
    page = open_page("phone, no scripts")
    give_password(page, server, "olu")
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    give_shown_code(page)
    expect(page.get_by_role("heading", name="Office")).to_be_visible()
    axe(page)


def test_a_passkey_as_second_factor_and_then_alone_with_the_vault_opened_by_password(
    server: Server, open_page: OpenPage, axe: Look, picture
) -> None:
    page = open_page()
    with_passkeys(page)
    give_password(page, server, "dev")
    give_shown_code(page)
    page.goto(server.url("/sign-in/second-factor/"))
    axe(page)
    shot(page, "ways-to-sign-in")
    page.get_by_role("button", name="Add a passkey").click()
    axe(page)
    shot(page, "add-a-passkey")
    page.get_by_label("Name of this passkey").fill("blue key")
    page.get_by_label("Let this passkey sign me in without my password").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    axe(page)
    page.get_by_label("I have kept my recovery codes").check()
    page.get_by_role("button", name="Go on").click()
    page.goto(server.url("/sign-in/second-factor/"))
    expect(page.get_by_text("signs in without password")).to_be_visible()
    axe(page)
    shot(page, "passkey-added")

    sign_out(page, server)
    give_password(page, server, "dev")
    axe(page)
    shot(page, "second-factor-passkey")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page).to_have_url(re.compile(r"/desk/"))

    sign_out(page, server)
    page.goto(server.url("/sign-in/"))
    axe(page)
    picture(page, "sign-in-1-password")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Open what was told")).to_be_visible()
    axe(page)
    shot(page, "open-the-vault")
    page.get_by_label("Your password").fill("not this one")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("link", name="That is not your password.")).to_be_visible()
    axe(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page).to_have_url(re.compile(r"/desk/"))

    page.goto(server.url("/sign-in/second-factor/"))
    page.get_by_role("link", name="Rename blue key").click()
    axe(page)
    page.get_by_label("Name of this passkey").fill("my laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove my laptop").click()
    axe(page)
    shot(page, "remove-a-passkey")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    page.get_by_role("link", name="Remove the authenticator app").click()
    expect(page.get_by_text("this is your last one")).to_be_visible()
    axe(page)
    shot(page, "last-second-factor")


def test_a_passkey_that_is_not_given_is_told_in_the_page(server: Server, open_page: OpenPage, axe: Look) -> None:
    page = open_page("phone")
    with_passkeys(page)
    page.goto(server.url("/sign-in/"))
    expect(page.get_by_text("The passkey was not used.")).to_be_hidden()
    expect(page.get_by_text("This browser cannot use passkeys.")).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    expect(page.get_by_text("This browser cannot use passkeys.")).to_be_hidden()
    axe(page)


def test_the_first_day_of_a_deputy(fresh_server: Server, open_page: OpenPage, axe: Look, picture: Take) -> None:
    """Added by the office, a password of her own, an authenticator app, recovery codes, let in by a lead, a code used."""
    server = fresh_server
    office = open_page()
    give_password(office, server, "olu")
    give_shown_code(office)
    axe(office)
    picture(office, "office-1-school-and-people")
    office.get_by_role("button", name="Change these").click()
    axe(office)
    office.get_by_label("Phone").fill("call us")
    office.get_by_label("The school's colour").fill("#00cc66")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("link", name="Enter a phone number, such as 01632 960123")).to_be_visible()
    axe(office)
    office.get_by_label("Phone").fill("01632 960123")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    office.get_by_role("button", name="Add a person").click()
    axe(office)
    shot(office, "add-a-person")
    office.get_by_label("Name", exact=True).fill("Nia Brook")
    office.get_by_label("E-mail address at school").fill("nia@marram-bay.example")
    office.get_by_label("Deputy safeguarding lead").check()
    office.get_by_role("button", name="Add", exact=True).click()
    words = office.locator("[data-first-password]").inner_text()
    axe(office)
    shot(office, "person-added")

    nia = open_page("phone")
    nia.goto(server.url("/sign-in/"))
    nia.get_by_label("Your e-mail address at school").fill("nia@marram-bay.example")
    nia.get_by_label("Password", exact=True).fill(words)
    nia.get_by_role("button", name="Sign in", exact=True).click()
    expect(nia.get_by_role("heading", name="Choose a password of your own")).to_be_visible()
    axe(nia)
    shot(nia, "choose-a-password")
    for label, typed in (
        ("Your password now", words),
        ("New password", "dune grass and rain"),
        ("New password once more", "dune grass and rain"),
    ):
        nia.get_by_label(label, exact=True).fill(typed)
    nia.get_by_role("button", name="Save").click()
    expect(nia.get_by_text("You need a second factor besides your password")).to_be_visible()
    axe(nia)
    shot(nia, "second-factor-wanted")
    told = nia.locator("[data-check-words]").inner_text()
    nia.get_by_role("button", name="Set up an authenticator app").click()
    expect(nia.get_by_role("img", name="A QR code")).to_be_visible()
    axe(nia)
    picture(nia, "sign-in-3-set-up-an-app")
    nia.get_by_text("I can't use the picture").click()
    secret = nia.locator("[data-secret]").inner_text()
    nia.get_by_label("Code", exact=True).fill("12")
    nia.get_by_role("button", name="Set up").click()
    expect(nia.get_by_role("link", name="That did not match. Try again.")).to_be_visible()
    axe(nia)
    nia.get_by_text("I can't use the picture").click()
    assert nia.locator("[data-secret]").inner_text() == secret, "a slip does not ask to read the picture again"
    nia.get_by_label("Code", exact=True).fill(code_of(secret))
    nia.get_by_role("button", name="Set up").click()
    expect(nia.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    axe(nia)
    picture(nia, "sign-in-4-recovery-codes")
    codes = nia.locator("[data-recovery-codes] li").all_inner_texts()
    assert len(codes) == 10
    nia.get_by_role("button", name="Go on").click()
    expect(nia.get_by_role("link", name="Keep your recovery codes first")).to_be_visible()
    axe(nia)
    nia.get_by_label("I have kept my recovery codes").check()
    nia.get_by_role("button", name="Go on").click()
    expect(nia).to_have_url(re.compile(r"/desk/"))

    lead = open_page()
    give_password(lead, server, "asha")
    give_shown_code(lead)
    lead.goto(server.url("/office/"))
    lead.get_by_role("link", name="Let in Nia Brook").click()
    expect(lead.get_by_text(told)).to_be_visible()
    axe(lead)
    picture(lead, "office-2-let-in")
    lead.get_by_label("I have asked them myself").check()
    lead.get_by_role("button", name="Let in").click()
    expect(lead.get_by_text("Nia Brook is in the safeguarding team.")).to_be_visible()

    sign_out(nia, server)
    nia.get_by_label("Your e-mail address at school").fill("nia@marram-bay.example")
    nia.get_by_label("Password", exact=True).fill("dune grass and rain")
    nia.get_by_role("button", name="Sign in", exact=True).click()
    nia.get_by_label("Code", exact=True).fill(codes[3])
    nia.get_by_role("button", name="Go on").click()
    expect(nia).to_have_url(re.compile(r"/desk/"))

    office.goto(server.url("/office/"))
    office.get_by_role("link", name="Nia Brook leaves").click()
    axe(office)
    shot(office, "somebody-leaves")
    office.get_by_role("button", name="Yes, they leave").click()
    expect(office.get_by_text("Nia Brook can't sign in any more.")).to_be_visible()
    nia.reload()
    expect(nia.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def code_of(secret: str) -> str:
    """What an authenticator app shows for a secret."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.mark.parametrize("how", ["desktop", "phone"])
def test_pages_for_what_went_wrong(server: Server, open_page: OpenPage, axe: Look, how: str) -> None:
    page = open_page(how)
    answer = page.goto(server.url("/nothing/here"))
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("There is no page at this address.")).to_be_visible()
    expect(page.get_by_text("If someone is in danger now, call 999.")).to_be_visible()
    axe(page)
    shot(page, f"nothing-here-{how}")


def test_a_picture_is_refused_with_a_page_and_not_with_a_broken_line(
    server: Server, open_page: OpenPage, axe: Look
) -> None:
    """What a browser shows when somebody builds a form that sends a big file: the server must not cut the line while it sends."""
    page = open_page()
    page.goto(server.url("/sign-in/"))
    page.evaluate(
        """() => {
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
    )
    expect(page.get_by_text("You can't send a picture or a file here")).to_be_visible()
    axe(page)


def test_a_form_far_too_long_is_answered_with_a_page(server: Server, open_page: OpenPage, axe: Look) -> None:
    page = open_page()
    page.goto(server.url("/sign-in/"))
    page.get_by_label("Your e-mail address at school").evaluate("field => { field.value = 'x'.repeat(3000000) }")
    page.get_by_label("Password", exact=True).fill("x")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("make it shorter")).to_be_visible()
    axe(page)

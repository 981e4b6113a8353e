"""A lead gets a fake account off its platform: written down, steps for the family, reported, asked again, gone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.stories.server import CHILD_CODE

pytestmark = pytest.mark.story


def give_by_code(page, child, server, axe):
    """The steps go into the mailbox of the child who told, who reads them with the six words."""
    page.get_by_role("group", name="Whose mailbox?").get_by_label("A pupil, about themselves").first.check()
    page.get_by_role("button", name="Put it into their mailbox").click()
    expect(page.get_by_role("alert")).to_contain_text("It is in their mailbox now")
    expect(page.locator("main")).to_contain_text("Steps given")
    child.goto(server.url("/mailbox/"))
    child.get_by_label("What are your six words?").fill(" ".join(CHILD_CODE))
    child.get_by_role("button", name="Open", exact=True).click()
    expect(child.locator("main")).to_contain_text("This is about the account jess_m0.7 on TikTok.")
    axe(child)


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_a_fake_account_from_seen_to_gone(fresh_server, open_page, sign_in, axe, picture, how):
    page, server = open_page(how), fresh_server
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/accounts/"))
    expect(page.get_by_role("link", name="JessM07")).to_be_visible()
    axe(page)
    if how == "desktop":
        picture(page, "lead-9-fake-accounts")

    page.goto(server.url("/desk/cases/"))
    page.locator(".desk-line__title a").first.click()
    page.get_by_role("navigation", name="This case").get_by_role("link", name="Fake accounts").click()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("link", name="Choose an app")).to_be_visible()
    axe(page)
    page.get_by_label("Which app?").select_option("TikTok")
    page.get_by_label("The account's name").fill("jess_m0.7")
    page.get_by_label("Whom does it pretend to be?").select_option("Jess Marlowe")
    page.get_by_label("How old is that child?").select_option("11")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Jess Marlowe is not the sender and not at fault")).to_be_visible()
    expect(page.get_by_text("it has to be the child or a parent")).to_be_visible()
    axe(page)
    if how == "desktop":
        picture(page, "lead-10-fake-account")

    page.get_by_role("link", name=re.compile("The steps on one page")).click()
    expect(page.get_by_role("heading", name=re.compile("How to get a fake TikTok account taken down"))).to_be_visible()
    axe(page)
    if how != "desktop":
        picture(page, "lead-11-steps-for-a-parent")
    give_by_code(page, open_page("phone, no scripts"), server, axe)

    for happened in ("It was reported to the platform", "It is gone"):
        page.get_by_label(happened).check()
        page.locator("form[action$='/step/']").get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text("Written down")
    axe(page)
    page.goto(server.url("/desk/accounts/?which=down"))
    expect(page.get_by_role("link", name="jess_m0.7")).to_be_visible()

"""A lead sees whose name a fake account may hold, marks the pupil as impersonated, and finds the home to ring."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_from_an_account_to_the_home_to_ring(fresh_server, open_page, sign_in, axe, picture, how):
    page, server = open_page(how), fresh_server
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/cases/"))
    page.locator(".desk-line__title a").first.click()
    pages = page.get_by_role("navigation", name="This case")
    pages.get_by_role("link", name="Fake accounts").click()
    hints = page.get_by_role("region", name="Whose names these may be")
    expect(hints.get_by_text("May be built from the name of").first).to_be_visible()
    expect(hints.get_by_text("the number may be their year group").first).to_be_visible()
    axe(page)
    if how == "desktop":
        picture(page, "imitate-1")

    hints.get_by_role("button", name="Impersonated: not the sender Jess Marlowe").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Their home is on the list to ring")
    hints.get_by_role("link", name="Their home is on the list to ring").click()
    home = page.get_by_role("region", name="Homes to ring: impersonated pupils")
    expect(home.get_by_text("07700 900412")).to_be_visible()
    axe(page)
    if how == "desktop":
        picture(page, "imitate-2")

    pages.get_by_role("link", name="Fake accounts").click()
    hints.get_by_role("button", name="Take that back Jess Marlowe").click()
    expect(page.get_by_role("alert")).to_contain_text("Taken back")
    pages.get_by_role("link", name="Parents").click()
    expect(home).to_have_count(0)

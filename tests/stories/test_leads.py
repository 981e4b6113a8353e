"""Who is behind it: what was found in a report, and the other reports that the same account is met in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it."""

    def check(page, name=""):
        axe(page)
        if name:
            picture(page, name)

    return check


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_the_same_hand_is_seen_across_reports(fresh_server, open_page, sign_in, look, how):
    page, server = open_page(how), fresh_server
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/"))
    page.locator(".desk-line", has_text="Somebody is coming").or_(page.locator(".desk-line--immediate")).first.locator(
        ".desk-line__title a"
    ).click()
    expect(page.get_by_role("heading", name="Accounts and other leads in what was told")).to_be_visible()
    found = page.locator("li[id^=lead-]", has_text="kai.skates_09").first
    expect(found).to_contain_text("Found by machine")
    also = page.locator("li", has=page.locator("h3 a")).filter(has_text="kai.skates_09")
    expect(also.first).to_contain_text("the same there")
    expect(also.filter(has_text="looks the same there").first).to_be_visible()
    assert also.count() >= 3
    look(page, "lead-9-also-met" if how == "desktop" else "lead-9-also-met-phone")

    found.get_by_role("combobox").select_option("offender")
    found.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("Confirmed")
    expect(page.locator("li[id^=lead-]").first).to_contain_text("Confirmed by Asha Verma")

    other = also.first.locator("h3 a").inner_text()
    also.first.get_by_role("button", name="Not together").click()
    expect(page.get_by_role("alert")).to_contain_text("until something new is met in both")
    page.locator("summary", has_text="Looked at, and not together").click()
    page.get_by_role("button", name="Suggest it again").click()
    expect(page.locator("main")).to_contain_text(other)

    page.get_by_role("link", name="Correct it").first.click()
    expect(page.get_by_label("The name, link, number or address")).to_have_value("kai.skates_09")
    look(page)
    page.get_by_label("The name, link, number or address").fill("")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    page.get_by_label("The name, link, number or address").fill("Kai Skates")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("li[id^=lead-]").first).to_contain_text("Corrected by Asha Verma")
    expect(page.locator("li", has=page.locator("h3 a")).first).to_contain_text("looks the same there")

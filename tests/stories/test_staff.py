"""A form tutor records a concern in two minutes; the head sees numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone", "phone, no scripts"]
KEPT = {"1-record-phone", "2-arrived-phone"}


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str) -> None:
        axe(page)
        if name in KEPT:
            picture(page, f"staff-{name}")

    return check


@pytest.mark.parametrize("how", HOWS)
def test_a_tutor_records_a_concern(server, open_page, sign_in, look, how):
    page = open_page(how)
    sign_in(page, server, "tom")

    page.goto(server.url("/staff/record/"))
    look(page, f"1-record-{how}")
    page.get_by_role("button", name="Send to the safeguarding team").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()

    page.get_by_label("What is the child’s name?").fill("Priya Solanki")
    page.get_by_label("Which school year is the child in?").select_option("Year 7")
    page.get_by_label("Somebody is coming to them, or says so").check()
    page.get_by_label("Threats or blackmail").check()
    page.get_by_label("What did the child say?").fill("“He says he is outside after school.”")
    page.get_by_label("What have you done so far?").fill("She is with me in the library.")
    page.get_by_label("Snapchat").check()
    page.get_by_role("button", name="Send to the safeguarding team").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your record has arrived")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Before anything else")
    look(page, f"2-arrived-{how}")
    page.get_by_role("link", name="What I recorded").last.click()
    expect(page.locator(".desk-line").first).to_contain_text("Arrived")
    look(page, f"3-mine-{how}")


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_the_head_sees_numbers(server, open_page, sign_in, axe, how):
    page = open_page(how)
    sign_in(page, server, "hana")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    axe(page)
    assert page.goto(server.url("/desk/")).status == 403
    axe(page)

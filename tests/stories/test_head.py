"""The head reads who did what, checks that it is whole, and looks at the figures of a term."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_the_head_reads_who_did_what(server, open_page, sign_in, axe, picture, how):
    page = open_page(how)
    sign_in(page, server, "hana")
    page.goto(server.url("/staff/journal/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The journal: who did what")
    axe(page)
    page.get_by_label("Who").select_option(label="Asha Verma")
    page.get_by_label("What kind of thing").select_option(label="Cases")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr").first).to_contain_text("Asha Verma")
    page.get_by_label("What kind of thing").select_option(label="Reports")
    page.get_by_role("button", name="Show").click()
    picture(page, f"head-1-journal-{how.split(',', maxsplit=1)[0]}")
    page.get_by_label("Month").fill("nonsense")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    axe(page)
    page.goto(server.url("/staff/journal/"))
    page.get_by_role("link", name="Check that no line was changed").click()
    expect(page.get_by_text("the chain is whole")).to_be_visible()
    axe(page)
    page.goto(server.url("/staff/figures/"))
    expect(page.get_by_role("navigation", name="Terms")).to_be_visible()
    axe(page)

"""A lead keeps the chronology of a case: a line as it is remembered, a correction, the whole of it on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story


@pytest.mark.parametrize("how", ["desktop", "phone", "phone, no scripts"])
def test_a_line_a_correction_and_the_proof(fresh_server, open_page, sign_in, axe, picture, how):
    page, server = open_page(how), fresh_server
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/cases/"))
    page.locator(".desk-line__title a").first.click()
    page.get_by_role("link", name="Chronology", exact=True).click()
    expect(page.get_by_role("heading", name="Chronology")).to_be_visible()
    axe(page)
    if how == "desktop":
        picture(page, "lead-7-chronology")

    page.get_by_role("button", name="Add to the chronology").click()
    expect(page.get_by_role("link", name="Write what happened")).to_be_visible()
    axe(page)
    page.get_by_label("What happened").fill("Her tutor says she was quiet all morning.")
    page.get_by_label("The time it happened").fill("half nine")
    page.get_by_role("button", name="Add to the chronology").click()
    expect(page.get_by_role("link", name="Enter a time")).to_be_visible()
    page.get_by_label("The time it happened").fill("0.01")
    page.get_by_role("button", name="Add to the chronology").click()
    line = page.locator(".desk-message", has_text="quiet all morning")
    expect(line).to_contain_text("00:01")

    line.get_by_role("link", name=re.compile("Correct")).click()
    expect(page.get_by_role("heading", name=re.compile("Correct line"))).to_be_visible()
    axe(page)
    page.get_by_label("What is right").fill("It was her form tutor, Mr Reed.")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".desk-message", has_text="Mr Reed")).to_contain_text("Correction of line")
    expect(line).to_contain_text("corrected in line")

    page.get_by_role("link", name="Print all of it").click()
    expect(page.get_by_text("lines are as they were written")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("quiet all morning"))).to_be_visible()
    axe(page)
    if how == "desktop":
        picture(page, "lead-8-chronology-on-paper")

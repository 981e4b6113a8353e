"""A third report arrives while a lead looks at the desk: seen within a minute to be of the same hand, before anybody opens it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

SERIES = "One hand: Kai, years 7 and 9"


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def references(page: Page) -> set[str]:
    return set(page.locator(".desk-line .desk-reference").all_inner_texts())


def tell(page: Page, server: Server) -> None:
    """A child tells that somebody new writes to them, under one more spelling of the name."""
    page.goto(server.url("/"))
    page.get_by_role("link", name="I am a pupil").click()
    button(page, "Me")
    while "/tell/accounts" not in page.url:
        button(page, "Skip this question")
    page.get_by_label(re.compile("account names or links")).fill("real_kai.skates")
    button(page, "Continue")
    while "/tell/check" not in page.url:
        button(page, "Skip this question")
    button(page, "Send")
    expect(page.locator(".seawall-words li")).to_have_count(6)


def arrived(page: Page, before: set[str]) -> str:
    """The reference of the one report that was not in the queue before."""
    page.reload()
    (new,) = references(page) - before
    return new


def lifted(page: Page, reference: str):
    """The report's line, once the worker has lifted it (it looks every 20 seconds)."""
    line = page.locator(".desk-line", has_text=reference)
    for _ in range(60):
        if line.get_by_text("Meets an open series").count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    return line


@pytest.mark.parametrize("how", ["desktop", "phone"])
def test_a_third_report_is_lifted_and_names_its_series(fresh_server, open_page, sign_in, axe, picture, how):
    desk, server = open_page(how), fresh_server
    sign_in(desk, server, "asha")
    desk.goto(server.url("/desk/"))
    before = references(desk)
    tell(open_page("phone"), server)

    reference = arrived(desk, before)
    line = lifted(desk, reference)
    expect(line).to_contain_text("Urgent")
    expect(line).to_contain_text("The same account is met in a series that is open.")
    expect(line.get_by_role("link", name=SERIES)).to_be_visible()
    axe(desk)
    picture(desk, f"third-1-queue-{how}")

    line.get_by_role("link", name=SERIES).click()
    main = desk.locator("main")
    new = main.locator(".govuk-summary-list__row", has_text="New since yesterday")
    expect(new).to_contain_text(re.compile(r"\d+ reports? waits? that meets? it"))
    expect(main.locator(".desk-line", has_text=reference)).to_be_visible()
    axe(desk)
    picture(desk, f"third-2-series-{how}")

    main.get_by_role("link", name=re.compile(reference)).click()
    expect(desk.locator(".desk-danger").get_by_role("link", name=SERIES)).to_be_visible()
    expect(desk.locator("#leads ~ ul").first).to_contain_text("real_kai.skates")

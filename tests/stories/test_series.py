"""Several children, one hand: a third report meets a series; it is looked at, split, put back and given to the police."""

from __future__ import annotations

import re

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


def test_a_series_is_seen_split_put_back_and_bundled(fresh_server, open_page, sign_in, look):
    page, server = open_page("desktop"), fresh_server
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/"))
    see(page, look)
    split_and_put_back(page, look)
    page.goto(server.url("/desk/series/"))
    expect(page.get_by_role("heading", name="With no open case")).to_be_visible()
    look(page)
    page.get_by_role("link", name="One hand").click()
    bundle(page, look)


def see(page, look):
    lifted = page.locator(".desk-line", has_text="Meets an open series")
    for _ in range(40):  # the worker looks every 20 seconds
        if lifted.count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(lifted.first).to_contain_text("The same account is met in a series that is open.")
    look(page, "series-1-queue")
    lifted.first.locator("h3 a").click()
    page.get_by_role("link", name="One hand: Kai, years 7 and 9").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("3 children affected; 1 impersonated, not the sender")
    expect(main).to_contain_text("Waiting, and the same account is met")
    svg = page.locator("figure svg")
    expect(svg).to_contain_text("kai_skates09")
    expect(svg).to_contain_text("BH")
    expect(page.locator("table")).to_contain_text("jess.m_07")
    look(page, "series-2-page")


def split_and_put_back(page, look):
    form = page.locator("form[action$='/split/']")
    page.locator("summary", has_text="Split it").click()
    form.get_by_role("button", name="Split").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    form.get_by_label(re.compile("Asked for names")).check()
    form.get_by_label("A short name for the series").fill("Before half term")
    form.get_by_label("Why? (optional)").fill("Bryn is not sure any more that it was the same name.")
    form.get_by_role("button", name="Split").click()
    expect(page.get_by_role("heading", name="Before half term", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("1 child affected")
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Every case stands where it stood before")
    expect(page.locator("main")).to_contain_text("No case is in it any more")
    look(page)


def bundle(page, look):
    page.get_by_role("link", name="Make one bundle of the whole series").click()
    expect(page.locator("main")).to_contain_text("these 2 cases hold")
    page.get_by_label("The police").check()
    page.get_by_label("Who exactly, and their reference").fill("DC Hallam, MC/88213/26")
    page.get_by_label("Why are you giving it?").fill("She asked for all of it.")
    look(page, "series-3-bundle")
    page.get_by_role("button", name="Make the bundle").click()
    expect(page.get_by_role("button", name="Download the locked file")).to_be_visible()


def test_on_a_phone_a_case_goes_into_the_series(fresh_server, open_page, sign_in, look):
    page, server = open_page("phone"), fresh_server
    sign_in(page, server, "dev")
    page.goto(server.url("/desk/"))
    page.locator(".desk-line", has_text="freddie").or_(page.locator(".desk-line", has_text="TikTok")).first.locator(
        "h3 a"
    ).click()
    page.get_by_label("A short name for the case").fill("Fake account on TikTok")
    page.get_by_role("button", name="Make a case").click()
    page.get_by_role("link", name="Put it together with other cases").click()
    look(page, "series-4-put-in-phone")
    page.get_by_label("Which series?").select_option(index=1)
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("heading", name="One hand: Kai, years 7 and 9")).to_be_visible()
    look(page, "series-5-page-phone")
    expect(page.locator("main")).to_contain_text("Fake account on TikTok")

"""Nobody is left waiting: the office fills the rota, a lead sees what is overdue and notes that a child was reached."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone", "phone, no scripts"]
KEPT = {"1-rota-desktop", "2-overdue-desktop", "3-reach-phone"}


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str) -> None:
        axe(page)
        if name in KEPT:
            picture(page, f"watch-{name}")

    return check


@pytest.mark.parametrize("how", HOWS)
def test_the_office_looks_after_the_rota(server, open_page, sign_in, look, how):
    page = open_page(how)
    sign_in(page, server, "olu")
    page.goto(server.url("/office/"))
    page.get_by_role("button", name="Hours, holidays and rota").click()
    expect(page.get_by_role("heading", name="Nobody reads, in the next six weeks")).to_be_visible()
    look(page, f"1-rota-{how}")

    page.get_by_role("button", name="Somebody is away").click()
    look(page, f"away-{how}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, f"away-wrong-{how}")

    page.goto(server.url("/office/rota/shift/"))
    page.get_by_label("Who?").select_option(label="Dev Osei")
    page.get_by_label("Saturday").check()
    page.get_by_label("From").fill("8 pm")
    page.get_by_label("Until").fill("7 pm")
    page.get_by_role("button", name="Save").click()
    look(page, f"shift-wrong-{how}")
    expect(page.get_by_label("From")).to_have_value("8 pm")
    page.goto(server.url("/office/rota/hours/"))
    look(page, f"hours-{how}")
    page.goto(server.url("/office/rota/dates/"))
    look(page, f"dates-{how}")


@pytest.mark.parametrize("how", HOWS)
def test_a_lead_sees_what_is_overdue_and_reaches_somebody(fresh_server, open_page, sign_in, look, how):
    page = open_page(how)
    sign_in(page, fresh_server, "asha")
    expect(page.locator(".desk-line--immediate").get_by_text("overdue by")).to_be_visible()
    look(page, f"2-overdue-{how}")
    page.locator(".desk-line--immediate a").first.click()
    expect(page.get_by_role("heading", name="First contact", exact=True)).to_be_visible()
    look(page, f"first-contact-{how}")
    page.get_by_role("button", name="I talked with them").click()
    expect(page.get_by_text("Noted that they were reached.")).to_be_visible()
    expect(page.locator("#contact")).to_contain_text("face to face")
    look(page, f"reached-{how}")


@pytest.mark.parametrize("how", ["phone", "phone, no scripts"])
def test_a_lead_says_how_to_be_reached(server, open_page, sign_in, look, how):
    page = open_page(how)
    sign_in(page, server, "asha")
    page.get_by_role("link", name="How to reach me").click()
    look(page, f"3-reach-{how}")
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, f"reach-wrong-{how}")
    page.goto(server.url("/staff/reach/"))
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("A test is on its way.")).to_be_visible()


def test_a_child_is_told_when_somebody_reads(server, no_scripts, look):
    no_scripts.goto(server.url("/"))
    said = no_scripts.get_by_text("Somebody reads what comes in").or_(
        no_scripts.get_by_text("The next time somebody looks")
    )
    expect(said.first).to_be_visible()
    look(no_scripts, "start")

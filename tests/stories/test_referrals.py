"""From "refer now" to referred: the routes, a ready text, that they were told, the answer; LADO; on paper; without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.stories.server import CHILD_CODE

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone", "phone, no scripts"]
KEPT = {"1-all-desktop", "2-begun-desktop", "2-begun-phone", "5-made-desktop"}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str) -> None:
        axe(page)
        if name in KEPT:
            picture(page, f"referral-{name}")

    return check


def the_referrals(page: Page, server: Server) -> None:
    page.goto(server.url("/desk/cases/"))
    page.locator(".desk-line__title a").first.click()
    page.get_by_role("link", name="Referrals", exact=True).click()
    expect(page.get_by_role("heading", level=2, name="Referrals")).to_be_visible()


def begin(page: Page, whom: str, *, staff: str = "No, as far as we know") -> None:
    page.get_by_label(staff, exact=True).check()
    page.get_by_label(whom, exact=True).check()
    press(page, "Begin a referral")
    expect(page.get_by_role("alert")).to_contain_text("Begun")


def ready_words(page: Page, look, how: str) -> None:
    """Choose what goes into the text, look at it, copy it, and keep what was said in other words."""
    page.get_by_role("button", name="Words to read out or paste").click()
    page.get_by_label("Our own notes on the case, too").check()
    look(page, f"3-choose-{how}")
    press(page, "Show the text")
    text = page.locator("#ready")
    expect(text).to_contain_text("Impersonated: not the sender")
    expect(text).to_contain_text("kai_skates09")
    expect(text).to_contain_text("Crime MC/88213/26")
    look(page, f"4-telephone-{how}")
    copy = page.locator("[data-copy]")
    if "no scripts" in how:
        expect(copy).to_be_hidden()
    else:
        copy.click()
        expect(page.get_by_role("status")).to_contain_text("Copied")
    page.get_by_label("What you said").fill("Told the front door about three children in year 7.")
    press(page, "Keep it as what was said")
    expect(page.get_by_role("alert")).to_contain_text("Kept")


@pytest.mark.parametrize("how", HOWS)
def test_from_red_to_referred(fresh_server, open_page, sign_in, look, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    the_referrals(page, server)
    expect(page.locator(".desk-line")).to_have_count(2)
    look(page, f"1-all-{how}")

    press(page, "Begin a referral")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, f"1-wrong-{how}")
    begin(page, "Children's social care")
    expect(page.locator("main")).to_contain_text("01632 960150")
    expect(page.locator("main")).to_contain_text("Out of hours")
    look(page, f"2-begun-{how}")

    ready_words(page, look, how)
    page.get_by_label("Telephone", exact=True).check()
    page.get_by_label("Whom did you speak or write to?").fill("Duty worker, Front Door")
    press(page, "They were told")
    expect(page.locator("main")).to_contain_text("Told the front door about three children in year 7.")
    expect(page.locator("main")).to_contain_text("Waits for an answer")
    look(page, f"5-made-{how}")

    page.get_by_label("What did they answer?").fill("A social worker visits tomorrow.")
    page.get_by_label("Their reference or crime number, if it is new").fill("FD-1188")
    press(page, "Save their answer")
    expect(page.locator("main")).to_contain_text("FD-1188")
    page.get_by_role("link", name="Chronology", exact=True).click()
    expect(page.locator("main")).to_contain_text("Made a referral: Children's social care, by phone")
    expect(page.locator("main")).to_contain_text("A social worker visits tomorrow.")


def test_the_child_reads_that_social_care_was_told(fresh_server, open_page, sign_in):
    server, page, child = fresh_server, open_page("desktop"), open_page("phone, no scripts")
    sign_in(page, server, "asha")
    the_referrals(page, server)
    begin(page, "Children's social care")
    page.get_by_label("Online form").check()
    page.get_by_label("Whom did you speak or write to?").fill("Their form")
    press(page, "They were told")
    child.goto(server.url("/mailbox/"))
    child.get_by_label("What are your six words?").fill(" ".join(CHILD_CODE))
    child.get_by_role("button", name="Open", exact=True).click()
    expect(child.locator("main")).to_contain_text("We told children's social care, whose job is to keep children safe.")


def test_the_lado_is_offered_only_where_staff_are_concerned(fresh_server, open_page, sign_in, look):
    server, page = fresh_server, open_page("phone, no scripts")
    sign_in(page, server, "asha")
    the_referrals(page, server)
    lado = page.get_by_label("LADO", exact=True)
    expect(lado).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(lado).to_be_visible()
    begin(page, "LADO", staff="Yes")
    expect(page.locator("main")).to_contain_text("Close it off to named people before you write more.")
    look(page, "7-lado")
    page.get_by_role("link", name="Close the case off").click()
    expect(page).to_have_url(re.compile("#close-off$"))


def test_two_leads_and_a_withdrawal(fresh_server, open_page, sign_in, axe):
    server, asha, dev = fresh_server, open_page("desktop"), open_page("desktop")
    sign_in(asha, server, "asha")
    sign_in(dev, server, "dev")
    the_referrals(asha, server)
    begin(asha, "Somebody else")
    dev.goto(asha.url)
    asha.locator("summary", has_text="It will not be made").click()
    asha.get_by_label("Why is it not made?").fill("The police do it.")
    press(asha, "Withdraw it")
    expect(asha.locator("main")).to_contain_text("Withdrawn, not made")
    dev.get_by_label("Online form").check()
    dev.get_by_label("Whom did you speak or write to?").fill("Heron Hill School")
    press(dev, "They were told")
    expect(dev.locator("main")).to_contain_text("Asha Verma")
    expect(dev.locator("main")).to_contain_text("Withdrew a referral that was not made")
    assert dev.get_by_label("What you had written").first.input_value() == "Heron Hill School"
    axe(dev)


def test_on_paper_only_the_text_is_printed(fresh_server, open_page, sign_in):
    server, page = fresh_server, open_page("desktop")
    sign_in(page, server, "asha")
    the_referrals(page, server)
    page.locator(".desk-line__title a").first.click()
    page.get_by_role("link", name="Words to read out or paste").click()
    press(page, "Show the text")
    page.emulate_media(media="print")
    expect(page.locator("#ready")).to_be_visible()
    expect(page.get_by_role("button", name="Show the text")).to_be_hidden()
    expect(page.get_by_label("What you said")).to_be_hidden()


def test_the_office_sets_whom_to_ring(fresh_server, open_page, sign_in, look):
    server, page = fresh_server, open_page("desktop")
    sign_in(page, server, "olu")
    page.goto(server.url("/office/school/"))
    page.get_by_label("Clock of the duty to report child sexual abuse").select_option("7 days")
    press(page, "Save")
    expect(
        page.get_by_role("link", name="Say where you read that the duty is in force, or leave its clock off")
    ).to_be_visible()
    look(page, "6-office-wrong-desktop")
    page.get_by_label("Where you read that the duty is in force").fill("The Act, section 1, read today")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("The clock runs: 7 days")
    page.goto(server.url("/office/school/"))
    look(page, "6-office-desktop")

"""A safeguarding lead's desk: from the queue to a case, an answer, and a case closed off; two leads at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.stories.server import CHILD_CODE

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone", "phone, no scripts"]
KEPT = {"1-queue-desktop", "2-report-desktop", "5-case-desktop", "1-queue-phone"}
REPLY = "Thank you for writing. You did nothing wrong. Can we talk in the library at ten?"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def first_report(page: Page, server: Server) -> None:
    page.goto(server.url("/desk/"))
    page.locator(".desk-line__title a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report")


def the_case(page: Page, server: Server) -> None:
    page.goto(server.url("/desk/cases/"))
    page.locator(".desk-line__title a").first.click()
    expect(page.get_by_role("heading", level=2, name="People")).to_be_visible()


def open_details(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).first.click()


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str) -> None:
        axe(page)
        if name in KEPT:
            picture(page, f"lead-{name}")

    return check


@pytest.mark.parametrize("how", HOWS)
def test_every_page_of_the_desk(server, open_page, sign_in, look, how):
    page = open_page(how)
    sign_in(page, server, "asha")

    page.goto(server.url("/desk/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting reports")
    expect(page.locator(".desk-line").first).to_contain_text("Immediate")
    look(page, f"1-queue-{how}")
    for path, name in (("cases/", "4-cases"), ("cases/closed/", "6-closed"), ("junk/", "7-set-aside")):
        page.goto(server.url(f"/desk/{path}"))
        look(page, f"{name}-{how}")
    page.goto(server.url("/staff/overview/"))
    look(page, f"8-overview-{how}")
    page.get_by_role("link", name="Figures of the term").click()
    look(page, f"8-figures-{how}")
    first_report(page, server)
    look(page, f"2-report-{how}")
    for summary in ("Raise or lower the danger", "Set aside as junk", "Tell them what has happened"):
        open_details(page, summary)
    look(page, f"3-report-opened-{how}")
    the_case(page, server)
    look(page, f"5-case-{how}")
    for summary in ("Change", "Add somebody", "Close it off to named people", "Close the case"):
        open_details(page, summary)
    look(page, f"5-case-opened-{how}")


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_a_report_is_given_to_a_lead_and_answered(fresh_server, open_page, sign_in, axe, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    first_report(page, server)
    report = page.url

    page.get_by_label("Who has it?").select_option("Asha Verma")
    page.locator("form[action$='/assign/']").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("Changed who has this report")
    axe(page)

    press(page, "Send reply")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Write to the reporter").fill(REPLY)
    press(page, "Send reply")
    expect(page.locator(".desk-message").last).to_contain_text(REPLY)

    open_details(page, "Raise or lower the danger")
    page.get_by_label("Soon", exact=True).check()
    press(page, "Change the danger")
    expect(page.get_by_role("link", name="Say why it is less dangerous than it looks")).to_be_visible()
    axe(page)

    page.goto(report)
    open_details(page, "Tell them what has happened")
    press(page, "We told the police.")
    expect(page.locator("#mailbox")).to_contain_text("We told the police.")


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_from_the_queue_to_a_closed_case(fresh_server, open_page, sign_in, axe, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    first_report(page, server)
    page.get_by_label("A short name for the case").fill("Outside the bus stop, year 7")
    press(page, "Make a case")
    expect(page.get_by_role("heading", level=1)).to_have_text("Outside the bus stop, year 7")

    open_details(page, "Add somebody")
    page.get_by_label("Name", exact=True).fill("Jess Marlowe")
    page.get_by_label("Impersonated: not the sender").last.check()
    press(page, "Add to the case")
    expect(page.locator(".desk-line", has_text="Jess Marlowe")).to_contain_text("Impersonated: not the sender")

    page.get_by_label("Add a note").fill("Rang home at ten past eight.\nMum is on her way.")
    press(page, "Save note")
    expect(page.locator(".desk-message").first).to_contain_text("Mum is on her way.")
    axe(page)

    expect(page.locator("main")).to_contain_text("Decide on this case before you close it.")
    case = page.url
    page.get_by_role("navigation", name="This case").get_by_role("link", name="Decision").click()
    press(page, "Refer now")
    page.goto(case)
    open_details(page, "Close the case")
    page.get_by_label("Referred to the police or social care").check()
    press(page, "Close the case")
    expect(page.get_by_role("alert")).to_contain_text("Closed the case")
    axe(page)
    press(page, "Open it again")
    expect(page.get_by_role("alert")).to_contain_text("Opened the case again")


def test_set_aside_and_brought_back(fresh_server, open_page, sign_in, axe):
    server, page = fresh_server, open_page("phone")
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/"))
    waiting = page.locator(".desk-line").count()
    page.locator(".desk-line__title a").last.click()
    open_details(page, "Set aside as junk")
    press(page, "Set aside")
    expect(page.get_by_role("alert")).to_contain_text("Set aside as junk")
    expect(page.locator(".desk-line")).to_have_count(waiting - 1)
    page.goto(server.url("/desk/junk/"))
    page.get_by_role("button", name="Bring back").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Brought back into the queue")
    axe(page)


def test_a_reply_reaches_the_child(fresh_server, open_page, sign_in):
    server, lead, child = fresh_server, open_page("desktop"), open_page("phone, no scripts")
    sign_in(lead, server, "asha")
    lead.goto(server.url("/desk/"))
    lead.get_by_role("region", name="wrote in their mailbox").get_by_role("link").first.click()
    lead.get_by_label("Write to the reporter").fill(REPLY)
    press(lead, "Send reply")

    child.goto(server.url("/mailbox/"))
    child.get_by_label("What are your six words?").fill(" ".join(CHILD_CODE))
    press(child, "Open")
    expect(child.locator("main")).to_contain_text(REPLY)

    lead.reload()
    expect(lead.locator(".desk-message").last).to_contain_text("Seen by the reporter")


def test_two_leads_at_once(fresh_server, open_page, sign_in, axe):
    server, asha, dev = fresh_server, open_page("desktop"), open_page("phone")
    sign_in(asha, server, "asha")
    sign_in(dev, server, "dev")
    first_report(asha, server)
    dev.goto(asha.url)
    asha.get_by_label("A short name for the case").fill("The bus stop")
    press(asha, "Make a case")
    dev.get_by_label("A short name for the case").fill("Somebody outside the school")
    press(dev, "Make a case")
    expect(dev.locator("main")).to_contain_text("Asha Verma made it part of a case at")
    assert dev.get_by_label("What you had written").input_value() == "Somebody outside the school"
    axe(dev)
    dev.get_by_role("link", name="Look again").click()
    expect(dev.get_by_role("heading", level=1)).to_contain_text("Report")
    expect(dev.locator(".desk-facts--head")).to_contain_text("In a case")


def test_a_case_closed_off_is_not_there_for_the_deputy(fresh_server, open_page, sign_in, axe):
    server, asha, dev = fresh_server, open_page("desktop"), open_page("desktop")
    sign_in(asha, server, "asha")
    sign_in(dev, server, "dev")
    the_case(asha, server)
    case = asha.url
    title = asha.get_by_role("heading", level=1).inner_text()
    open_details(asha, "Close it off to named people")
    asha.get_by_label("Asha Verma").check()
    press(asha, "Close off")
    expect(asha.get_by_role("alert")).to_contain_text("Only the named people can open it now")
    axe(asha)

    assert dev.goto(case).status == 404
    expect(dev.locator("main")).to_contain_text("There is nothing here for you to see.")
    axe(dev)
    dev.goto(server.url("/desk/cases/"))
    expect(dev.locator("main")).not_to_contain_text(title)

    press(asha, "Open to the whole team")
    assert dev.goto(case).status == 200

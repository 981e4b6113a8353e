"""A lead's day with the children of a case: what is due, a task, the plan, a check-in, parents, and who looked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

KEPT = {"1-my-day-desktop", "1-my-day-phone, no scripts", "2-plan-desktop", "5-parents-desktop", "7-case-desktop"}


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str) -> None:
        axe(page)
        if name in KEPT:
            picture(page, f"plan-{name.replace(', ', '-').replace(' ', '-')}")

    return check


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page: Page, question: str, ahead: int) -> None:
    day = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=ahead)
    group = page.get_by_role("group", name=question)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def the_case(page: Page, server: Server) -> str:
    page.goto(server.url("/desk/cases/"))
    page.locator(".desk-line__title a").first.click()
    expect(page.get_by_role("heading", level=2, name="People")).to_be_visible()
    return page.url


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_every_page_of_support(server, open_page, sign_in, look, how):
    page = open_page(how)
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/my-day/"))
    expect(page.locator("main")).to_contain_text("Overdue")
    expect(page.locator(".desk-line").first).to_contain_text("Unread message")
    look(page, f"1-my-day-{how}")
    case = the_case(page, server)
    expect(page.locator("main")).to_contain_text("Do not tell: Mr Bello")
    expect(page.locator("main")).to_contain_text("Check-in missed on")
    look(page, f"7-case-{how}")
    for path, name in (("plan/", "2-plan"), ("parents/", "5-parents"), ("parents/not-told/", "6-not-tell")):
        page.goto(case + path)
        look(page, f"{name}-{how}")
    page.goto(case + "looked/")
    look(page, f"8-looked-{how}")
    page.goto(server.url("/desk/looked/"))
    look(page, f"9-week-{how}")


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_from_my_day_to_a_talk_and_a_task(fresh_server, open_page, sign_in, look, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    page.goto(server.url("/desk/my-day/"))
    page.get_by_role("link", name="Check-in missed: Jess Marlowe").click()
    press(page, "Write it down")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, f"4-check-in-wrong-{how}")
    page.get_by_role("group", name="Did you talk?").get_by_label("Yes").check()
    page.get_by_label("How they are, in their own words").fill("people are being nice but I want it to be over")
    fill_day(page, "The next check-in", 2)
    press(page, "Write it down")
    expect(page.get_by_role("alert")).to_contain_text("Wrote down the check-in")
    expect(page.locator(".desk-message").first).to_contain_text("I want it to be over")
    look(page, f"4-child-{how}")

    page.locator("summary", has_text="Write the plan").click()
    page.get_by_label("What helps").fill("Mrs Adeyemi's room whenever she wants")
    page.get_by_role("group", name="Was it agreed with the child?").get_by_label("Yes").check()
    fill_day(page, "When is it looked at again?", 14)
    press(page, "Save the plan")
    expect(page.locator("main")).to_contain_text("Version 1, Asha Verma")

    page.get_by_role("link", name="Back to plan and tasks").click()
    page.get_by_label("What is to be done?").fill("Tell her tutor about the room")
    fill_day(page, "By which day?", 1)
    press(page, "Set the task")
    page.get_by_role("link", name="Tell her tutor about the room").click()
    look(page, f"3-task-{how}")
    press(page, "It is done")
    expect(page.get_by_role("alert")).to_contain_text("If it was not, open the task again")
    page.get_by_text("Done and dropped").click()
    page.get_by_role("link", name="Tell her tutor about the room").click()
    press(page, "Open the task again")
    expect(page.get_by_role("alert")).to_contain_text("The task is open again")


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_a_parent_may_be_told_and_the_reporter_reads_it(fresh_server, open_page, sign_in, look, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    case = the_case(page, server)
    page.get_by_role("link", name="Look at it again").click()
    look(page, f"6-not-told-{how}")
    page.get_by_label("Why may they be told now?").fill("Social care have met him, and Amara wants it over with.")
    press(page, "They may be told")
    expect(page.get_by_role("alert")).to_contain_text("They may be told now")
    page.get_by_label("Who was it?").fill("Mr Bello, father of Amara")
    page.get_by_label("By phone").check()
    page.get_by_label("What was said").fill("P. Lund and I told him together. He was quiet, then asked how she is.")
    page.get_by_role("group", name="Do they now know what happened?").get_by_label("Yes").check()
    page.get_by_role("group", name="Tell the child in their mailbox").get_by_role("checkbox").first.check()
    press(page, "Add to the log")
    expect(page.get_by_role("alert")).to_contain_text("Added to the log")
    expect(page.locator(".desk-message").first).to_contain_text("He was quiet")
    page.goto(case)
    expect(page.locator("main")).not_to_contain_text("Do not tell:")
    expect(page.locator(".desk-entries")).to_contain_text("We talked with a parent or carer.")

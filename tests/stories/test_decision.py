"""From a red report to referred in five minutes; and, where the guidance allows it, to the head's signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stories.server import Server

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone", "phone, no scripts"]
KEPT = {
    "3-triggers-phone",
    "4-refer-now-desktop",
    "4-refer-now-phone",
    "5-telling-the-police-desktop",
    "5-case-referred-desktop",
    "8-ask-the-head-desktop",
    "9-waiting-desktop",
    "11-head-reads-phone",
}


@pytest.fixture
def look(axe: Callable[[Page], None], picture: Callable[[Page, str], None]) -> Callable[[Page, str, str], None]:
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str, how: str) -> None:
        axe(page)
        if f"{name}-{how}" in KEPT:
            picture(page, f"decision-{name}-{how}")

    return check


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def a_case_of(page: Page, server: Server, which: int, title: str) -> None:
    """Make a case of one of the waiting reports: the gravest is 0, the mildest -1."""
    page.goto(server.url("/desk/"))
    page.locator(".desk-line__title a").nth(which).click()
    page.get_by_label("A short name for the case").fill(title)
    press(page, "Make a case")
    page.get_by_role("navigation", name="This case").get_by_role("link", name="Decision").click()
    expect(page.get_by_role("heading", name="Where the decision stands")).to_be_visible()


def nothing_refers(page: Page) -> None:
    """Answer no to every trigger; a fact that a report says is taken out with a reason."""
    follow(page, "The five triggers")
    boxes = page.locator("input[name=facts]:checked")
    while boxes.count():
        boxes.first.uncheck()
    for question in TRIGGERS:
        choose(page, question, "No")
    why = page.get_by_label("Why something that a report says is not so")
    if why.count():
        why.fill("A joke between friends; both say so.")
    press(page, "Save")


TRIGGERS = ("1. Is an adult", "2. Has a child", "3. From what", "4. From what", "5. Is a child")
NINE = (
    ("Is any child in danger now?", "No"),
    ("Should the police or", "No"),
    ("Must anybody look", "No"),
    ("Has it been passed on", "Not known yet"),
    ("Should anything be taken down", "No"),
    ("Does another school", "No"),
    ("Should parents or carers be told?", "Yes"),
)
RISK = ("Did it go further", "Was it sent to more", "Does anything make", "Would telling parents")


@pytest.mark.parametrize("how", HOWS)
def test_from_a_red_report_to_referred(fresh_server, open_page, sign_in, look, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    a_case_of(page, server, 0, "The bus stop, year 7")
    expect(page.locator("main")).to_contain_text("The guidance answers: Refer now")
    look(page, "1-before", how)

    follow(page, "The five triggers")
    press(page, "Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, "2-triggers-missing", how)
    for question in TRIGGERS[:4]:
        choose(page, question, "Not known yet")
    choose(page, TRIGGERS[4], "Yes")
    look(page, "3-triggers", how)
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Saved as version 1")
    expect(page.locator("main")).to_contain_text("A child is at immediate risk of harm.")
    expect(page.get_by_role("link", name="Manage it in school", exact=False)).to_have_count(0)
    look(page, "4-refer-now", how)

    page.locator("summary", has_text="Add a reason in your own words").click()
    page.get_by_label("Why, in your own words (optional)").fill("Her mother is with me. The police are on the phone.")
    press(page, "Refer now")
    expect(page.get_by_role("alert")).to_contain_text("Decided: refer now")
    look(page, "5-referred", how)

    tell_the_police(page, look, how)
    page.get_by_role("navigation", name="This case").get_by_role("link", name="Chronology").click()
    for line in ("Decided: refer now", "Made a referral: Police, by 999"):
        expect(page.locator(".desk-message", has_text=line)).to_have_count(1)
    page.get_by_role("navigation", name="This case").get_by_role("link", name="Case", exact=True).click()
    expect(page.locator("main")).to_contain_text("Police")
    look(page, "5-case-referred", how)


def tell_the_police(page: Page, look: Callable[[Page, str, str], None], how: str) -> None:
    """The words to read out are made from the case; what was said, to whom and their number are kept."""
    page.get_by_role("navigation", name="This case").get_by_role("link", name="Referrals").click()
    page.get_by_label("No, as far as we know", exact=True).check()
    page.get_by_label("Police", exact=True).check()
    press(page, "Begin a referral")
    expect(page.get_by_role("alert")).to_contain_text("Begun")
    expect(page.locator("main")).to_contain_text("999")
    press(page, "Words to read out or paste")
    press(page, "Show the text")
    expect(page.locator("#ready")).to_contain_text("kai.skates_09")
    page.get_by_label("What you said").fill("A child is in danger now; read out what we know.")
    press(page, "Keep it as what was said")
    page.get_by_label("999", exact=True).check()
    page.get_by_label("Whom did you speak or write to?").fill("Call handler 52")
    look(page, "5-telling-the-police", how)
    press(page, "They were told")
    expect(page.locator("main")).to_contain_text("Waits for an answer")


@pytest.mark.parametrize("how", HOWS)
def test_not_referred_with_the_heads_signature(fresh_server, open_page, sign_in, look, how):
    server, page, head = fresh_server, open_page(how), open_page(how)
    sign_in(page, server, "asha")
    a_case_of(page, server, -1, "Two friends")
    nothing_refers(page)
    follow(page, "The nine questions of the review")
    look(page, "6-questions", how)
    for question, answer in NINE:
        choose(page, question, answer)
    press(page, "Save")
    follow(page, "Manage it in school, with the head's sign-off")
    for question in RISK:
        choose(page, question, "No")
    page.get_by_label("How did the sharing come about?").fill("Two friends of fifteen, both wanted it.")
    page.get_by_label("How old is each child?").fill("Both fifteen.")
    page.get_by_label("Why is this not referred?").fill("Nobody was pressed, no adult, not passed on.")
    look(page, "7-manage", how)
    press(page, "Save, and go on to the sign-off")
    page.get_by_label("What the head reads").fill("Two friends of fifteen. Nobody was pressed. Both families know.")
    look(page, "8-ask-the-head", how)
    press(page, "Send it to be signed")
    expect(page.locator("main")).to_contain_text("Waiting for sign-off")
    look(page, "9-waiting", how)
    decision = page.url
    sign_in(head, server, "hana")
    head.goto(server.url("/staff/sign-offs/"))
    look(head, "10-head-list", how)
    head.locator(".desk-line__title a").first.click()
    expect(head.locator("main")).to_contain_text("Both families know.")
    look(head, "11-head-reads", how)
    press(head, "Sign: it is not referred")
    expect(head.get_by_role("alert")).to_contain_text("Signed")
    head.goto(decision)
    expect(head.get_by_role("heading", level=1)).not_to_contain_text("Two friends")

    page.goto(decision)
    expect(page.locator("main")).to_contain_text("Signed by Hana Cole")
    look(page, "12-signed", how)


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_the_forms_around_it(fresh_server, open_page, sign_in, look, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "asha")
    a_case_of(page, server, 0, "The bus stop, year 7")
    decision = page.url

    follow(page, "Looking at a picture, the exception")
    choose(
        page,
        "Why is there no other way?",
        "It could not be avoided: the child has shown it, or it was found on the school's device or network",
    )
    choose(page, "Would it distress the child that you look?", "Not known yet")
    for label in (
        "How and why was this decided?",
        "With whom in the senior",
        "Who looks?",
        "Which other member",
        "Where?",
    ):
        page.get_by_label(label).first.fill("Hana Cole, in her office")
    page.get_by_role("textbox", name="Time").first.fill("0:01")
    press(page, "Save")
    expect(
        page.get_by_role("link", name="Nobody may look if it could distress the child. Decide on what you were told.")
    ).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)
    look(page, "13-nobody-looks", how)

    page.goto(decision)
    follow(page, "A device for the police")
    page.get_by_label("Which device, and whose?").fill("A black phone")
    page.get_by_role("textbox", name="Time").first.fill("0:01")
    page.get_by_label("Switched off at once").check()
    look(page, "14-device", how)
    press(page, "Save")
    follow(page, "A device for the police")
    expect(page.locator("main")).to_contain_text("A black phone")
    look(page, "15-device-later", how)

    page.goto(decision)
    follow(page, "Asking a child to delete")
    look(page, "16-deletion", how)

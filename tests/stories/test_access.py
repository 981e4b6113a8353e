"""With the keyboard alone, at 400 % zoom (320 CSS pixels of 1280), in forced colours, without motion: a child, a lead.

What a screen reader offers to jump to (landmarks and headings) is kept in outlines/; SEAWALL_DRAW=1 draws it anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

OUTLINES: Final = Path(__file__).parent / "outlines"
JUMPED_TO: Final = re.compile(r"\s*- (?:banner|main|navigation|contentinfo|complementary|region|search|heading)\b")
REFERENCE: Final = re.compile(r"\b[0-9A-Z]{7}\b")
FURTHEST: Final = 150
SEEN: Final = """(() => {
    const on = document.activeElement
    const box = on.matches(".govuk-radios__input, .govuk-checkboxes__input")
    return (box ? getComputedStyle(on.labels[0], "::before") : getComputedStyle(on)).outlineStyle
})()"""
"""How what has the focus is outlined: in forced colours that is all there is to see."""
NARROW: Final = {"forced_colors": "active", "reduced_motion": "reduce"}


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, and see that a person can see it."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("each => each === document.activeElement"):
            break
    else:
        raise AssertionError(f"Tab never comes to {wanted}")
    assert page.evaluate(SEEN) != "none", f"nobody sees that {wanted} has the focus"
    inside = page.evaluate("(r => r.bottom > 0 && r.top < innerHeight)(document.activeElement.getBoundingClientRect())")
    assert inside, f"{wanted} has the focus and is not on the screen"


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Go to a link or button with Tab, and press Enter."""
    with page.expect_navigation():
        reach(page, page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
        page.keyboard.press("Enter")


def outline(page: Page, name: str) -> None:
    """Compare what can be jumped to with what is kept; numbers count as one, and references."""
    lines = [line for line in page.locator("body").aria_snapshot().splitlines() if JUMPED_TO.match(line)]
    now = "\n".join(line.rstrip(":") for line in lines) + "\n"
    now = re.sub(r"\d+", "0", REFERENCE.sub("REFERENCE", now))
    kept = OUTLINES / f"{name}.txt"
    if os.environ.get("SEAWALL_DRAW") == "1":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8")


def still(page: Page) -> None:
    """Nothing moves by itself."""
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_child_tells_with_the_keyboard_alone(server: Server, open_page, axe, picture) -> None:
    page = open_page("phone", **NARROW)
    page.goto(server.url("/"))
    outline(page, "start")
    picture(page, "access-1-start-forced-colours")
    press(page, "link", re.compile("I am a pupil"))
    press(page, "button", "Me")
    outline(page, "question")
    axe(page)
    still(page)
    press(page, "button", "Skip this question")
    reach(page, page.get_by_label("Someone threatens me or blackmails me"))
    page.keyboard.press("Space")
    expect(page.get_by_label("Someone threatens me or blackmails me")).to_be_checked()
    page.evaluate("scrollTo(0, 0)")
    picture(page, "access-2-question-forced-colours")
    press(page, "button", "Continue")
    while not page.get_by_label("Tell us in your own words").count():
        press(page, "button", "Skip this question")
    reach(page, page.get_by_label("Tell us in your own words"))
    page.keyboard.type("He says he will show it to my class.")
    press(page, "button", "Continue")
    while "/tell/check" not in page.url:
        press(page, "button", "Skip this question")
    press(page, "button", "Send")
    expect(page.locator(".seawall-words li")).to_have_count(6)
    axe(page)
    still(page)
    press(page, "button", "I have kept my six words")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happens next")


def test_a_lead_begins_a_case_with_the_keyboard_alone(fresh_server: Server, open_page, sign_in, axe, picture) -> None:
    page = open_page("phone", **NARROW)
    sign_in(page, fresh_server, "asha")
    page.goto(fresh_server.url("/desk/"))
    outline(page, "queue")
    axe(page)
    picture(page, "access-3-queue-forced-colours")
    with page.expect_navigation():
        reach(page, page.locator(".desk-line__title a").first)
        page.keyboard.press("Enter")
    still(page)
    reach(page, page.get_by_label("A short name for the case"))
    page.keyboard.type("Outside the bus stop, year 7")
    press(page, "button", "Make a case")
    expect(page.get_by_role("heading", level=1)).to_have_text("Outside the bus stop, year 7")
    outline(page, "case")
    axe(page)
    still(page)

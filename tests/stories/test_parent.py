"""A parent: what to do now, how to react, the same report, a way to be contacted back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.stories.test_child import HOWS, button, six_words, skip_to_the_check

pytestmark = pytest.mark.story


@pytest.mark.parametrize("how", HOWS)
def test_a_parent_reads_what_to_do_and_tells(server, open_page, axe, picture, how):
    page = open_page(how)
    page.goto(server.url("/"))
    page.get_by_role("link", name="I am a parent or carer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stay calm. Believe your child.")
    axe(page)
    if how == "desktop":
        picture(page, "parent-1-now")
    button(page, "My child")
    expect(page.get_by_text("Is the child safe right now?")).to_be_visible()
    page.goto(server.url("/tell/contact"))
    page.get_by_label("By phone").check()
    page.get_by_label("Your number or e-mail, and a good time").fill("07700 900123 after six")
    axe(page)
    if how == "desktop":
        picture(page, "parent-2-contact")
    button(page, "Continue")
    skip_to_the_check(page)
    expect(page.get_by_text("07700 900123 after six")).to_be_visible()
    axe(page)
    button(page, "Send")
    assert len(six_words(page)) == 6
    axe(page)
    button(page, "I have kept my six words")
    expect(page.get_by_role("heading", name="Stay calm and believe your child")).to_be_visible()
    axe(page)

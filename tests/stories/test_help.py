"""The help finder and how to stop it: a child, a parent, a friend and a member of staff find the right steps in a few taps."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from seawall.guidance.situations import situations
from seawall.web.public.finder import READERS
from tests.stories.test_child import button

pytestmark = pytest.mark.story


def tap(page, *names):
    for name in names:
        page.get_by_role("link", name=name).first.click()


def test_a_child_finds_the_steps_and_tells_with_the_answer_there(server, open_page, axe, picture):
    page = open_page("phone, no scripts")
    page.goto(server.url("/"))
    tap(page, "What can I do now?", "I am a pupil, and it is about me")
    axe(page)
    tap(page, "They want money or more pictures")
    expect(page.get_by_role("heading", level=1)).to_have_text("They want money or more pictures")
    expect(page.get_by_role("heading", name="Do not pay")).to_be_visible()
    assert page.url.endswith("/help/1/2/")
    axe(page)
    picture(page, "help-1-child-steps")
    button(page, "Tell us")
    page.goto(server.url("/tell/what"))
    expect(page.get_by_label("Someone threatens me or blackmails me")).to_be_checked()


def test_a_parent_finds_the_steps_and_how_to_stop_it(server, open_page, axe, picture):
    page = open_page("desktop")
    page.goto(server.url("/help/"))
    axe(page)
    tap(page, "I am a parent or carer")
    axe(page)
    picture(page, "help-2-parent-choices")
    tap(page, "There is a fake account of my child")
    axe(page)
    page.get_by_text("Instagram", exact=True).click()
    expect(page.get_by_text("A photo of an identity document").first).to_be_visible()
    page.goto(server.url("/tips/"))
    axe(page)
    picture(page, "help-3-how-to-stop-it")
    tap(page, "Are the accounts private, and the ages right?")
    axe(page)
    picture(page, "help-4-parent-privacy")
    page.goto(server.url("/tips/list/"))
    page.emulate_media(media="print")
    picture(page, "help-5-list-on-paper")
    expect(page.get_by_role("button", name="Exit this page")).to_be_hidden()


def test_a_friend_on_a_phone_and_a_member_of_staff(server, open_page, axe, picture):
    page = open_page("phone")
    page.goto(server.url("/help/2/"))
    axe(page)
    tap(page, "My friend is in danger now")
    expect(page.get_by_role("link", name="999").first).to_be_visible()
    axe(page)
    picture(page, "help-6-friend-in-danger-phone")
    page.goto(server.url("/tips/on/snapchat/"))
    axe(page)
    page.goto(server.url("/help/4/5/"))
    axe(page)
    expect(page.get_by_role("button", name="Record a concern")).to_be_visible()


def test_the_office_looks_at_a_fact(server, open_page, sign_in, axe, picture):
    page = open_page("desktop")
    sign_in(page, server, "olu")
    page.goto(server.url("/office/guidance/"))
    axe(page)
    picture(page, "help-7-office-due")
    tap(page, "NSPCC Helpline")
    axe(page)
    picture(page, "help-8-office-fact")
    button(page, "I have looked: this is right")
    expect(page.get_by_text("Saved. The public pages say so from now on.")).to_be_visible()


def test_a_parent_in_arabic_a_child_in_urdu_and_another_in_polish(server, open_page, axe, picture):
    page = open_page("phone")
    page.goto(server.url("/"))
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    axe(page)
    picture(page, "help-9-start-in-arabic-phone")
    page.goto(server.url("/help/3/2/"))
    axe(page)
    picture(page, "help-10-steps-in-arabic-phone")
    page.goto(server.url("/in/ur/"))
    page.goto(server.url("/help/1/1/"))
    expect(page.locator(".seawall-call").first).to_have_css("direction", "rtl")
    expect(page.locator(".seawall-call strong").first).to_have_css("direction", "ltr")
    axe(page)
    child = open_page("desktop")
    child.goto(server.url("/in/pl/"))
    tap(child, "Jestem uczniem lub uczennicą")
    expect(child.get_by_role("heading", level=1)).to_have_text("Nic ci za to nie grozi")
    axe(child)
    button(child, "O mnie")
    expect(child.get_by_text("Mogę sobie zrobić krzywdę")).to_be_visible()
    axe(child)
    picture(child, "help-11-question-in-polish")


FAMILIES = {
    "a child": (1, 2, ("en-gb", "pl")),
    "a friend": (2, 3, ("en-gb", "pl")),
    "a parent": (3, 4, ("en-gb", "pl")),
    "a member of staff": (4, 5, ("en-gb", "pl")),
    "a parent who reads another language": (3, 7, ("ar", "uk")),
    "a child to whom it happened a while ago": (1, 8, ("en-gb", "ar")),
}
"""Who comes: the number of the reader and of the situation in the addresses, and the languages in which they come."""


@pytest.mark.parametrize("family", FAMILIES)
def test_six_families_of_visitors_find_their_steps_and_the_way_to_tell(server, open_page, axe, family):
    """By taps alone, from the start page, in two languages each; every page on the way passes axe."""
    reader, number, languages = FAMILIES[family]
    situation = situations()[number]
    who = READERS[reader].audience
    for language in languages:
        page = open_page("phone, no scripts")
        page.goto(server.url("/"))
        if language != "en-gb":
            page.locator(f'a[href$="/in/{language}/"]').click()
        for to in ("/help/", f"/help/{reader}/", f"/help/{reader}/{number}/"):
            page.locator(f'main a[href$="{to}"]').first.click()
            axe(page)
        with override(language):
            expect(page.get_by_role("heading", level=1)).to_have_text(gettext(situation.words[who]))
            first = situation.advice(who, "england").steps[0]
            expect(page.get_by_role("heading", name=gettext(first.title), exact=True)).to_be_visible()
        if language != "en-gb":
            expect(page.get_by_text("In danger now? Call 999.").first).to_be_visible()
            expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        page.locator("main .govuk-button").last.click()
        axe(page)
        assert page.url.endswith("/tell/safe") if who != "staff" else "sign-in" in page.url or "record" in page.url
        page.context.close()


def test_the_family_s_list_is_printed_in_the_language_of_the_page(server, open_page, axe, picture):
    page = open_page("desktop")
    page.goto(server.url("/in/ar/"))
    page.goto(server.url("/tips/list/"))
    axe(page)
    picture(page, "help-12-list-in-arabic")
    to = page.locator('a[href$="/tips/list/pdf/"]')
    made = page.request.get(server.url(to.get_attribute("href")))
    assert made.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(made.body())) as document:
        assert document.Root["/Lang"] == "ar"

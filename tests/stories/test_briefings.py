"""From a case to a held briefing: planned by a lead, told by a form tutor, who was absent, a question without a name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story
ANSWER = "No. Only the safeguarding leads read it, and they tell you first."


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def fill_group(page, *, leader=""):
    page.get_by_label("Room").fill("Gym")
    for part, value in (("Day", "5"), ("Month", "1"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Time").fill("9.15")
    if leader:
        page.get_by_label("Who leads it?").select_option(label=leader)
    else:
        page.locator("#group-leader_name").fill("Priya Lal")
    page.locator("#group-helper_name").fill("Jo Pell, school nurse")


def test_from_case_to_held(fresh_server, open_page, sign_in, axe, picture):
    server, asha, tom = fresh_server, open_page("desktop"), open_page("phone")
    sign_in(asha, server, "asha")
    asha.goto(server.url("/desk/cases/"))
    asha.locator(".desk-line__title a").first.click()
    asha.get_by_role("link", name="Briefings", exact=True).last.click()
    axe(asha)
    asha.get_by_label("Year 9 (").check()
    press(asha, "Begin")
    expect(asha.locator("main")).to_contain_text("still needs a room")
    groups = asha.get_by_role("link", name=re.compile("^Plan ")).count()
    for number in range(groups):
        asha.get_by_role("link", name=re.compile("^Plan ")).nth(number).click()
        fill_group(asha, leader="" if number else "Tom Reed")
        if not number:
            axe(asha)
            picture(asha, "briefing-1-group-desktop")
        press(asha, "Save")
    written_and_planned(asha, axe)
    picture(asha, "briefing-2-planned-desktop")
    address = asha.url
    told_by_tom(tom, server, sign_in, axe, picture)
    code = asha.locator("main a[href^='/ask/']").inner_text().rpartition("/")[2]
    asked(open_page("phone"), server, asha, code, axe, picture)
    asha.goto(address)
    for number in range(1, groups):
        asha.get_by_role("link", name=re.compile("^Who was absent ")).nth(number).click()
        press(asha, "Save who was absent")
        asha.goto(address)
    press(asha, "It was held")
    expect(asha.locator("main")).to_contain_text("1 still to be told")
    axe(asha)
    asha.get_by_role("button", name=re.compile("^Told ")).first.click()
    expect(asha.locator("main")).to_contain_text("0 still to be told")
    picture(asha, "briefing-6-held-desktop")
    reads = open_page("phone")
    reads.goto(server.url(f"/ask/{code}"))
    expect(reads.locator("main")).to_contain_text(ANSWER)
    axe(reads)


def written_and_planned(asha, axe):
    """A paragraph that names somebody is given back; without a name it stays."""
    asha.get_by_label("A paragraph of your own").fill("Ask Priya or Callum.")
    press(asha, "Save the paragraph")
    expect(asha.get_by_role("alert")).to_contain_text("may not stand in a hand-out")
    axe(asha)
    asha.get_by_label("A paragraph of your own").fill("The leads’ room is open at lunch.")
    press(asha, "Save the paragraph")
    press(asha, "It is planned")
    axe(asha)


def told_by_tom(tom, server, sign_in, axe, picture):
    """A form tutor: the group, the script, who was absent; nothing of the case."""
    sign_in(tom, server, "tom")
    tom.goto(server.url("/staff/groups/"))
    axe(tom)
    tom.get_by_role("link", name="Year 9").first.click()
    axe(tom)
    picture(tom, "briefing-3-tutor-phone")
    with tom.expect_download() as download:
        tom.get_by_role("link", name="What you say").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    tom.locator("input[name=absent]").first.check()
    press(tom, "Save who was absent")
    expect(tom.locator("main")).to_contain_text("To be told")
    axe(tom)


def asked(child, server, asha, code, axe, picture):
    """A child asks, is shown help where it sounds of danger, and reads the answer; a lead answers."""
    child.goto(server.url(f"/ask/{code}"))
    axe(child)
    picture(child, "briefing-4-ask-phone")
    child.get_by_label("What do you want to ask?").fill("Can my teacher read what I tell you?")
    press(child, "Send")
    expect(child.get_by_role("heading", level=1)).to_have_text("We have got your question.")
    axe(child)
    child.goto(server.url(f"/ask/{code}"))
    child.get_by_label("What do you want to ask?").fill(
        "He says he will show it to everyone if I do not pay. What do I do?"
    )
    press(child, "Send")
    expect(child.locator("main")).to_contain_text("Do not pay")
    axe(child)
    picture(child, "briefing-5-help-phone")
    asha.goto(server.url("/staff/questions/"))
    axe(asha)
    asha.get_by_role("link", name="Can my teacher").click()
    axe(asha)
    asha.get_by_label("How the question stands").fill("Can a teacher read what I tell?")
    asha.get_by_label("Your answer").fill(ANSWER)
    press(asha, "It is answered")


def test_the_office_prints_a_poster(fresh_server, open_page, sign_in, axe, picture):
    olu = open_page("desktop")
    sign_in(olu, fresh_server, "olu")
    olu.goto(fresh_server.url("/office/posters/"))
    axe(olu)
    picture(olu, "briefing-7-posters-desktop")
    with olu.expect_download() as download:
        olu.get_by_role("link", name="Poster, A4 (PDF) English").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

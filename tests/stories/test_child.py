"""A child on a phone tells, with and without JavaScript: help first, danger first, six words, the mailbox, the way out."""

from __future__ import annotations

import http.client
import re
import sqlite3
import threading
import time
import urllib.parse
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.stories.server import CHILD_CODE, Server

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone", "phone, no scripts"]
TOLD = "They said they will show it to my class if I do not pay. I dont know what to do."


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin(page: Page, server: Server, whom: str = "Me") -> None:
    page.goto(server.url("/"))
    page.get_by_role("link", name="I am a pupil").click()
    button(page, whom)


def skip_to_the_check(page: Page) -> None:
    while "/tell/check" not in page.url:
        button(page, "Skip this question")


def six_words(page: Page) -> list[str]:
    expect(page.locator(".seawall-words li")).to_have_count(6)
    return page.locator(".seawall-words li").all_inner_texts()


@pytest.fixture
def looked_at(axe, picture):
    """Check a page for accessibility at each step, and keep a picture of it as a phone shows it."""

    def look(page: Page, how: str, name: str) -> None:
        axe(page)
        if how == "phone":
            page.evaluate("scrollTo(0, 0)")
            picture(page, f"child-{name}")

    return look


@pytest.mark.parametrize("how", HOWS)
def test_danger_is_helped_with_before_the_next_question(server, open_page, looked_at, how):
    page = open_page(how)
    page.goto(server.url("/"))
    looked_at(page, how, "1-start")
    page.get_by_role("link", name="I am a pupil").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not in trouble")
    looked_at(page, how, "2-help-first")
    button(page, "Me")
    page.get_by_label("Someone is coming to me, or says so").check()
    looked_at(page, how, "3-safe")
    button(page, "Continue")
    expect(page.get_by_role("link", name="999")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("0800 1111"))).to_be_visible()
    assert page.title().startswith("Question 2 of about")
    looked_at(page, how, "4-danger-first")
    page.get_by_label("Someone threatens me or blackmails me").check()
    button(page, "Continue")
    expect(page.get_by_text("Was money or a gift card paid?")).to_be_visible()


@pytest.mark.parametrize("how", HOWS)
def test_a_child_tells_and_keeps_the_words(server, open_page, looked_at, how):
    page = open_page(how)
    begin(page, server)
    button(page, "Skip this question")
    page.get_by_label("Someone threatens me or blackmails me").check()
    page.get_by_label("Someone made a fake account").check()
    looked_at(page, how, "5-what")
    button(page, "Continue")
    for _ in range(3):
        looked_at(page, how, "5-question")
        button(page, "Skip this question")
    page.get_by_label(re.compile("account names or links")).fill("jess.m_07\nwww.example/jess")
    button(page, "Continue")
    page.get_by_label("This week").check()
    page.get_by_label("Days or times you remember").fill("Tuesday, late")
    looked_at(page, how, "6-when")
    button(page, "Continue")
    page.get_by_label("Tell us in your own words").fill(TOLD)
    button(page, "Continue")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("Tell us in your own words")).to_have_value(TOLD)
    looked_at(page, how, "7-own-words")
    button(page, "Continue")
    skip_to_the_check(page)
    page.get_by_role("link", name="Change When did it start?").click()
    page.get_by_label("Today").check()
    button(page, "Continue")
    expect(page.locator("dl")).to_contain_text("Today")
    expect(page.locator("dl")).to_contain_text(TOLD)
    looked_at(page, how, "8-check")
    button(page, "Send")
    words = six_words(page)
    assert len(words) == 6
    looked_at(page, how, "9-six-words")
    the_words_are_kept(page, words, lambda name: looked_at(page, how, name))


def the_words_are_kept(page: Page, words: list[str], look: Callable[[str], None]) -> None:
    page.get_by_role("link", name=re.compile("plain list")).click()
    look("10-card")
    page.get_by_role("link", name="Back").click()
    page.reload()
    assert six_words(page) == words
    button(page, "I have kept my six words")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happens next")
    look("11-next")


@pytest.mark.parametrize("how", HOWS)
def test_the_words_open_the_mailbox_on_another_device_until_thrown_away(server, open_page, axe, how):
    page = open_page(how)
    begin(page, server)
    skip_to_the_check(page)
    button(page, "Send")
    words = six_words(page)

    other = open_page(how)
    other.goto(server.url("/"))
    other.get_by_role("link", name="I have a code").click()
    axe(other)
    open_with(other, "-".join(words).upper())
    expect(other.get_by_role("heading", level=1)).to_have_text("Mailbox")
    other.get_by_label("Write to us").fill("I am at my aunt's now 🙂")
    button(other, "Send")
    expect(other.get_by_text("We have got your message.")).to_be_visible()
    expect(other.get_by_text("I am at my aunt's now 🙂")).to_be_visible()
    axe(other)
    other.get_by_text("Throw my six words away").first.click()
    other.get_by_role("link", name="Throw my six words away").click()
    axe(other)
    button(other, "Throw them away")
    axe(other)
    other.goto(server.url("/mailbox/"))
    open_with(other, " ".join(words))
    expect(other.get_by_role("alert")).to_contain_text("We could not find anything")
    axe(other)


def open_with(page: Page, typed: str) -> None:
    page.get_by_label("What are your six words?").fill(typed)
    button(page, "Open")


def test_the_answer_is_there_in_the_demonstration(server, open_page, axe, picture):
    page = open_page("phone")
    page.goto(server.url("/mailbox/"))
    open_with(page, " ".join(CHILD_CODE))
    expect(page.locator(".seawall-message").first).to_be_visible()
    axe(page)
    picture(page, "child-12-mailbox")


@pytest.mark.parametrize("how", ["phone", "phone, no scripts"])
def test_leaving_shows_nothing_of_it_afterwards(server, open_page, how):
    page = open_page(how)
    page.route(
        re.compile("bbc"), lambda route: route.fulfill(body="<title>Weather</title>sun", content_type="text/html")
    )
    begin(page, server)
    button(page, "Skip this question")
    page.goto(server.url("/tell/words"))
    page.get_by_label("Tell us in your own words").fill(TOLD)
    button(page, "Continue")
    page.goto(server.url("/tell/check"))
    expect(page.get_by_text(TOLD)).to_be_visible()
    began = time.monotonic()
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(re.compile("bbc"))
    assert time.monotonic() - began < 3
    assert page.title() == "Weather"
    for _ in range(3):
        page.go_back()
        assert TOLD not in page.content()
        assert "Check your answers" not in page.content()
    assert page.context.cookies(server.url("/")) == []


def test_escape_three_times_leaves(server, open_page):
    page = open_page("desktop")
    begin(page, server)
    page.wait_for_url(re.compile("/tell/safe"))
    with page.expect_request(re.compile("/leave$")):
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_timeout(500)  # where it leads is not on this machine
    assert page.context.cookies(server.url("/")) == []
    page.goto(server.url("/tell/safe"))
    assert page.url == server.url("/")


@pytest.mark.parametrize("how", ["phone", "phone, no scripts"])
def test_mistakes_are_told_and_nothing_is_lost(server, open_page, axe, how):
    page = open_page(how)
    begin(page, server, "A friend, or another pupil")
    page.goto(server.url("/tell/words"))
    page.get_by_label("Tell us in your own words").fill("a" * 20_003)
    button(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("3 characters too long")
    expect(page.get_by_label("Tell us in your own words")).to_have_value("a" * 20_003)
    assert page.title().startswith("Error: ")
    axe(page)
    page.get_by_label("Tell us in your own words").fill("see data:image/png;base64,iVBORw0KGgo= there")
    button(page, "Continue")
    expect(page.get_by_text("It looked like a picture.")).to_be_visible()
    axe(page)
    page.goto(server.url("/mailbox/"))
    open_with(page, "aple banner")
    expect(page.get_by_role("alert")).to_contain_text("“aple” is not one of our words")
    axe(page)


def test_stopping_and_carrying_on(server, open_page, axe):
    page = open_page("phone, no scripts")
    begin(page, server)
    button(page, "Skip this question")
    page.goto(server.url("/tell/"))
    axe(page)
    page.get_by_role("button", name="Carry on").click()
    assert page.url.endswith("/tell/what")
    page.context.clear_cookies(name="visit")
    page.context.add_cookies([{"name": "visit", "value": "A" * 43 + "=", "url": server.url("/")}])
    page.get_by_label("Something else").check()
    button(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("The hour is over")
    axe(page)


def test_two_presses_at_the_same_moment_make_one_report(server, open_page):
    page = open_page("phone, no scripts")
    begin(page, server)
    skip_to_the_check(page)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    before = reports(server)
    together = threading.Barrier(6)
    answers: list[tuple[int, str | None]] = []

    def press() -> None:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Origin": server.base}
        together.wait()
        connection.request("POST", "/tell/check", body, headers)
        answer = connection.getresponse()
        answers.append((answer.status, answer.getheader("Location")))
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(6)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert answers == [(303, "/tell/code")] * 6
    assert reports(server) == before + 1
    page.goto(server.url("/tell/code"))
    assert len(six_words(page)) == 6


def reports(server: Server) -> int:
    with closing(sqlite3.connect(f"file:{server.data / 'seawall.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM reports_report").fetchone()[0])

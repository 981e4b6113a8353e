"""The office reads next week's roll in: what would change, what is wrong by line, the number that is typed, and a pupil."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from seawall.config.demo import roll

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

KEPT = {"1-list-desktop", "2-file-desktop", "4-preview-desktop", "6-pupil-desktop"}


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str) -> None:
        axe(page)
        if name in KEPT:
            picture(page, f"roll-{name}")

    return check


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, server: Server, table: list[list[str]]) -> None:
    page.goto(server.url("/office/roll/import/"))
    data = roll.text(table).encode("utf-16")
    page.get_by_label("The file").set_input_files({"name": "pupils.csv", "mimeType": "text/csv", "buffer": data})


@pytest.mark.parametrize("how", ["desktop", "phone, no scripts"])
def test_the_office_reads_the_roll_in(fresh_server, open_page, sign_in, look, how):
    server, page = fresh_server, open_page(how)
    sign_in(page, server, "olu")
    page.goto(server.url("/office/"))
    page.get_by_role("link", name="The roll").or_(page.get_by_role("button", name="The roll")).first.click()
    expect(page.get_by_role("heading", name="300 pupils")).to_be_visible()
    look(page, f"1-list-{how}")
    today = dt.datetime.now(tz=dt.UTC).date()
    table = roll.rows(300, today=today, story=True)
    table[5][6] = "11Z"
    table[6][1] = "=1+1"
    table[7][4] = "31/02/2014"
    table += [["N1", "Fern", "Hollowell", "", "", "Year 7", "7C", *[""] * 14]]
    choose(page, server, table[:10] + table[-200:])
    look(page, f"2-file-{how}")
    press(page, "Read it")
    expect(page.locator("main")).to_contain_text("there is a formula")
    expect(page.locator("main")).to_contain_text("Fern Hollowell, 7C")
    expect(page.locator("main")).to_contain_text("More than a tenth of the roll would leave")
    press(page, "Yes, change the roll")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, f"3-asks-twice-{how}")
    press(page, "Throw the file away")
    choose(page, server, table)
    press(page, "Read it")
    look(page, f"4-preview-{how}")
    press(page, "Yes, change the roll")
    expect(page.get_by_role("heading", name="301 pupils")).to_be_visible()
    page.get_by_label("Find a pupil by name").fill("JESS marl")
    press(page, "Find")
    expect(page.locator("main")).to_contain_text("1 pupil found")
    look(page, f"5-found-{how}")
    page.get_by_role("link", name="Jess Marlowe").click()
    expect(page.locator("main")).to_contain_text("Marie Marlowe")
    look(page, f"6-pupil-{how}")
    page.get_by_label("Where this child lives must not be told to anybody").check()
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Protected: must not be told to anybody")

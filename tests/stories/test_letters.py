"""From case to approved letter to copies on their way: two leads, and the worker between them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_from_case_to_sent(fresh_server, open_page, sign_in, axe, picture):
    server, asha = fresh_server, open_page("desktop")
    sign_in(asha, server, "asha")
    asha.goto(server.url("/desk/cases/"))
    asha.locator(".desk-line__title a").first.click()
    asha.get_by_role("link", name="Letters", exact=True).last.click()
    asha.get_by_label("An incident in the year group").check()
    press(asha, "Begin")
    asha.get_by_label("Year 7 (").check()
    press(asha, "Save who gets it")
    expect(asha.locator("main")).to_contain_text("families")
    asha.get_by_label("Heading", exact=True).fill("Jess and others: how to keep children safe")
    press(asha, "Save")
    expect(asha.locator("#findings")).to_contain_text("Jess")
    axe(asha)
    picture(asha, "letter-1-names-found")
    asha.get_by_label("Heading", exact=True).fill("Keeping children safe online")
    press(asha, "Save")
    expect(asha.locator("#findings")).to_have_count(0)
    asha.get_by_label("Who reads it?").select_option(label="Dev Osei")
    press(asha, "Ask them to read it")
    expect(asha.locator("main")).to_contain_text("reads it")
    address = asha.url

    dev = open_page("phone")
    sign_in(dev, server, "dev")
    dev.goto(address)
    axe(dev)
    picture(dev, "letter-2-second-eyes-phone")
    press(dev, "Approve")
    expect(dev.locator("main")).to_contain_text("approved by")

    asha.goto(address)
    send(asha, address)
    axe(asha)


def send(asha, address):
    press(asha, "Make the copies")
    for _look in range(60):
        asha.goto(address)
        if asha.get_by_role("button", name="Send it").count():
            break
        asha.wait_for_timeout(500)
    with asha.expect_download() as download:
        asha.get_by_role("link", name="As a PDF, to look at").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    press(asha, "Send it")
    expect(asha.locator("main")).to_contain_text("Recall it")

"""The school's own words of its letters, by the office; and a letter in another language, by whoever reads it second."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.story


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def test_the_offices_own_words(fresh_server, open_page, sign_in, axe, picture):
    server = fresh_server
    for size in ("phone", "desktop"):
        olu = open_page(size)
        sign_in(olu, server, "olu")
        olu.goto(server.url("/office/"))
        press(olu, "Words of the letters")
        axe(olu)
        picture(olu, f"letter-words-1-list-{size}")
        olu.get_by_role("link", name=re.compile("^English.*How to stop it$")).click()
        axe(olu)
        change(olu, axe, picture, size)
        for _each in olu.get_by_text("What changed").all():
            _each.click()
        picture(olu, f"letter-words-4-versions-{size}")
        axe(olu)
        press(olu, "Go back to our words")
        expect(olu.locator("main")).to_contain_text("back to ours")
        expect(olu.locator("#id_heading")).not_to_have_value("Ours: safer online")

        olu.goto(server.url("/office/letters/how_to_stop_it/ur/"))
        axe(olu)


def change(olu, axe, picture, size):
    body = olu.locator("#id_body")
    whole = body.input_value()
    olu.locator("#id_heading").fill("Ours: safer online")
    body.fill(f"Dear parent of {{childs_name}}\n\n{whole}")
    press(olu, "Save")
    expect(olu.locator(".govuk-error-summary")).to_contain_text("In line 1 there is no field called childs_name")
    expect(body).to_have_value(f"Dear parent of {{childs_name}}\n\n{whole}")
    axe(olu)
    picture(olu, f"letter-words-2-unknown-field-{size}")
    body.fill(f"We meet on Thursday at six in the hall.\n\n{whole}")
    press(olu, "Look at it first")
    expect(olu.locator("#look")).to_contain_text("not saved yet")
    axe(olu)
    picture(olu, f"letter-words-3-look-{size}")
    press(olu, "Save")
    expect(olu.locator("#versions + section")).to_contain_text("your school’s words")


def test_a_letter_in_another_language(fresh_server, open_page, sign_in, axe, picture):
    server, address = fresh_server, ""
    for size in ("phone", "desktop"):
        dev = open_page(size)
        sign_in(dev, server, "dev")
        dev.goto(server.url("/staff/letters/"))
        axe(dev)
        picture(dev, f"letter-in-1-letters-{size}")
        dev.get_by_role("link", name="Keeping your child safer online").first.click()
        axe(dev)
        picture(dev, f"letter-in-2-reads-{size}")
        address = dev.url
        for lang in ("Polish", "Arabic"):
            dev.goto(address)
            dev.get_by_role("link", name=lang).first.click()
            axe(dev)
            picture(dev, f"letter-in-3-{lang.lower()}-{size}")
        with dev.expect_download() as download:
            dev.get_by_role("link", name="As a PDF, to look at").click()
        assert download.value.path().read_bytes().startswith(b"%PDF")

    asha = open_page("phone")
    sign_in(asha, server, "asha")
    asha.goto(address)
    press(asha, "Take it back to change it")
    asha.get_by_role("link", name="Polish").first.click()
    asha.get_by_label("Heading", exact=True).fill("Bezpieczniej w sieci")
    press(asha, "Save")
    expect(asha.locator("main")).to_contain_text("Bezpieczniej w sieci")
    axe(asha)
    picture(asha, "letter-in-4-own-words-phone")

"""The mail door: the office sets up a mailbox, a family writes, a lead reads and answers."""

from __future__ import annotations

import base64
import os
import re

import pytest
from playwright.sync_api import expect

from seawall.config.demo.postbox import PASSWORD, USER, why_not
from tests.post.corpus import FILE, JPEG, multi, part
from tests.post.dovecot import dovecot

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(bool(why_not()) and os.environ.get("SEAWALL_STRICT") != "1", reason=why_not()),
]


@pytest.mark.parametrize("how", ["desktop", "phone"])
def test_a_family_writes_and_is_answered(fresh_server, open_page, sign_in, axe, picture, how):
    with dovecot() as mails:
        page = open_page(how)
        sign_in(page, fresh_server, "olu")
        page.goto(fresh_server.url("/office/mail/add/"))
        axe(page)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        axe(page)
        page.get_by_label("Which address do families write to?").fill("safeguarding@marram-bay.example")
        page.get_by_label("Mail server (IMAP)").fill("127.0.0.1")
        page.get_by_label("Port", exact=True).fill(str(mails.port))
        page.get_by_label("Not at all").check()
        page.get_by_label("User name").fill(USER)
        page.get_by_label("Password or token", exact=True).fill(PASSWORD)
        if how == "desktop":
            picture(page, "mail-1-box-desktop")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Test safeguarding@marram-bay.example").click()
        expect(page.get_by_role("heading", name="The test went well")).to_be_visible()
        axe(page)
        if how == "phone":
            picture(page, "mail-2-tested-phone")
        mails.put(
            multi(
                part(b"Somebody wants money from my son.\r\n-- \r\nWilma"),
                part(base64.encodebytes(JPEG), b"image/jpeg", FILE),
            )
        )
        lead = open_page(how)
        sign_in(lead, fresh_server, "asha")
        line = lead.get_by_text(re.compile("by e-?mail", re.IGNORECASE)).first
        for _ in range(90):
            lead.goto(fresh_server.url("/desk/"))
            if line.count():
                break
            lead.wait_for_timeout(1_000)
        address = (
            lead.locator(".desk-line", has_text=re.compile("by e-?mail", re.IGNORECASE)).first.get_by_role("link").first
        )
        address.click()
        expect(lead.get_by_role("heading", name="By e-mail")).to_be_visible()
        lead.get_by_text("As it came").click()
        axe(lead)
        picture(lead, f"mail-3-report-{how}")
        lead.get_by_label("Write to the reporter").fill("We will ring you at four.")
        lead.get_by_role("button", name="Send reply").click()
        expect(lead.get_by_text("a mail goes out to them")).to_be_visible()
        axe(lead)

"""Steps of signing in, as a person takes them in a browser."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.stories.server import PASSWORD, account

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stories.server import Server

    type Look = Callable[[Page], None]
    type Take = Callable[[Page, str], None]

CODE: Final = re.compile(r"\d{6}")
DESK: Final = re.compile(r"/desk/")


@dataclass
class Someone:
    """Somebody in front of a browser: their page, the server, axe, and the camera for the documentation."""

    page: Page
    server: Server
    axe: Look
    picture: Take

    def goes_to(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.server.url(path))

    def sees(self, text: str, shot: str = "", picture: str = "") -> None:
        """Expect a heading, a link or words, and a page without barriers. STORY_SHOTS names a folder to look at it."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        self.axe(self.page)
        if picture:
            self.picture(self.page, picture)
        if shot and os.environ.get("STORY_SHOTS"):
            self.page.screenshot(path=f"{os.environ['STORY_SHOTS']}/{shot}.png", full_page=True)

    def clicks(self, name: str) -> None:
        """Click a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        """Click a link."""
        self.page.get_by_role("link", name=name).click()

    def fills(self, **fields: str) -> None:
        """Fill in inputs by their names."""
        for name, typed in fields.items():
            self.page.locator(f"[name={name}]").fill(typed)

    def ticks(self, label: str) -> None:
        """Tick a box or choose an answer."""
        self.page.get_by_label(label).check()

    def gives_password(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the sign-in page."""
        self.goes_to("/sign-in/")
        self.fills(login=email if "@" in email else account(email).email, password=password)
        self.clicks("Sign in")

    def gives_code(self, code: str = "") -> None:
        """Type a code, or the one that the demonstration shows."""
        shown = code or self.page.locator("[data-demo-code]").inner_text()
        assert code or CODE.fullmatch(shown)
        self.fills(code=shown)
        self.clicks("Go on")

    def is_at_the_desk(self) -> None:
        """Expect the queue."""
        expect(self.page).to_have_url(DESK)

    def signs_out(self) -> None:
        """Sign out, and see that it is so."""
        self.goes_to("/sign-out/")
        self.page.locator("main").get_by_role("button", name="Sign out").click()
        self.sees("You have signed out.")

    def reads(self, mark: str) -> str:
        """Read what stands in a marked place."""
        return self.page.locator(f"[data-{mark}]").inner_text()

    def gets_passkeys(self) -> None:
        """Give the browser a keeper of passkeys, as a phone or a laptop with a finger reader has."""
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        shown = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind | shown})


def code_of(secret: str) -> str:
    """What an authenticator app shows for a secret."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))

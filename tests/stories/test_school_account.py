"""Signing in with the school's own account, in a browser: to a real provider and back, and on to the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.shared.provider import CLIENT, SECRET, a_provider
from tests.stories.server import PASSWORD, account
from tests.stories.server import running as serving
from tests.stories.sign_in_steps import Someone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.conftest import OpenPage
    from tests.stories.sign_in_steps import Look, Take

pytestmark = pytest.mark.story


def test_with_the_schools_account_to_the_queue(
    only_seeded: Path, tmp_path: Path, open_page: OpenPage, axe: Look, picture: Take
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    with a_provider() as provider:
        provider.person = {"sub": "asha-1", "email": account("asha").email, "email_verified": True}
        with serving(
            only_seeded,
            tmp_path / "server",
            SEAWALL_OIDC_ISSUER=provider.issuer,
            SEAWALL_OIDC_CLIENT_ID=CLIENT,
            SEAWALL_OIDC_SECRET_FILE=str(secret),
            SEAWALL_OIDC_NAME="your trust account",
        ) as server:
            for how in ("desktop", "phone, no scripts"):
                asha = Someone(open_page(how), server, axe, picture)
                asha.goes_to("/sign-in/")
                asha.sees("With an account you have already", picture="sign-in-7-school-account" * (how == "desktop"))
                asha.clicks("Sign in with your trust account")
                expect(asha.page.get_by_role("heading", name="Trust accounts")).to_be_visible()
                asha.clicks("I am who I am")
                asha.sees("Your second factor")
                asha.gives_code()
                asha.sees("Open what was told")
                asha.fills(password=PASSWORD)
                asha.clicks("Open")
                asha.is_at_the_desk()
                asha.signs_out()

"""System checks of the whole house, each with a hint that says what to do (`./run manage check`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import checks

from seawall.web.shared import oidc
from seawall.web.shared.breached import trouble

if TYPE_CHECKING:
    from collections.abc import Sequence


@checks.register("passwords")
def breached_is_readable(**_more: object) -> Sequence[checks.CheckMessage]:
    """Say when the file of breached passwords cannot be used: nobody could choose a password."""
    path = settings.SEAWALL_BREACHED
    wrong = trouble(path) if path else ""
    if not wrong:
        return []
    return [
        checks.Error(
            f"The file of breached passwords cannot be used: {wrong}.",
            hint="SEAWALL_BREACHED names the file “pwned-passwords-sha1-ordered-by-hash”: a hash, a colon and a number on each "
            "line, ordered by hash. Leave it away for the list that Django brings.",
            id="seawall.E003",
        )
    ]


@checks.register("sign_in")
def school_account_is_whole(**_more: object) -> Sequence[checks.CheckMessage]:
    """Say when the school's own sign-in is half set, or can't be used: its button is then not shown."""
    wrong = oidc.trouble()
    if not wrong:
        return []
    return [
        checks.Error(
            f"Signing in with the school's own accounts is not set up right: {wrong}.",
            hint="Set SEAWALL_OIDC_ISSUER (as https://...), SEAWALL_OIDC_CLIENT_ID and SEAWALL_OIDC_SECRET_FILE, all three or "
            "none (docs/how-to/run-a-server.md).",
            id="seawall.E004",
        )
    ]


@checks.register("mail")
def mail_is_set(**_more: object) -> Sequence[checks.CheckMessage]:
    """Say that notices are only shown on the desk where no mail server is named, or that they have no sender."""
    if not settings.SEAWALL_MAIL:
        return [
            checks.Info(
                "No e-mail is sent: a lead who is not signed in learns nothing of an urgent report.",
                hint="Set SEAWALL_MAIL_URL=smtp://user:password@mail.example:587 and SEAWALL_MAIL_FROM. Until then notices "
                "go only to services that people added themselves (How to reach me), or stand on the desk.",
                id="seawall.I001",
            )
        ]
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost") and not settings.SEAWALL_DEMO:
        return [
            checks.Warning(
                "Notices have no sender's address; most mail servers refuse them.",
                hint="Set SEAWALL_MAIL_FROM to an address of the school.",
                id="seawall.W002",
            )
        ]
    return []

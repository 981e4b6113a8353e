"""What may be said in a mailbox. Plain Python: no Django, no database."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal
from seawall.kit.text import LONGEST

if TYPE_CHECKING:
    from datetime import datetime

OPEN_AFTER_CLOSING: Final = timedelta(days=30)
"""How long the reporter keeps the mailbox after the case was closed."""


class Status(StrEnum):
    """What has happened so far, in words for the reporter (web/public says them)."""

    RECEIVED = "received"
    READ = "read"
    WORKING = "working"
    TOLD_POLICE = "told_police"
    TOLD_CEOP = "told_ceop"
    TOLD_SOCIAL_CARE = "told_social_care"
    TOLD_PARENTS = "told_parents"
    ACCOUNT_REPORTED = "account_reported"
    ACCOUNT_GONE = "account_gone"
    CLOSED = "closed"


BY_HAND: Final = tuple(status for status in Status if status not in {Status.RECEIVED, Status.READ, Status.CLOSED})
"""What a lead can tell the reporter with one press; the others come of themselves."""


def may_write(*, text: str, too_long_by: int, closes_at: datetime | None, now: datetime) -> Refusal | None:
    """Say whether a message may be left."""
    if closes_at is not None and now > closes_at:
        return Refusal("This mailbox is closed. You can always tell us again from the start page.")
    if not text:
        return Refusal("Write something first.")
    if too_long_by:
        return Refusal(
            f"That is {too_long_by} characters too long. {LONGEST:,} is the most. Nothing you wrote is lost."
        )
    return None


def may_have_new_code(*, thrown_away: bool) -> Refusal | None:
    """What somebody threw away stays thrown away."""
    if not thrown_away:
        return None
    return Refusal("The reporter threw the code away. They do not want to be written to here.")

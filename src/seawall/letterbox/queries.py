"""What the pages show of mailboxes and of mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seawall.letterbox.models import Outgoing

if TYPE_CHECKING:
    from seawall.letterbox.models import Box, Mail
    from seawall.reports.models import Report
    from seawall.schools.models import School
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A mail of a report, opened: how it was read, and as it came."""

    mail: Mail
    read: dict[str, Any]
    kept: dict[str, Any]

    @property
    def only_quoted(self) -> bool:
        """Whether there is nothing but what is folded away."""
        return not self.read.get("text")

    @property
    def as_it_came(self) -> str:
        """Headers and texts, the way they were fetched."""
        return "\n\n".join([self.kept.get("headers", ""), *self.kept.get("parts", {}).values()])[:200_000]


def of_report(report: Report, ring: Ring) -> list[Opened]:
    """The mails of a report, oldest first. Raises WontOpenError if they are closed to this ring."""
    found = []
    for mail in report.mails.order_by("kept_at", "pk"):
        key = ring.data_key(mail)
        found.append(Opened(mail, key.open(mail, "read") or {}, key.open(mail, "kept") or {}))
    return found


def in_trouble(school: School) -> list[Box]:
    """Boxes that could not be looked into the last time, or whose originals could not be put away."""
    return list(school.boxes.filter(paused_at=None).exclude(trouble=""))


def code_was_mailed(report: Report) -> bool:
    """Whether a code that opens this report's mailbox was put into a mail."""
    return Outgoing.objects.filter(report=report, has_code=True, given_up_at=None).exists()

"""Shapes a mailbox page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seawall.vault.ring import ReporterKeys

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.kit.codes import Code
    from seawall.mailbox.models import Mailbox, StatusLine
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """One opened message: who wrote it (None: the reporter), when, the text, and how many pictures were cut out of it."""

    author: Person | None
    at: datetime
    read_at: datetime | None
    text: str
    pictures: int


@dataclass(frozen=True, slots=True, repr=False)
class Conversation:
    """What a mailbox page shows, oldest first. `told` is what the reporter sent, opened by the code."""

    messages: list[Read]
    status: list[StatusLine]
    told: dict[str, Any]


def _messages(mailbox: Mailbox, key: DataKey) -> list[Read]:
    rows = mailbox.messages.select_related("author").order_by("at", "pk")
    opened = ((row, key.open(row, "text")) for row in rows)
    return [Read(row.author, row.at, row.read_at, value["text"], value["pictures"]) for row, value in opened]


def found(*, school: School, code: Code) -> Mailbox | None:
    """The mailbox a code opens at a school, or None (a wrong code, a thrown-away one). `actions.find` raises Gone instead."""
    return school.mailboxes.by_lookup(ReporterKeys(code, school.pk).lookup).select_related("report").first()


def for_reporter(mailbox: Mailbox, code: Code) -> Conversation:
    """Open a mailbox with its code. Raises WontOpenError if it is another's."""
    keys = ReporterKeys(code, mailbox.school_id)
    report = mailbox.report
    told = keys.data_key(report).open(report, "told")
    return Conversation(
        _messages(mailbox, keys.data_key(mailbox)), list(mailbox.status_lines.order_by("at", "pk")), told
    )


def for_lead(mailbox: Mailbox, ring: Ring) -> Conversation:
    """Open a mailbox with a lead's ring; `told` stays empty, the report's page shows it.

    Raises WontOpenError if it is closed to them.
    """
    return Conversation(_messages(mailbox, ring.data_key(mailbox)), list(mailbox.status_lines.order_by("at", "pk")), {})


def news(school: School, ring: Ring) -> list[Mailbox]:
    """Mailboxes in which the reporter wrote and nobody has read it, in the queue's order; those this ring can open."""
    rows = school.mailboxes.with_news().filter(circle_key_id__in=ring.held_keys()).select_related("report")
    rows = rows.order_by("-report__danger", "unread_since")
    return list(
        rows.defer("report__told", "report__lowered_why", "report__key_for_circle", "report__key_for_reporter")[:50]
    )

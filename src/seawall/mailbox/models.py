"""Mailboxes. A mailbox has its own key, sealed to the report's circle and to the reporter's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.mailbox.rules import Status
from seawall.reports.models import Report
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from datetime import datetime


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Words for asking about mailboxes; start from `school.mailboxes`."""

    def by_lookup(self, lookup: bytes) -> MailboxQuerySet:
        """The mailbox a code finds."""
        return self.filter(lookup=lookup)

    def with_news(self) -> MailboxQuerySet:
        """Mailboxes in which the reporter wrote and nobody has read it."""
        return self.filter(unread_since__isnull=False).order_by("unread_since")


class Mailbox(Locked):
    """One conversation. Throwing the code away deletes `lookup` and the reporter's copy of the key: it opens nothing then."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="mailboxes")
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="mailbox")
    lookup = models.BinaryField(max_length=16, null=True, unique=True)
    key_for_reporter = models.BinaryField(default=b"")
    made_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    """When the reporter said they had kept the code."""
    visited_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    unread_since = models.DateTimeField(null=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["school", "unread_since"], name="mailbox_news", condition=models.Q(unread_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"mailbox {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether the reporter can still be written to and write."""
        return self.lookup is not None and (self.closes_at is None or now <= self.closes_at)


class Message(models.Model):
    """One message, sealed under the mailbox's key. `author` is empty when the reporter wrote it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    text = SealedField()
    sent_once = models.BinaryField(max_length=16, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mailbox", "at"], name="mailbox_message_at")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class StatusLine(models.Model):
    """Something that has happened, coded; the page says it in the reporter's words."""

    id = models.BigAutoField(primary_key=True)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="status_lines")
    status = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Status])
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mailbox", "status"], name="mailbox_status_once")]

    def __str__(self) -> str:
        return self.status

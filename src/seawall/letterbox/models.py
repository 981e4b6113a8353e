"""Mailboxes, mails and mails to send. What stands in clear is listed in docs/threat-model.md: never an address or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.letterbox.rules import LEASE, Afterwards, MailState, Security, SignIn, Takes
from seawall.letterbox.wording import Sort
from seawall.reports.models import Report
from seawall.schools.models import School
from seawall.vault.fields import SealedField, ServerSealedTextField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from datetime import datetime


def _choices(kind: type[Security | SignIn | Takes | Afterwards | MailState | Sort]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]


class BoxQuerySet(models.QuerySet["Box"]):
    """Words for asking about boxes; start from `school.boxes`."""

    def due(self, now: datetime) -> BoxQuerySet:
        """Boxes whose turn it is and that nobody is at."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(free, paused_at=None, next_at__lte=now).order_by("next_at")

    def claim(self, box: Box, holder: str, now: datetime) -> bool:
        """Take a box to empty it. Of several workers exactly one gets True."""
        return bool(self.due(now).order_by().filter(pk=box.pk).update(lease_until=now + LEASE, holder=holder))


class Box(models.Model):
    """One mailbox of a school on a mail server. Who signs in, and with what, lies under the server key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="boxes")
    address = ServerSealedTextField()
    """The address that families write to."""
    tagged = models.BooleanField(default=False)
    """Whether address+something@ arrives here, too: answers then find their thread even without a mail program's help."""
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=_choices(Security), default=Security.TLS.value)
    sign_in = models.CharField(max_length=8, choices=_choices(SignIn), default=SignIn.PASSWORD.value)
    user = ServerSealedTextField()
    secret = ServerSealedTextField()
    """A password, an access token or a refresh token, by `sign_in`."""
    token_url = models.CharField(max_length=500, blank=True)
    client_id = ServerSealedTextField(default=b"")
    client_secret = ServerSealedTextField(default=b"")
    scope = models.CharField(max_length=500, blank=True)
    token = ServerSealedTextField(default=b"")
    token_until = models.DateTimeField(null=True)
    folder = models.CharField(max_length=200, default="INBOX")
    takes = models.CharField(max_length=12, choices=_choices(Takes), default=Takes.SAFEGUARDING.value)
    afterwards = models.CharField(max_length=8, choices=_choices(Afterwards), default=Afterwards.LEAVE.value)
    moved_to = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    paused_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=40, blank=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=60, blank=True)
    worked_at = models.DateTimeField(null=True)
    """When it was last looked into without trouble."""
    version = models.PositiveIntegerField(default=1)

    objects = BoxQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["made_at"]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="letterbox_due", condition=Q(paused_at__isnull=True))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="letterbox_moved_somewhere", condition=~Q(afterwards="move") | ~Q(moved_to="")),
        ]

    def __str__(self) -> str:
        return f"box {self.pk}"


class Mail(Locked):
    """One mail: sealed and committed as it came before anything is made of it, then a report or part of one's conversation."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="mails")
    box = models.ForeignKey(Box, on_delete=models.SET_NULL, null=True, related_name="mails")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="mails")
    mark = models.BinaryField(max_length=16)
    """The blind name under which the same mail is known again."""
    state = models.CharField(max_length=8, choices=_choices(MailState), default=MailState.KEPT.value)
    kept_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    kept = SealedField()
    """What was fetched, as it came: headers, texts, and where the original lay."""
    read = SealedField(null=True)
    """How it was read."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "mark"], name="letterbox_mail_once"),
            models.CheckConstraint(
                name="letterbox_done_has_a_report",
                condition=Q(state="kept", report__isnull=True, done_at__isnull=True)
                | (~Q(state="kept") & Q(report__isnull=False, done_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kept_at"], name="letterbox_unread", condition=Q(state="kept")),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class Thread(models.Model):
    """The blind name of one mail of a conversation, theirs or ours: an answer to it belongs to the same report."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="threads")
    mark = models.BinaryField(max_length=16)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "mark"], name="letterbox_thread_once")]

    def __str__(self) -> str:
        return f"thread of {self.report_id}"


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """Words for asking about mails to send."""

    def waiting(self) -> OutgoingQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def claim(self, mail: Outgoing, now: datetime) -> bool:
        """Take one to send it. Of several workers exactly one gets True."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return bool(self.waiting().filter(free, pk=mail.pk).update(lease_until=now + LEASE))


class Outgoing(models.Model):
    """A mail to somebody who wrote. Address and words lie under the server key until it is sent; then they are deleted here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="outgoing")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="outgoing")
    sort = models.CharField(max_length=8, choices=_choices(Sort))
    once = models.BinaryField(max_length=16, unique=True)
    to = ServerSealedTextField()
    subject = ServerSealedTextField()
    body = ServerSealedTextField()
    headers = ServerSealedTextField()
    has_code = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="letterbox_to_send",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"outgoing {self.pk}"

"""Mails to those who wrote: a row that waits, sent by a job, tried again; its words are deleted here once it went."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from seawall.kit import clock
from seawall.letterbox import rules, wording
from seawall.letterbox.models import Outgoing, Thread
from seawall.vault.server import blind

if TYPE_CHECKING:
    from seawall.letterbox.models import Box
    from seawall.letterbox.wording import Sort
    from seawall.reports.models import Report
    from seawall.schools.models import School

_AT_ONCE: Final = 100
_MOST_TRIES: Final = 8
_HEADERS: Final = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "auto_reply"}


def site(school: School) -> str:
    """Where the school's pages are, for a link; nothing if this server does not know it."""
    if school.host and settings.HTTPS:
        return f"https://{school.host}"
    return settings.SEAWALL_SITE


def can_be_written_to(address: str) -> bool:
    """Whether this server sends mail, and an address is one."""
    if not settings.SEAWALL_MAIL or any(ord(c) < 33 or ord(c) > 126 for c in address):  # noqa: PLR2004 - printable ASCII
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def message_mark(message_id: str, school: School) -> bytes:
    """The blind name of a mail's number in threads."""
    return blind("mail.thread", message_id.strip("<> "), school.pk)


def put(
    *,
    school: School,
    sort: Sort,
    to: str,
    body: str,
    once: bytes,
    box: Box | None,
    answers: str = "",
    subject: str = "",
) -> Outgoing | None:
    """Leave a mail to be sent; None if one was left before under the same `once`. Call it in a transaction."""
    domain = (box.address if box else settings.DEFAULT_FROM_EMAIL).rpartition("@")[2] or "localhost"
    token = secrets.token_hex(16)
    headers = {"Message-ID": f"<{token}@{domain}>"}
    if sort is wording.Sort.GOT_IT:
        headers |= _HEADERS
    if answers:
        headers |= {"In-Reply-To": f"<{answers}>", "References": f"<{answers}>"}
    if box and "@" in box.address:
        name, _, host = box.address.partition("@")
        headers["Reply-To"] = f"{name}+{token}@{host}" if box.tagged else box.address
    mail = Outgoing(school=school, sort=sort.value, once=once, to=to, body=body)
    mail.subject, mail.headers, mail.has_code = subject or wording.subject(school), json.dumps(headers), False
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        return None
    return mail


def belongs(*, mail: Outgoing, report: Report) -> None:
    """Say whose it is: answers to it join this report. Call it in the same transaction."""
    Outgoing.objects.filter(pk=mail.pk).update(report=report)
    number = json.loads(mail.headers)["Message-ID"].strip("<>")
    for each in (number, number.partition("@")[0]):
        remember(report=report, message_id=each)


def remember(*, report: Report, message_id: str) -> None:
    """Remember a mail's number: an answer to it belongs to this report. The first report keeps it."""
    if message_id:
        mark = message_mark(message_id, report.school)
        Thread.objects.get_or_create(school=report.school, mark=mark, defaults={"report": report})


def send_waiting() -> int:
    """Send what is due; return how many were tried. The worker calls it every few seconds."""
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    tried = 0
    for mail in Outgoing.objects.waiting().filter(free, next_at__lte=now).order_by("next_at")[:_AT_ONCE]:
        if Outgoing.objects.claim(mail, now):
            _send(mail)
            tried += 1
    return tried


def _send(mail: Outgoing) -> None:
    """Send one. Killed between sending and writing it down, it goes out twice: nothing else can be known."""
    message = EmailMessage(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=json.loads(mail.headers)
    )
    try:
        trouble = "" if message.send(using="default") else "refused"
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, it is tried again
        trouble = type(error).__qualname__[:60]
    now, tries = clock.now(), mail.tries + 1
    row = Outgoing.objects.get(pk=mail.pk)
    row.tries, row.trouble, row.lease_until = tries, trouble, None
    if not trouble:
        row.sent_at = now
    elif tries >= _MOST_TRIES:
        row.given_up_at = now
    else:
        row.next_at = rules.next_try(now, tries)
    if row.sent_at or row.given_up_at:
        row.to = row.subject = row.body = row.headers = ""
    row.save()

"""Verbs on a mailbox, for both who hold its key: the reporter by code, the leads by their ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.journal.actions import REPORTER, record
from seawall.kit import clock
from seawall.kit.refusal import Gone, Refused, refuse_unless
from seawall.kit.text import clean
from seawall.mailbox import rules
from seawall.mailbox.models import Mailbox, Message, StatusLine
from seawall.mailbox.rules import Status
from seawall.reports.actions import note_reply, raise_by_words
from seawall.vault.ring import ReporterKeys, WontOpenError, lock, seal_key_to

if TYPE_CHECKING:
    from django.db.models import Model

    from seawall.journal.actions import Actor
    from seawall.kit.codes import Code
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.vault.models import CircleKey
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def draw_up(*, report: Report, keys: ReporterKeys, circle_key: CircleKey) -> Mailbox:
    """Return the mailbox of a new report, opened by the reporter's code. Nothing is written yet."""
    mailbox = Mailbox(school=report.school, report=report, lookup=keys.lookup)
    seal_key_to(keys.public, mailbox, lock(mailbox, circle_key))
    return mailbox


def rows_of(*, mailbox: Mailbox) -> list[Model]:
    """Return what a new mailbox writes down, in its report's transaction: itself and the first line of what has happened."""
    return [mailbox, StatusLine(mailbox=mailbox, status=Status.RECEIVED)]


def find(*, school: School, code: Code) -> Mailbox:
    """Return the mailbox a code opens. Raises Gone if there is none here (a wrong code, a thrown away one)."""
    keys = ReporterKeys(code, school.pk)
    mailbox = school.mailboxes.by_lookup(keys.lookup).select_related("report").first()
    if mailbox is None:
        raise Gone(_("We could not find anything for these six words."))
    return mailbox


def _write(mailbox: Mailbox, key: DataKey, typed: str, once: bytes, author: Person | None) -> bool:
    cleaned = clean(typed)
    refuse_unless(
        rules.may_write(
            text=cleaned.text, too_long_by=cleaned.too_long_by, closes_at=mailbox.closes_at, now=clock.now()
        )
    )
    message = Message(mailbox=mailbox, author=author, sent_once=once)
    message.text = key.seal({"text": cleaned.text, "pictures": cleaned.pictures}, message, "text")
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def write_as_reporter(*, mailbox: Mailbox, code: Code, typed: str, once: bytes) -> bool:
    """The reporter writes. A second press of Send (the same `once`) writes nothing, and answers False. Raises Refused.

    From outside, come through intake.actions.take_message: it looks for accounts and numbers, too.
    """
    keys = ReporterKeys(code, mailbox.school_id)
    if not _write(mailbox, keys.data_key(mailbox), typed, once, None):
        return False
    Mailbox.objects.filter(pk=mailbox.pk, unread_since=None).update(unread_since=clock.now())
    raise_by_words(report=mailbox.report, words=clean(typed).text)
    record("mailbox.reporter_wrote", subject=mailbox, by=REPORTER)
    return True


def note_mail(*, report: Report) -> None:
    """Note that the reporter wrote by mail: the mail itself is sealed elsewhere. Call it inside the mail's transaction."""
    Mailbox.objects.filter(report=report, unread_since=None).update(unread_since=clock.now())


@transaction.atomic
def new_code(*, mailbox: Mailbox, code: Code, ring: Ring, by: Person) -> None:
    """Let another code open a mailbox, for somebody who never got one. The old one opens nothing any more. Raises Refused."""
    refuse_unless(rules.may_have_new_code(thrown_away=mailbox.lookup is None))
    keys, report = ReporterKeys(code, mailbox.school_id), mailbox.report
    try:
        of_mailbox, of_report = ring.data_key(mailbox), ring.data_key(report)
    except WontOpenError:
        raise Refused(_("This mailbox is closed to you.")) from None
    seal_key_to(keys.public, mailbox, of_mailbox)
    seal_key_to(keys.public, report, of_report)
    mailbox.lookup = keys.lookup
    mailbox.save(update_fields=["lookup", "key_for_reporter"])
    report.save(update_fields=["key_for_reporter"])
    record("mailbox.new_code", subject=mailbox, by=by)


@transaction.atomic
def reply(*, mailbox: Mailbox, ring: Ring, typed: str, once: bytes, by: Person) -> bool:
    """A lead replies; False if it was written before under the same `once`.

    Raises Refused if the mailbox is thrown away, closed, or closed to this person.
    """
    if mailbox.lookup is None:
        raise Refused(_("The reporter threw the code away, so nobody would read a reply."))
    try:
        key = ring.data_key(mailbox)
    except WontOpenError:
        raise Refused(_("This mailbox is closed to you.")) from None
    written = _write(mailbox, key, typed, once, by)
    if written:
        record("mailbox.replied", subject=mailbox, by=by)
        note_reply(report=mailbox.report, by=by)
    return written


@transaction.atomic
def tell_status(*, mailbox: Mailbox, status: Status, by: Actor) -> bool:
    """Add a line to what has happened so far; telling it twice changes nothing, and answers False."""
    _line, new = StatusLine.objects.get_or_create(mailbox=mailbox, status=status, defaults={"at": clock.now()})
    if new:
        record("mailbox.status", subject=mailbox, by=by, status=status.value)
    return new


@transaction.atomic
def note_read_by_lead(*, mailbox: Mailbox, by: Person) -> None:
    """Note that a lead read what the reporter wrote."""
    mailbox.messages.filter(author=None, read_at=None).update(read_at=clock.now())
    if Mailbox.objects.filter(pk=mailbox.pk, unread_since__isnull=False).update(unread_since=None):
        record("mailbox.read_by_lead", subject=mailbox, by=by)


def note_visit(*, mailbox: Mailbox) -> None:
    """Note that the reporter looked in, and that they have now seen the replies."""
    Mailbox.objects.filter(pk=mailbox.pk).update(visited_at=clock.now())
    mailbox.messages.filter(author__isnull=False, read_at=None).update(read_at=clock.now())


def confirm_code(*, mailbox: Mailbox) -> None:
    """The reporter says they have kept the code."""
    Mailbox.objects.filter(pk=mailbox.pk, confirmed_at=None).update(confirmed_at=clock.now())


@transaction.atomic
def throw_code_away(*, mailbox: Mailbox) -> None:
    """The reporter's copies of the keys are deleted: the code opens nothing any more. The school keeps the report."""
    mailbox.lookup, mailbox.key_for_reporter = None, b""
    mailbox.save(update_fields=["lookup", "key_for_reporter"])
    mailbox.report.key_for_reporter = b""
    mailbox.report.save(update_fields=["key_for_reporter"])
    record("mailbox.code_thrown_away", subject=mailbox, by=REPORTER)


@transaction.atomic
def close_after(*, mailbox: Mailbox, by: Person) -> None:
    """The case was closed: the reporter keeps the mailbox for 30 days."""
    mailbox.closes_at = clock.now() + rules.OPEN_AFTER_CLOSING
    mailbox.save(update_fields=["closes_at"])
    tell_status(mailbox=mailbox, status=Status.CLOSED, by=by)

"""From a fetched mail to a report: sealed and committed first, then read, then made a report of in one transaction.

Killed at any line and run again it loses none and doubles none: a mail that is KEPT is fetched and read again, one that is READ
or JOINED is only put away; whoever moves it from KEPT wins, and everything it brings is in that one transaction.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import override

from seawall.guidance.rules.danger import Danger, Level, assess
from seawall.intake import actions as intake
from seawall.intake.actions import Weighed
from seawall.journal.actions import REPORTER, record
from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.letterbox import outbox, wording
from seawall.letterbox.models import Mail, Thread
from seawall.letterbox.rules import MailState
from seawall.links import actions as links
from seawall.mailbox.actions import note_mail
from seawall.post import headers
from seawall.post.parse import BROKEN, Letter, read
from seawall.post.parts import Part
from seawall.reports.actions import Telling, raise_by_words
from seawall.reports.rules import Channel, Road, State
from seawall.rota import wording as when
from seawall.rota.queries import rota, today
from seawall.vault.ring import current_key, lock
from seawall.vault.server import blind

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.letterbox.models import Box
    from seawall.post.imap import Fetched
    from seawall.reports.models import Report
    from seawall.schools.models import School
    from seawall.vault.sealing import DataKey

UNREAD: Final = (
    "This mail was kept, and could not be read afterwards. It is below as it came; look for the original, too."
)


def mark_of(letter_headers: bytes, school: School) -> bytes:
    """The blind name of a mail: its number, and who sent it when about what, for some programs use a number twice."""
    told = headers.read(headers.parse(letter_headers))
    parts = [told.message_id, told.sender.casefold(), told.dated, told.subject]
    if not told.message_id:
        parts.append(letter_headers.decode("latin-1"))
    return blind("mail.once", "\0".join(parts), school.pk)


def belongs_to(letter_headers: bytes, school: School) -> Report | None:
    """The report whose conversation a mail goes on with; None if it begins one. What was set aside as junk takes up none."""
    told = headers.read(headers.parse(letter_headers))
    tags = [address.partition("@")[0].partition("+")[2] for address in told.to]
    numbers = [each for each in (told.in_reply_to, *reversed(told.references), *tags) if each]
    marks = [outbox.message_mark(each, school) for each in numbers[:60]]
    found = {
        bytes(row.mark): row.report
        for row in Thread.objects.filter(school=school, mark__in=marks).select_related("report")
    }
    reports = [found[mark] for mark in marks if mark in found and found[mark].state != State.JUNK]
    return reports[0] if reports else None


def take(*, box: Box, fetched: Fetched) -> None:
    """Take one mail in: when it returns, it is a report or part of one's conversation, and committed, once."""
    mail, key = keep(box=box, fetched=fetched)
    if mail.state == MailState.KEPT:
        deliver(box=box, mail=mail, key=key, fetched=fetched, letter=understood(fetched))


def keep(*, box: Box, fetched: Fetched) -> tuple[Mail, DataKey]:
    """Seal what was fetched and write it down, before anything is made of it. One that is there already is returned."""
    mail = Mail(school=box.school, box=box, mark=mark_of(fetched.headers, box.school))
    key = lock(mail, current_key(box.school.team_id))
    mail.kept = key.seal(fetched.as_it_came(), mail, "kept")
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
            record("mail.kept", subject=mail, by=REPORTER)
    except IntegrityError:
        there = Mail.objects.get(school=box.school, mark=mail.mark)
        return there, lock(there, current_key(box.school.team_id))
    return mail, key


def understood(fetched: Fetched) -> Letter:
    """Read a mail. Whatever goes wrong, there is a letter, which then says so."""
    try:
        return read(fetched.headers, fetched.root, fetched.problems)
    except Exception:  # noqa: BLE001 - a mail that nobody thought of is a report all the same
        bare = read(fetched.headers[:10_000], Part(kind="application/octet-stream", size=0), [BROKEN])
    return bare


@transaction.atomic
def deliver(*, box: Box, mail: Mail, key: DataKey, fetched: Fetched, letter: Letter) -> None:
    """Make a report of a kept mail, or let it join one. Nothing happens if somebody else did it."""
    report = belongs_to(fetched.headers, box.school)
    to = MailState.JOINED if report else MailState.READ
    weighed = _weighed(box.school, letter)
    if report is None:
        report = _new_report(box, mail, letter, weighed)
    if not _win(mail, to, report):
        transaction.set_rollback(True)
        return
    mail.kept = key.seal(fetched.as_it_came(), mail, "kept")
    mail.read = key.seal(told_of(letter, fetched.where), mail, "read")
    mail.save(update_fields=["kept", "read", "circle_key", "key_for_circle"])
    outbox.remember(report=report, message_id=letter.message_id)
    if to is MailState.JOINED:
        note_mail(report=report)
        raise_by_words(report=report, words=letter.all_words)
    record(f"mail.{to.value}", subject=mail, by=REPORTER, attachments=len(letter.attachments))


def _win(mail: Mail, to: MailState, report: Report) -> bool:
    rows = Mail.objects.filter(pk=mail.pk, state=MailState.KEPT)
    won = bool(rows.update(state=to.value, report=report, done_at=clock.now()))
    if won:
        mail.state, mail.report = to.value, report
    return won


def _weighed(school: School, letter: Letter) -> Weighed:
    """What the rules say of all its words. Nobody was asked anything, so never lower than "soon" (product.md)."""
    danger = assess({}, letter.all_words)
    found = links.look(school=school, words={"words": letter.all_words}, apps=())
    return Weighed(Danger(max(danger.level, Level.SOON), danger.reasons), found)


def _new_report(box: Box, mail: Mail, letter: Letter, weighed: Weighed) -> Report:
    code = Code.new()
    answer = _answer(box, letter, code)
    receipt = intake.receive(
        school=box.school,
        telling=telling_of(letter),
        sent_once=intake.once(f"mail:{bytes(mail.mark).hex()}", box.school),
        code=code,
        weighed=weighed,
    )
    if answer is not None:
        outbox.belongs(mail=answer, report=receipt.report)
    return receipt.report


def telling_of(letter: Letter) -> Telling:
    """What a mail tells, as a report's answers. In clear: how many things hung on it, and whether a machine sent it."""
    coded: dict[str, Any] = {
        "attachments": len(letter.attachments),
        "cut": letter.pictures,
        "automatic": letter.automatic,
    }
    words = {"words": letter.text or letter.quoted, "name": letter.sender_name}
    return Telling(
        Road.CHILD, Channel.MAIL, {k: v for k, v in coded.items() if v}, {k: v for k, v in words.items() if v}
    )


def told_of(letter: Letter, where: str) -> dict[str, Any]:
    """How a mail was read, to be sealed with it."""
    return {
        "subject": letter.subject,
        "from": letter.sender,
        "name": letter.sender_name,
        "date": letter.dated,
        "text": letter.text,
        "quoted": letter.quoted,
        "attachments": [[each.type, each.size] for each in letter.attachments],
        "pictures": letter.pictures,
        "automatic": letter.automatic,
        "message_id": letter.message_id,
        "problems": list(letter.problems),
        "where": where,
    }


def _answer(box: Box, letter: Letter, code: Code) -> Any:  # noqa: ANN401 - a row, or None
    """Leave the answer that says it arrived, once a sender and day; none to robots, lists, or our own boxes."""
    school = box.school
    ours = {each.address.casefold() for each in school.boxes.all()} | {school.email.casefold()}
    sender = letter.sender.casefold()
    if letter.automatic or sender in ours or not outbox.can_be_written_to(letter.sender):
        return None
    with override(school.language):
        hours = when.said(rota(school), clock.now()) or school.reads_when or when.unknown()
        body = wording.got_it(school, hours=hours, site=outbox.site(school), code=code)
        mail = outbox.put(
            school=school,
            sort=wording.Sort.GOT_IT,
            to=letter.sender,
            body=body,
            once=blind("mail.answered", f"{sender}\0{today()}", school.pk),
            box=box,
            answers=letter.message_id,
        )
    if mail is not None:
        mail.has_code = True
        type(mail).objects.filter(pk=mail.pk).update(has_code=True)
    return mail


def deliver_left(mail: Mail) -> None:
    """Tell the team of a mail that was kept and never read: its original may be gone. It is theirs to open as it came."""
    _deliver_left(mail, partial(_unread_report, mail))


@transaction.atomic
def _deliver_left(mail: Mail, make: Callable[[], Report]) -> None:
    if not _win(mail, MailState.READ, make()):
        transaction.set_rollback(True)
        return
    record("mail.left", subject=mail, by=REPORTER)


def _unread_report(mail: Mail) -> Report:
    once = intake.once(f"mail:{bytes(mail.mark).hex()}", mail.school)
    telling = Telling(Road.CHILD, Channel.MAIL, {}, {"words": UNREAD})
    weighed = Weighed(Danger(Level.URGENT, ()), ())
    return intake.receive(school=mail.school, telling=telling, sent_once=once, weighed=weighed).report

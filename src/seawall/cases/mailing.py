"""Answering somebody who wrote by mail: the words go into their mailbox here, the mail that goes out only leads there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from seawall.cases import actions
from seawall.journal.actions import record
from seawall.kit.codes import Code
from seawall.kit.refusal import Refused
from seawall.kit.text import clean
from seawall.letterbox import outbox, queries, wording
from seawall.letterbox.wording import Sort
from seawall.mailbox import actions as mailboxes
from seawall.reports.questions import WORDS_KEYS, asked, heading_of

if TYPE_CHECKING:
    from seawall.letterbox.queries import Opened
    from seawall.mailbox.models import Mailbox
    from seawall.reports.models import Report
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring


class Way(StrEnum):
    """What the mail that goes out holds."""

    LINK = "link"
    PLAIN = "plain"


def mails(report: Report, ring: Ring) -> list[Opened]:
    """The mails of a report, opened. Raises WontOpenError if they are closed to this ring."""
    return queries.of_report(report, ring)


def unanswered(report: Report, told: dict[str, str]) -> list[str]:
    """The questions of the page that nobody answered, as a child is asked them. Names and words of a mail answer their own."""
    given = {*report.coded, *told, "when_words", "contact_words"}
    return [
        str(heading_of(question.key, report.road))
        for question in asked(report.road, report.coded)
        if question.key not in given and (question.key not in WORDS_KEYS or question.alone)
    ]


@transaction.atomic
def answer(*, report: Report, mailbox: Mailbox, typed: str, once: bytes, way: Way, ring: Ring, by: Person) -> bool:
    """Answer a report; who wrote by mail is told by mail that there is an answer. Return whether a mail goes out.

    With Way.PLAIN the mail holds the answer itself. Either way it stays in the mailbox. Raises Refused or Gone.
    """
    actions.reply(report=report, mailbox=mailbox, typed=typed, once=once, ring=ring, by=by)
    came = mails(report, ring)
    if not came:
        return False
    to, number = came[0].read.get("from", ""), came[-1].read.get("message_id", "")
    if not outbox.can_be_written_to(to):
        if way is Way.PLAIN:
            raise Refused(_("No mail can be sent to the address that this came from. Your answer is not sent."))
        return False
    with override(report.school.language):
        body, has_code = _body(mailbox, typed, way, ring, by)
        sort = Sort.PLAIN if way is Way.PLAIN else Sort.LINK
        box = came[0].mail.box
        mail = outbox.put(school=report.school, sort=sort, to=to, body=body, once=once, box=box, answers=number)
    if mail is None:
        return False
    mail.has_code = has_code
    type(mail).objects.filter(pk=mail.pk).update(has_code=has_code)
    outbox.belongs(mail=mail, report=report)
    record("mail.answered", subject=report, by=by, way=way.value)
    return True


def _body(mailbox: Mailbox, typed: str, way: Way, ring: Ring, by: Person) -> tuple[str, bool]:
    if way is Way.PLAIN:
        return clean(typed).text, False
    report = mailbox.report
    site = outbox.site(report.school)
    if queries.code_was_mailed(report):
        return wording.link(site, None), False
    code = Code.new()
    mailboxes.new_code(mailbox=mailbox, code=code, ring=ring, by=by)
    return wording.link(site, code), True

"""Taking a report in: sealed, written down and committed before anybody is told it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from seawall.journal.actions import REPORTER
from seawall.kit.codes import Code
from seawall.kit.statements import are_written, insertions, run
from seawall.links import actions as links
from seawall.links.rules.finding import MESSAGE
from seawall.mailbox import actions as mailboxes
from seawall.reports import actions as reports
from seawall.reports import visits
from seawall.reports.actions import Telling
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Road
from seawall.vault.ring import ReporterKeys, current_key
from seawall.vault.server import blind

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.guidance.rules.danger import Danger
    from seawall.journal.actions import Actor
    from seawall.links.rules.kinds import Find
    from seawall.mailbox.models import Mailbox
    from seawall.reports.visits import Contents, VisitKey
    from seawall.schools.models import Person, School
    from seawall.vault.sealing import DataKey

_TRIES = 4


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What taking in gave: the report, whether it was there already (a second press of Send), and the code if one was made."""

    report: Report
    again: bool
    code: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Weighed:
    """What reading a report gave, before anything is written: how dangerous it is, and the identifiers found in it."""

    danger: Danger
    finds: tuple[Find, ...]


def read(school: School, telling: Telling) -> Weighed:
    """Read what is told: a millisecond or two, and therefore before the transaction."""
    apps = telling.coded.get("apps") or ()
    return Weighed(reports.weigh(telling), links.look(school=school, words=telling.words, apps=apps))


def once(name: str, school: School) -> bytes:
    """Return the blind name under which one sending is known, so that a second press makes no second report."""
    return blind("sent-once", name, school.pk)


def receive(
    *,
    school: School,
    telling: Telling,
    sent_once: bytes,
    by: Actor = REPORTER,
    code: Code | None = None,
    weighed: Weighed | None = None,
) -> Receipt:
    """Take in a report from somebody outside; `code` (a new one unless given) opens its mailbox.

    When it returns, the report is committed. A report sent before under the same `sent_once` is returned instead, and then
    without its code, which nobody but the sender has. Give the same `code` at each try, and a lost answer loses nothing.
    Inside a transaction, give what was `weighed` before it.
    """
    papers = _draw_up(school, telling, weighed or read(school, telling), sent_once, code or Code.new())
    return _once(papers, by)


def record_concern(*, school: School, telling: Telling, sent_once: bytes, by: Person) -> Receipt:
    """Take in a concern that a member of staff writes down. There is no mailbox: they are spoken to."""
    found, identifiers = read(school, telling), list[Model]()
    report = reports.draw_up(
        school=school,
        telling=telling,
        danger=found.danger,
        circle_key=current_key(school.team_id),
        sent_once=sent_once,
        recorded_by=by,
        also=partial(_offer, found.finds, identifiers),
    )
    return _once(_Papers(report, identifiers), by)


def send_visit(
    *, school: School, key: VisitKey, coded: dict[str, Any], words: dict[str, str], seen: Contents | None = None
) -> Receipt | None:
    """Send what a visitor told. The report, its mailbox, its code in the visit and the end of the writing are one commit.

    None if the visit is over. A second press finds the first one's report; the visit still holds the code to show, so an
    answer lost on the way loses nothing. `seen` is what `visits.look` gave a moment ago.
    """
    weighed = read(school, Telling(Road.CHILD, Channel.PAGE, coded, words))  # the road, in the visit, does not weigh
    contents = seen or visits.look(school=school, key=key)
    while contents is not None:
        code = Code(contents.code) if contents.code else Code.new()
        telling = Telling(Road(contents.road), Channel.PAGE, coded, words)
        papers = _draw_up(school, telling, weighed, once(key.row_id.hex(), school), code)
        contents.code, contents.answers, contents.sent = code.words, {}, True
        try:
            return _once(papers, REPORTER, partial(_end_writing, key, contents))
        except _ChangedMeanwhileError:
            contents = visits.look(school=school, key=key)
    return None


def take_message(*, mailbox: Mailbox, code: Code, typed: str, once: bytes) -> None:
    """Take in a later message of whoever told; accounts and numbers in it are offered to the leads. Raises Refused.

    A second press of Send (the same `once`) writes nothing. What goes wrong with looking never stops the message.
    """
    report = mailbox.report
    finds = links.look(school=mailbox.school, words={MESSAGE: typed}, apps=report.coded.get("apps") or ())
    with transaction.atomic():
        if mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed=typed, once=once) and finds:
            key = ReporterKeys(code, mailbox.school_id).data_key(report)
            links.offer_more(report=report, key=key, finds=finds, by=REPORTER)


class _ChangedMeanwhileError(Exception):
    """The visit is not as it was seen."""


def _end_writing(key: VisitKey, contents: Contents) -> None:
    if not visits.put(key=key, contents=contents):
        raise _ChangedMeanwhileError


@dataclass(frozen=True, slots=True, repr=False)
class _Papers:
    """What one sending writes down, drawn up and sealed before the transaction: others wait for the writing only."""

    report: Report
    identifiers: list[Model]
    mailbox: Mailbox | None = None
    code: Code | None = None

    def rows(self, by: Actor) -> list[Model]:
        mailbox = mailboxes.rows_of(mailbox=self.mailbox) if self.mailbox else []
        return [*reports.rows_of(report=self.report, by=by), *self.identifiers, *mailbox]


def _offer(finds: tuple[Find, ...], into: list[Model], report: Report, key: DataKey) -> None:
    into += links.rows_of(report=report, key=key, finds=finds)


def _draw_up(school: School, telling: Telling, found: Weighed, sent_once: bytes, code: Code) -> _Papers:
    """Draw up a report with what was found in it, and its mailbox, both opened by the code."""
    keys, circle_key, identifiers = ReporterKeys(code, school.pk), current_key(school.team_id), list[Model]()
    report = reports.draw_up(
        school=school,
        telling=telling,
        danger=found.danger,
        circle_key=circle_key,
        sent_once=sent_once,
        reporter_public=keys.public,
        also=partial(_offer, found.finds, identifiers),
    )
    return _Papers(report, identifiers, mailboxes.draw_up(report=report, keys=keys, circle_key=circle_key), code)


def _once(papers: _Papers, by: Actor, first: Callable[[], None] | None = None) -> Receipt:
    """Write in one transaction (`first`, then the papers); if it was sent before, return that report.

    A taken reference is drawn again, a few times.
    """
    new = papers.report
    for last in (*[False] * (_TRIES - 1), True):
        statements = insertions(papers.rows(by))
        try:
            with transaction.atomic():
                if first:
                    first()
                run(statements)
        except IntegrityError:
            there = Report.objects.filter(school=new.school, sent_once=new.sent_once).first()
            if there is not None:
                return Receipt(there, again=True, code=None)
            if last:
                raise
            new.reference = reports.new_reference()
        else:
            break
    are_written([new])
    return Receipt(new, again=False, code=papers.code)

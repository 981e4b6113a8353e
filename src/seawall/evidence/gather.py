"""Gathering what a case holds: the seam where other rooms' records join the bundle.

PARTS is the list of what is gathered, in the order in which it stands in the summary. To put another room's records in
(decisions, referrals, the chronology, confirmed identifiers), write a function like those below, which adds to
`into["sections"]`, `into["happenings"]` or `into["accounts"]`, and name it in PARTS. The PDF, the tables and the linked data
are made of what it adds; nothing else has to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.evidence import wording
from seawall.evidence.contents import Account, Answer, Contents, Happening, Item, Section, Someone
from seawall.evidence.rules import kind_of
from seawall.kit.refusal import Gone
from seawall.mailbox import queries as conversations
from seawall.mailbox import wording as said
from seawall.mailbox.models import Mailbox
from seawall.reports import queries as reports
from seawall.reports.models import Report
from seawall.reports.questions import BY_KEY, label_of, voice_of
from seawall.schools.models import people_by_id
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A case with the keys that open it, handed to each part."""

    case: Case
    key: DataKey
    ring: Ring


def gather(case: Case, ring: Ring) -> Contents:
    """Return what a case holds. Raises Gone if it, or a report in it, is closed off to this person. Journals nothing."""
    try:
        opened = Opened(case, ring.data_key(case), ring)
        into = Contents(
            reference=case.reference,
            title=str(opened.key.open(case, "title")),
            facts=[],
            people=[],
            accounts=[],
            happenings=[],
            sections=[],
        )
        for part in PARTS:
            part(opened, into)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None
    into["happenings"].sort(key=lambda line: line["at"])
    return into


def the_case(opened: Opened, into: Contents) -> None:
    """When it was opened and closed, and how it ended."""
    case = opened.case
    into["facts"] += [fact(_("Case"), case.reference), fact(_("Opened"), clock_time(case.opened_at))]
    into["happenings"].append(happening(case.opened_at, _("The school opened the case")))
    if case.closed_at is not None:
        ended = str(wording.OUTCOMES[case.outcome])
        into["facts"] += [fact(_("Closed"), clock_time(case.closed_at)), fact(_("How it ended"), ended)]
        into["happenings"].append(happening(case.closed_at, _("The school closed the case"), words=ended))


def the_people(opened: Opened, into: Contents) -> None:
    """Who is in it, with their part."""
    for row in opened.case.people.order_by("added_at", "pk"):
        who, name = opened.key.open(row, "who"), str(wording.PARTS[row.part])
        into["people"].append(Someone(name=who["name"], part=row.part, part_name=name, detail=who["detail"]))


def the_reports(opened: Opened, into: Contents) -> None:
    """What was told and when, the accounts in it, and the conversation with whoever told."""
    rows = Report.objects.filter(gathered__case=opened.case).select_related("recorded_by").order_by("received_at", "pk")
    boxes = Mailbox.objects.filter(report__gathered__case=opened.case).select_related("circle_key")
    mailboxes = {box.report_id: box for box in boxes}
    told = Section(heading=_("What was told"), empty=_("No report is in this case."), items=[])
    talks = Section(heading=_("The conversation with whoever told"), empty=_("Nobody has written."), items=[])
    for report in rows:
        told["items"].append(_report(opened, report, into))
        if report.pk in mailboxes:
            talks["items"] += _conversation(opened, report, mailboxes[report.pk], into)
    into["sections"] += [told, talks]


def the_notes(opened: Opened, into: Contents) -> None:
    """What the school noted."""
    rows = list(opened.case.notes.order_by("written_at", "pk"))
    authors = people_by_id(opened.case.school, [row.author_id for row in rows])
    section = Section(heading=_("What the school noted"), empty=_("No note."), items=[])
    for row in rows:
        who, words = name_of(authors.get(row.author_id)), str(opened.key.open(row, "text"))
        section["items"].append(Item(heading=f"{clock_time(row.written_at)}, {who}", facts=[], words=[fact("", words)]))
        into["happenings"].append(happening(row.written_at, _("Noted by the school"), who=who, words=words))
    into["sections"].append(section)


PARTS: Final[tuple[Callable[[Opened, Contents], None], ...]] = (the_case, the_people, the_reports, the_notes)
"""What is gathered, in this order."""


def _report(opened: Opened, report: Report, into: Contents) -> Item:
    words = opened.ring.data_key(report).open(report, "told")
    teller = reports.told_by(report) if report.recorded_by is None else name_of(report.recorded_by)
    arrived = happening(report.received_at, _("Somebody told the school"), who=teller, where=report.reference)
    into["happenings"].append(arrived)
    if report.read_at is not None:
        read = happening(report.read_at, _("A safeguarding lead read it"), where=report.reference)
        into["happenings"].append(read)
    into["accounts"] += _accounts(report, str(words.get("accounts", "")))
    return Item(
        heading=_("Report %(reference)s") % {"reference": report.reference},
        facts=[
            fact(_("Told"), clock_time(report.received_at)),
            fact(_("By"), teller),
            fact(_("Through"), str(wording.CHANNELS[report.channel])),
        ],
        words=[_answer(report, answer) for answer in reports.answers(report, words)],
    )


def _answer(report: Report, answer: reports.Answer) -> Answer:
    voice = voice_of(report.road, report.coded)
    asked = str(BY_KEY[answer.key].heading(voice)) if answer.key in BY_KEY else answer.key
    if answer.words:
        return fact(asked, answer.words)
    chosen = "; ".join(str(label_of(answer.key, value, voice)) for value in answer.values)
    return fact(_("%(question)s (chosen from a list)") % {"question": asked}, chosen)


def _accounts(report: Report, told: str) -> list[Account]:
    apps = ", ".join(str(label_of("apps", value)) for value in report.coded.get("apps") or ())
    where, at = report.reference, iso(report.received_at)
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return [Account(as_told=line, kind=kind_of(line), apps=apps, told_in=where, at=at) for line in lines]


def _conversation(opened: Opened, report: Report, mailbox: Mailbox, into: Contents) -> list[Item]:
    items, talk = [], conversations.for_lead(mailbox, opened.ring)
    for message in talk.messages:
        who = name_of(message.author) if message.author else _("Whoever told")
        items.append(
            Item(
                heading=f"{clock_time(message.at)}, {who}",
                facts=[fact(_("Report"), report.reference)],
                words=[fact("", message.text)],
            )
        )
        what = _("The school wrote back") if message.author else _("Whoever told wrote")
        into["happenings"].append(happening(message.at, what, who=who, words=message.text, where=report.reference))
    for line in talk.status:
        what, words = _("Whoever told was told"), str(said.said(line.status))
        into["happenings"].append(happening(line.at, what, words=words, where=report.reference))
    return items


# --- for every part ------------------------------------------------------------------------------------------------------------


def fact(asked: str, told: str) -> Answer:
    """A question, or a label, with what was answered."""
    return Answer(asked=asked, told=told)


def happening(at: datetime, what: str, *, who: str = "", words: str = "", where: str = "") -> Happening:
    """A line of the chronology."""
    return Happening(at=iso(at), what=what, who=who, words=words, where=where)


def iso(at: datetime) -> str:
    """A time as it is kept: ISO 8601 in UTC, always of one length, so that it sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def clock_time(at: datetime) -> str:
    """A time as it is printed, by the school's clock: "24 November 2026, 14:05 GMT"."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def name_of(person: Person | None) -> str:
    """A colleague's name, with what they are."""
    return person.get_full_name() if person else _("Somebody of the school")

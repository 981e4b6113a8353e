"""Gathering what a case holds: the seam where other rooms' records join the bundle.

PARTS is the list of what is gathered, in the order in which it stands in the summary. To put another room's records in
(confirmed identifiers), write a function like those below, which adds to
`into["sections"]`, `into["happenings"]` or `into["accounts"]`, and name it in PARTS. The PDF, the tables and the linked data
are made of what it adds; nothing else has to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from seawall.cases import queries as cases
from seawall.cases.chronology import first_broken
from seawall.cases.rules import Kind
from seawall.cases.wording import AGENCIES, HOWS
from seawall.evidence import wording
from seawall.evidence.contents import Account, Contents, Item, Section, Someone
from seawall.evidence.decided import the_decision
from seawall.evidence.identifiers import confirmed
from seawall.evidence.rules import kind_of
from seawall.evidence.told import Opened, clock_time, fact, happening, iso, name_of
from seawall.guidance.platforms import platforms
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.mailbox import queries as conversations
from seawall.mailbox import wording as said
from seawall.mailbox.models import Mailbox
from seawall.referrals import queries as referrals
from seawall.reports import queries as reports
from seawall.reports.models import Report
from seawall.reports.questions import BY_KEY, label_of, voice_of
from seawall.takedowns import queries as takedowns
from seawall.takedowns import wording as takedown_words
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.cases.models import Case
    from seawall.evidence.contents import Answer
    from seawall.vault.ring import Ring


_TOLD_ELSEWHERE: Final = {Kind.STARTED, Kind.REPORT_ADDED, Kind.REPLIED, Kind.REPORTER_TOLD, Kind.CLOSED}
"""Lines of the chronology that stand among the happenings already: as the case's own, a report's or a mailbox's."""


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


def the_chronology(opened: Opened, into: Contents) -> None:
    """Every line of the case's chronology, and whether it is whole; among the happenings what no other part tells."""
    entries = cases.open_lines(opened.case, opened.key, cases.lines_of(opened.case, oldest_first=True))
    section = Section(heading=_("The school's chronology"), empty=_("No line."), items=[])
    for entry in entries:
        who, words = name_of(entry.author), entry.text
        heading = f"{clock_time(entry.row.happened_at)}, {who}: {entry.said}"
        number = fact(_("Line"), f"{entry.row.number}, {bytes(entry.row.mark).hex()}")
        section["items"].append(Item(heading=heading, facts=[number], words=[fact("", words)] if words else []))
        if entry.row.kind not in _TOLD_ELSEWHERE:
            into["happenings"].append(happening(entry.row.happened_at, entry.said, who=who, words=words))
    broken = first_broken(opened.case)
    whole = _("line %(number)s %(what)s") % {"number": broken.number, "what": broken.what} if broken else _("whole")
    into["facts"].append(fact(_("Chronology, %(lines)s lines") % {"lines": len(entries)}, whole))
    into["sections"].append(section)


def the_referrals(opened: Opened, into: Contents) -> None:
    """Who outside the school was told, what was said, and what they answered."""
    section = Section(heading=_("Referrals"), empty=_("Nobody outside the school has been told."), items=[])
    rows = referrals.of_case(opened.case)
    for each in referrals.open_referrals(opened.case, opened.key, rows, clock.now()):
        made = clock_time(each.row.made_at) if each.row.made_at else _("not made")
        asked = {_("Made"): made, _("Told to"): each.whom, _("Their reference"): each.reference}
        told = {_("What was said"): each.said, _("What they answered"): each.answer}
        heading = (
            f"{AGENCIES[each.row.agency]}, {HOWS[each.row.how]}" if each.row.how else str(AGENCIES[each.row.agency])
        )
        facts, words = ([fact(name, text) for name, text in pairs.items() if text] for pairs in (asked, told))
        section["items"].append(Item(heading=heading, facts=facts, words=words))
    into["sections"].append(section)


def the_confirmed(opened: Opened, into: Contents) -> None:
    """The accounts, numbers and addresses that a lead confirmed."""
    for row, account in confirmed(opened.case, opened.ring):
        into["accounts"].append(account | {"at": iso(row.report.received_at)})


def the_fake_accounts(opened: Opened, into: Contents) -> None:
    """The fake accounts that were seen, and what became of each."""
    section = Section(heading=_("Fake accounts"), empty=_("None is written down."), items=[])
    for row in takedowns.of_case(opened.case):
        account, app = takedowns.show(row, opened.key), platform_name(row.platform)
        into["accounts"].append(
            Account(
                as_told=account.name,
                kind=kind_of(account.name),
                apps=app,
                told_in=_("the case"),
                at=iso(row.seen_at),
                sure=_("a fake account, written down by the school"),
            )
        )
        facts = [
            fact(_("App"), app),
            fact(_("First seen"), clock_time(row.seen_at)),
            fact(_("Now"), str(takedown_words.STATES[row.state][0])),
        ]
        facts += [fact(_("Pretends to be"), account.child)] if account.child else []
        facts += [fact(_("Link"), account.link)] if account.link else []
        steps = [_step(step) for step in takedowns.steps_of(row, opened.key)]
        section["items"].append(Item(heading=account.name, facts=facts, words=steps))
    into["sections"].append(section)


def _step(step: takedowns.Taken) -> Answer:
    told = (str(takedown_words.NEXT[step.row.state]), step.number, step.words)
    return fact(clock_time(step.row.at), "; ".join(filter(None, told)))


def platform_name(key: str) -> str:
    """An app's name."""
    found = platforms().get(key)
    return found.name if found else _("another app")


PARTS: Final[tuple[Callable[[Opened, Contents], None], ...]] = (
    the_case,
    the_people,
    the_reports,
    the_confirmed,
    the_fake_accounts,
    the_decision,
    the_referrals,
    the_chronology,
)
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
    sure = _("as it was told")
    return [Account(as_told=line, kind=kind_of(line), apps=apps, told_in=where, at=at, sure=sure) for line in lines]


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

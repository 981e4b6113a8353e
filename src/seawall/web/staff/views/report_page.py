"""The parts of a report's page: answers with the questions as they were asked, the conversation, the forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from seawall.cases import mailing, opening
from seawall.cases import queries as cases
from seawall.cases.rules import State as CaseState
from seawall.journal.actions import name_of
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.mailbox import actions as mailboxes
from seawall.mailbox import queries as conversations
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import BY_HAND
from seawall.reports import queries as reports
from seawall.reports import rules
from seawall.reports.questions import BY_KEY, label_of, voice_of
from seawall.reports.rules import Channel, State
from seawall.series import queries as series
from seawall.web.staff.forms import AssignForm, DangerForm, GatherForm, MailReplyForm, ReplyForm, StartForm
from seawall.web.staff.views.common import leads
from seawall.web.staff.views.leads import leads_parts

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from seawall.cases.models import Case
    from seawall.reports.models import Report
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm

_REACH = ("contact", "contact_words")
MOST_CASES = 200
"""Open cases offered for adding a report to: those in most danger."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer under the question as it was asked: the choices made, or the words written."""

    heading: StrOrPromise
    labels: tuple[StrOrPromise, ...]
    words: str


def report_parts(request: LeadRequest, report: Report, told: dict[str, str], wrong: DeskForm | None) -> dict[str, Any]:
    """Everything a report's page shows. `wrong` is the form that was sent with errors, with what was typed in it."""
    case = cases.of_report(report, request.ring)
    forms = _forms(request, report)
    if wrong is not None:
        forms[wrong.ident] = wrong
    return {
        "report": report,
        "told": _told(report, told),
        "safe_ways": _told(report, told, only=_REACH),
        "lowered": reports.lowered(report, request.ring),
        "case": case,
        "forms": forms,
        "wrong": wrong,
        "can_set_aside": rules.may_move(report.state, State.JUNK) is None,
        "can_bring_back": report.state == State.JUNK,
        "can_gather": rules.may_move(report.state, State.IN_CASE) is None,
        "leads": leads_parts(request, report, told, alone=rules.may_move(report.state, State.IN_CASE) is None),
        "meets": series.met_by(request.school, request.ring, [report]).get(report.pk, []),
        "looks": reports.who_looked(request.school, name_of(report), "report.opened"),
        "mails": mailing.mails(report, request.ring),
        "unanswered": mailing.unanswered(report, told) if report.channel == Channel.MAIL else [],
        **_mailbox_parts(request, report),
    }


def reply_form(report: Report, data: QueryDict | None = None) -> ReplyForm:
    """The form of a reply: who wrote by mail is answered by mail, too."""
    return (MailReplyForm if report.channel == Channel.MAIL else ReplyForm)(data)


def questions_to_ask(report: Report, told: dict[str, str]) -> str:
    """The questions that were not answered, as a message to the reporter."""
    begin = _("It helps us to know a little more. Answer only what you want to, here in this mailbox:")
    return "\n".join([begin, "", *(f"- {question}" for question in mailing.unanswered(report, told))])


def find_mailbox(report: Report) -> Mailbox:
    """Return the mailbox of a report. Raises Gone if there is none: a member of staff recorded it."""
    mailbox = Mailbox.objects.filter(report=report).select_related("report", "circle_key").first()
    if mailbox is None:
        raise Gone(_("This report has no mailbox: a member of staff recorded it. Speak to them."))
    return mailbox


def open_cases(request: LeadRequest) -> list[tuple[Case, str]]:
    """Open cases with their names, opened."""
    rows = cases.listed(request.school, request.ring, CaseState.OPEN)[:MOST_CASES]
    return opening.open_titles(school=request.school, cases=list(rows), ring=request.ring, by=request.user)


def _told(report: Report, told: dict[str, str], only: tuple[str, ...] = ()) -> list[Told]:
    voice = voice_of(report.road, report.coded)
    return [
        Told(
            BY_KEY[answer.key].heading(voice) if answer.key in BY_KEY else answer.key,
            tuple(label_of(answer.key, value, voice) for value in answer.values),
            answer.words,
        )
        for answer in reports.answers(report, told)
        if not only or answer.key in only
    ]


def _forms(request: LeadRequest, report: Report) -> dict[str, DeskForm]:
    forms: dict[str, DeskForm] = {
        "assign": AssignForm(people=leads(request.school), now=report.assigned_to),
        "danger": DangerForm(now=report.level),
        "reply": reply_form(report),
    }
    if rules.may_move(report.state, State.IN_CASE) is None:
        forms["start"] = StartForm()
        if found := open_cases(request):
            forms["gather"] = GatherForm(cases=found)
    return forms


def _mailbox_parts(request: LeadRequest, report: Report) -> dict[str, Any]:
    mailbox = Mailbox.objects.filter(report=report).select_related("circle_key").first()
    if mailbox is None:
        return {"mailbox": None}
    conversation = conversations.for_lead(mailbox, request.ring)
    mailboxes.note_read_by_lead(mailbox=mailbox, by=request.user)
    said = {line.status for line in conversation.status}
    return {
        "mailbox": mailbox,
        "mailbox_open": mailbox.is_open(clock.now()),
        "conversation": conversation,
        "can_say": [status.value for status in BY_HAND if status.value not in said],
    }

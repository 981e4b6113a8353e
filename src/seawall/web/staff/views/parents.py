"""Parents and carers of a case: the log of talks with them, and the decision not to tell one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from seawall.guidance.rules.decision_data import reviews
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import Status
from seawall.reports.rules import Road
from seawall.schools.rules import may_open_desk
from seawall.support import parents as actions
from seawall.support import queries
from seawall.web.shared.gates import gate
from seawall.web.staff.support import ContactForm, KeepForm, NotTellForm, TellForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, changing, done, find_case, sending
from seawall.web.staff.views.imitation import homes

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.cases.models import Case
    from seawall.support.models import NotTold
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm

PAGE = 25


@gate(may_open_desk, opens_vault=True)
def case_parents(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show who was told, who is not, and every talk with a parent or carer."""
    return _page(request, pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_parents")
def case_add_contact(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Write down a talk with a parent, and tell the chosen mailboxes that it took place."""
    case = find_case(request, pk)
    form = ContactForm(request.POST, mailboxes=_mailboxes(case))
    if not form.is_valid():
        return _page(request, pk, form)
    actions.log_contact(case=case, talk=form.talk(), tell=form.tell_whom(), **sending(request, form))
    return done(request, _("Added to the log."), "case_parents", pk)


def _page(request: LeadRequest, pk: UUID, wrong: ContactForm | None = None) -> HttpResponse:
    opened = open_case(request, pk, "parents")
    rows = opened.case.contacts.select_related("by").order_by("-happened_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    decisions = queries.open_decisions(opened.case.not_told.select_related("changed_by").order_by("pk"), opened.key)
    shown = {
        "page": page,
        "contacts": queries.open_contacts(page, opened.key),
        "standing": [each for each in decisions if each.row.ended_at is None],
        "ended": [each for each in decisions if each.row.ended_at is not None],
        "note": reviews().notes["parents"],
        "homes": homes(request, opened),
        "form": wrong or ContactForm(mailboxes=_mailboxes(opened.case)),
        "wrong": wrong,
    }
    return case_page(request, "staff/parents.html", opened, "case_parents", shown, wrong=wrong is not None)


def _mailboxes(case: Case) -> list[Mailbox]:
    """The open mailboxes of children who told about themselves, to whom nothing was said yet of a talk with parents.

    A friend's is not offered: they learn of another child's parents only by a lead's own decision, on the page of the report.
    """
    theirs = {"report__gathered__case": case, "report__road": Road.CHILD, "report__coded__about": "me"}
    rows, now = Mailbox.objects.filter(**theirs).exclude(status_lines__status=Status.TOLD_PARENTS), clock.now()
    return [row for row in rows.select_related("report").order_by("report__received_at") if row.is_open(now)]


@gate(may_open_desk, opens_vault=True)
def case_not_tell(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Write down a decision not to tell a parent or carer."""
    form, case = NotTellForm(request.POST or None), find_case(request, pk)
    if form.is_bound and form.is_valid():
        actions.decide_not_to_tell(case=case, decision=form.decision(), **sending(request, form))
        return done(request, _("Written down. The case says who is not told, and until when."), "case_parents", pk)
    opened = open_case(request, pk, "not_tell")
    asked = reviews().parents["taken_with"]
    shown = {"form": form, "asked": asked, "wrong": form if form.errors else None}
    return case_page(request, "staff/not_tell.html", opened, "case_parents", shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
def case_not_told(request: LeadRequest, pk: UUID, decision: UUID) -> HttpResponse:
    """Show a decision not to tell, to look at it again."""
    return _decision_page(request, _find_decision(request, pk, decision))


@gate(may_open_desk, opens_vault=True)
@by_post("case_parents")
def case_keep_not_told(request: LeadRequest, pk: UUID, decision: UUID) -> HttpResponse:
    """It still stands, until another day."""
    row, form = _find_decision(request, pk, decision), KeepForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, row, form)
    reason, review = form.cleaned_data["reason"], form.cleaned_data["review"]
    actions.look_again(decision=row, reason=reason, review_on=review, **changing(request, form))
    return done(request, _("It still stands, and is looked at again on the day you gave."), "case_parents", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_parents")
def case_tell_parent(request: LeadRequest, pk: UUID, decision: UUID) -> HttpResponse:
    """They may be told now."""
    row, form = _find_decision(request, pk, decision), TellForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, row, form)
    actions.decide_to_tell(decision=row, reason=form.cleaned_data["reason"], **changing(request, form))
    return done(request, _("They may be told now. Write down the talk when it has taken place."), "case_parents", pk)


def _decision_page(request: LeadRequest, row: NotTold, wrong: DeskForm | None = None) -> HttpResponse:
    opened = open_case(request, row.case_id, "not_told")
    [decision] = queries.open_decisions([row], opened.key)
    seen = {"seen": row.version}
    forms: dict[str, DeskForm] = {"keep": KeepForm(initial=seen), "tell": TellForm(initial=seen)}
    if wrong is not None:
        forms[wrong.ident] = wrong
    shown = {"decision": decision, "forms": forms, "wrong": wrong}
    return case_page(request, "staff/not_told.html", opened, "case_parents", shown, wrong=wrong is not None)


def _find_decision(request: LeadRequest, pk: UUID, decision: UUID) -> NotTold:
    case = find_case(request, pk)
    row = case.not_told.select_related("case__circle_key", "case__school", "changed_by").filter(pk=decision).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row

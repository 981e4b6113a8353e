"""One case: its reports, people, notes, and each thing a lead can do with it. One verb, one address, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.cases import actions, chronology, closing_off, queries
from seawall.cases.rules import Outcome, Part
from seawall.decisions import closing
from seawall.intake.actions import once
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.forms import (
    AssignForm,
    CaseDangerForm,
    CloseForm,
    CloseOffForm,
    InvolveForm,
    NoteForm,
    PartForm,
    SeenForm,
)
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.case_page import case_parts
from seawall.web.staff.views.common import by_post, done, find_case, find_report, leads

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def _page(request: LeadRequest, pk: UUID, wrong: DeskForm | None = None) -> HttpResponse:
    opened = open_case(request, pk, "case")
    return case_page(request, "staff/case.html", opened, "case", case_parts(request, opened, wrong), wrong=bool(wrong))


@gate(may_open_desk, opens_vault=True)
def case(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Open a case: the opening is journalled. One closed off to others is not there."""
    return _page(request, pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_note(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Add a note. A second press adds nothing."""
    case, form = find_case(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    typed, sent_once = form.cleaned_data["text"], once(f"note:{form.cleaned_data['once']}", request.school)
    chronology.note(case=case, typed=typed, once=sent_once, ring=request.ring, by=request.user)
    return done(request, _("Added your note."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_involve(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Put somebody into the case with their part."""
    case, form = find_case(request, pk), InvolveForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    part, name, detail = Part(form.cleaned_data["part"]), form.cleaned_data["name"], form.cleaned_data["detail"]
    actions.involve(case=case, part=part, name=name, detail=detail, ring=request.ring, by=request.user)
    return done(request, _("Added to the people of this case."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_part(request: LeadRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Change what part somebody has in the case."""
    case, form = find_case(request, pk), PartForm(request.POST)
    involved = case.people.select_related("case__circle_key").filter(pk=person).first()
    if involved is None:
        raise Gone(_("There is nothing here for you to see."))
    if not form.is_valid():
        return _page(request, pk, form)
    part, seen = Part(form.cleaned_data["part"]), form.cleaned_data["seen"]
    actions.change_part(involved=involved, part=part, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Changed their part."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_take_out(request: LeadRequest, pk: UUID, report: UUID) -> HttpResponse:
    """Take a report out of the case again; it waits in the queue."""
    case = find_case(request, pk)
    actions.take_out(case=case, report=find_report(request, report), ring=request.ring, by=request.user)
    return done(request, _("Took the report out. It waits in the queue again."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_assign(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Give the case to somebody who may open it."""
    case = find_case(request, pk)
    form = AssignForm(request.POST, people=queries.members_of(case))
    if not form.is_valid():
        return _page(request, pk, form)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    actions.assign(case=case, to=to, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Changed who has this case."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_danger(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Change the case's place in the list."""
    case, form = find_case(request, pk), CaseDangerForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    to, seen = form.cleaned_data["level"], form.cleaned_data["seen"]
    actions.set_danger(case=case, to=to, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Changed the danger of this case."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_close(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Close the case with an outcome."""
    case, form = find_case(request, pk), CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    outcome, seen = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["seen"]
    closing.close(case=case, outcome=outcome, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Closed the case. Its reporters keep their mailboxes for 30 days."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_reopen(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again."""
    case, form = find_case(request, pk), SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    actions.reopen(case=case, seen=form.cleaned_data["seen"], ring=request.ring, by=request.user)
    return done(request, _("Opened the case again."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_close_off(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Close the case off to named people."""
    case, form = find_case(request, pk), CloseOffForm(request.POST, people=leads(request.school))
    if not form.is_valid():
        return _page(request, pk, form)
    people, seen = form.cleaned_data["people"], form.cleaned_data["seen"]
    closing_off.close_off(case=case, to=people, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Closed off. Only the named people can open it now."), "case", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case")
def case_open_to_team(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Open a closed-off case to the whole team again."""
    case, form = find_case(request, pk), SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    closing_off.open_to_team(case=case, seen=form.cleaned_data["seen"], ring=request.ring, by=request.user)
    return done(request, _("The whole safeguarding team can open it again."), "case", pk)

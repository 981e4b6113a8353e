"""Accounts and other leads of a report: confirmed, corrected, dropped, added; suggested links rejected. Each can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.cases import queries as cases
from seawall.cases.opening import read_report
from seawall.cases.rules import State
from seawall.intake.actions import once
from seawall.kit.refusal import Gone
from seawall.links import actions, queries
from seawall.links.finer import Mine, compare
from seawall.links.wording import WHOSE
from seawall.schools.rules import may_open_desk
from seawall.series import queries as series
from seawall.web.shared.gates import gate
from seawall.web.staff.forms import SeenForm
from seawall.web.staff.leads import AddForm, ConfirmForm, CorrectForm
from seawall.web.staff.views.common import by_post, done, find_report
from seawall.web.staff.views.imitation import beside_found

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.links.finer import Compared
    from seawall.links.models import Identifier
    from seawall.reports.models import Report
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def leads_parts(request: LeadRequest, report: Report, told: dict[str, str], *, alone: bool) -> dict[str, Any]:
    """What a report's page shows about leads: those found, opened; the reports they are met in, or nearly met in.

    `alone`: it waits in no case, where whose names the accounts may be is shown beside the fake accounts.
    """
    actions.make_keys_anew(school=request.school, ring=request.ring)
    found = queries.of_report(report, request.ring.data_key(report))
    suggested = queries.suggestions(report, request.ring, found)
    alike = _compare(request, report, told, found, suggested)
    others = [met.report for met in (*suggested.met, *suggested.rejected)]
    others += [each.report for each in (*alike.found, *alike.rejected)]
    in_cases = cases.of_reports(others, request.ring) if others else {}
    inside = series.of_cases([case.pk for case in in_cases.values()], request.ring) if in_cases else {}
    return {
        "found": found,
        "beside": beside_found(request, found) if alone else [],
        "suggested": suggested,
        "alike": alike,
        "cases": in_cases,
        "series": inside,
        "whose": WHOSE.items(),
    }


def _compare(
    request: LeadRequest, report: Report, told: dict[str, str], found: list[queries.Shown], suggested: queries.Suggested
) -> Compared:
    """Compare with the reports of open cases that this lead can open."""
    others = request.school.reports.open_to(request.ring).filter(gathered__case__state=State.OPEN)
    there = frozenset(met.report.pk for met in (*suggested.met, *suggested.rejected))
    return compare(mine=Mine(report, told, found, there), others=others, ring=request.ring, by=request.user)


def _find(report: Report, pk: UUID) -> Identifier:
    row = report.identifiers.select_related("report__circle_key", "report__school").filter(pk=pk).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def _decide(request: LeadRequest, pk: UUID, identifier: UUID, form: DeskForm) -> Identifier | None:
    """The identifier, if the form about it is whole; else nothing: the page was too old or made up."""
    row = _find(find_report(request, pk), identifier)
    return row if form.is_valid() else None


def _too_old(request: LeadRequest, pk: UUID) -> HttpResponse:
    return done(request, _("This page was too old. Look again before you decide."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_lead_confirm(request: LeadRequest, pk: UUID, identifier: UUID) -> HttpResponse:
    """Say that it is right, and whose it is."""
    form = ConfirmForm(request.POST)
    row = _decide(request, pk, identifier, form)
    if row is None:
        return _too_old(request, pk)
    actions.confirm(identifier=row, whose=form.cleaned_data["whose"], seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Confirmed."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_lead_drop(request: LeadRequest, pk: UUID, identifier: UUID) -> HttpResponse:
    """Say that it is none."""
    form = SeenForm(request.POST)
    row = _decide(request, pk, identifier, form)
    if row is None:
        return _too_old(request, pk)
    actions.drop(identifier=row, seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Dropped. It links nothing any more."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_lead_undo(request: LeadRequest, pk: UUID, identifier: UUID) -> HttpResponse:
    """Take back what was decided."""
    form = SeenForm(request.POST)
    row = _decide(request, pk, identifier, form)
    if row is None:
        return _too_old(request, pk)
    actions.undo(identifier=row, seen=form.cleaned_data["seen"], ring=request.ring, by=request.user)
    return done(request, _("Taken back. It stands as it was found."), "report", pk)


@gate(may_open_desk, opens_vault=True)
def report_lead_correct(request: LeadRequest, pk: UUID, identifier: UUID) -> HttpResponse:
    """Put another value in its place: a page with the words around it, then the match anew."""
    report = find_report(request, pk)
    row, form = _find(report, identifier), CorrectForm(request.POST or None)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        actions.correct(identifier=row, **form.typed(), seen=seen, ring=request.ring, by=request.user)
        return done(request, _("Corrected, and matched again."), "report", pk)
    read_report(report=report, ring=request.ring, by=request.user)
    [shown] = [each for each in queries.of_report(report, request.ring.data_key(report)) if each.row.pk == row.pk]
    return _form_page(request, report, form if form.is_bound else CorrectForm.of(shown), shown)


@gate(may_open_desk, opens_vault=True)
def report_lead_add(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Write one down that the machine did not find. A second press adds nothing."""
    report, form = find_report(request, pk), AddForm(request.POST or None)
    if form.is_bound and form.is_valid():
        sent_once = once(f"lead:{form.cleaned_data['once']}", request.school)
        actions.add(report=report, **form.typed(), once=sent_once, ring=request.ring, by=request.user)
        return done(request, _("Added."), "report", pk)
    return _form_page(request, report, form, None)


def _form_page(request: LeadRequest, report: Report, form: DeskForm, lead: queries.Shown | None) -> HttpResponse:
    shown = {"report": report, "form": form, "lead": lead, "wrong": form if form.errors else None}
    return render(request, "staff/lead_form.html", shown, status=422 if form.errors else 200)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_link_reject(request: LeadRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Say that two reports do not belong together."""
    actions.reject(report=find_report(request, pk), other=find_report(request, other), by=request.user)
    return done(request, _("It will not be suggested until something new is met in both."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_link_take_back(request: LeadRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Let a rejected link be suggested again."""
    actions.take_back_rejection(report=find_report(request, pk), other=find_report(request, other), by=request.user)
    return done(request, _("It is suggested again."), "report", pk)

"""One report: what was told, and each thing a lead can do with it. One verb, one address, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.cases import actions as cases
from seawall.cases import mailing
from seawall.cases.mailing import Way
from seawall.cases.opening import read_report
from seawall.intake.actions import once
from seawall.kit.text import clean
from seawall.reports import actions
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.forms import (
    AssignForm,
    ContactForm,
    DangerForm,
    GatherForm,
    SeenForm,
    StartForm,
    StatusForm,
)
from seawall.web.staff.views.common import by_post, done, find_report, leads
from seawall.web.staff.views.report_page import find_mailbox, open_cases, questions_to_ask, reply_form, report_parts

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.reports.models import Report
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def _page(request: LeadRequest, report: Report, wrong: DeskForm | None = None) -> HttpResponse:
    told = read_report(report=report, ring=request.ring, by=request.user)
    shown = report_parts(request, report, told, wrong)
    return render(request, "staff/report.html", shown, status=422 if wrong else 200)


@gate(may_open_desk, opens_vault=True)
def report(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Open a report: the opening is journalled, and the reporter sees that a lead has read it."""
    return _page(request, find_report(request, pk))


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_assign(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Give a report to a lead, or to nobody."""
    report, form = find_report(request, pk), AssignForm(request.POST, people=leads(request.school))
    if not form.is_valid():
        return _page(request, report, form)
    actions.assign(report=report, to=form.cleaned_data["to"], seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Changed who has this report."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_danger(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Raise the danger, or lower it with a reason."""
    report = find_report(request, pk)
    form = DangerForm(request.POST, now=report.level)
    if not form.is_valid():
        return _page(request, report, form)
    to, reason, seen = (form.cleaned_data[name] for name in ("level", "reason", "seen"))
    actions.set_danger(report=report, to=to, reason=reason, ring=request.ring, seen=seen, by=request.user)
    return done(request, _("Changed the danger of this report."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_contacted(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Note that whoever told was reached."""
    report, form = find_report(request, pk), ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    actions.note_contact(report=report, how=form.cleaned_data["how"], seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Noted that they were reached."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_set_aside(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Set a report aside as junk."""
    report, form = find_report(request, pk), SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    actions.set_aside(report=report, seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Set aside as junk. You can bring it back for 30 days."), "queue")


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_bring_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Bring a set-aside report back into the queue."""
    report, form = find_report(request, pk), SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    actions.bring_back(report=report, seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Brought back into the queue."), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_start_case(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Make a case of a report."""
    report, form = find_report(request, pk), StartForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    title, seen = form.cleaned_data["title"], form.cleaned_data["seen"]
    case = cases.start(school=request.school, title=title, report=report, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Made a case of the report."), "case", case.pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_gather(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Add a report to an open case."""
    report, form = find_report(request, pk), GatherForm(request.POST, cases=open_cases(request))
    if not form.is_valid():
        return _page(request, report, form)
    case, seen = form.cleaned_data["case"], form.cleaned_data["seen"]
    cases.add_report(case=case, report=report, seen=seen, ring=request.ring, by=request.user)
    return done(request, _("Added the report to the case."), "case", case.pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_reply(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Write to the reporter; who wrote by mail gets a mail that says so. A second press writes nothing."""
    report = find_report(request, pk)
    form = reply_form(report, request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    typed, way = form.cleaned_data["text"], Way(form.cleaned_data.get("way") or Way.LINK)
    mailed = _answer(request, report, typed, f"reply:{form.cleaned_data['once']}", way)
    if clean(typed).pictures:
        messages.info(
            request, _("Something that could hold a picture was cut out of what you wrote. Pictures are never kept.")
        )
    return done(request, _said(mailed=mailed), "report", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_ask(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Ask the reporter, in their mailbox, what was not answered. A second press asks nothing."""
    report = find_report(request, pk)
    told = read_report(report=report, ring=request.ring, by=request.user)
    mailed = _answer(request, report, questions_to_ask(report, told), f"ask:{report.pk}", Way.LINK)
    return done(request, _said(mailed=mailed), "report", pk)


def _answer(request: LeadRequest, report: Report, typed: str, name: str, way: Way) -> bool:
    sent_once, mailbox = once(name, request.school), find_mailbox(report)
    return mailing.answer(
        report=report, mailbox=mailbox, typed=typed, once=sent_once, way=way, ring=request.ring, by=request.user
    )


def _said(*, mailed: bool) -> str:
    if mailed:
        return _("Your reply is in the reporter's mailbox, and a mail goes out to them.")
    return _("Your reply is in the reporter's mailbox.")


@gate(may_open_desk, opens_vault=True)
@by_post("report")
def report_status(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Tell the reporter what has happened, with one press."""
    report, form = find_report(request, pk), StatusForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    mailbox, status = find_mailbox(report), form.cleaned_data["status"]
    cases.tell_status(report=report, mailbox=mailbox, status=status, ring=request.ring, by=request.user)
    return done(request, _("The reporter will read it in their mailbox."), "report", pk)

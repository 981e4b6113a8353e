"""The chronology of a case: every line, a line of one's own, a correction, and the whole of it on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from seawall.cases import chronology, queries
from seawall.cases.paper import chronology_pdf
from seawall.intake.actions import once
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.chronology import CorrectForm, LineForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case

if TYPE_CHECKING:
    from uuid import UUID

    from seawall.cases.models import Case, Line
    from seawall.web.shared.requests import LeadRequest

PAGE = 100


def _page(request: LeadRequest, pk: UUID, form: LineForm) -> HttpResponse:
    opened = open_case(request, pk, "chronology")
    oldest_first = request.GET.get("order") == "oldest"
    rows = queries.lines_of(opened.case, oldest_first=oldest_first)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "entries": queries.open_lines(opened.case, opened.key, page),
        "oldest_first": oldest_first,
        "form": form,
        "wrong": form if form.errors else None,
    }
    return case_page(request, "staff/chronology.html", opened, "case_chronology", shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
def case_chronology(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show every line of a case."""
    return _page(request, pk, LineForm())


@gate(may_open_desk, opens_vault=True)
@by_post("case_chronology")
def case_add_line(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Add a line. A second press adds nothing."""
    case, form = find_case(request, pk), LineForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    typed, happened_at = form.cleaned_data["text"], form.cleaned_data["happened_at"]
    sent_once = once(f"note:{form.cleaned_data['once']}", request.school)
    chronology.note(case=case, typed=typed, happened_at=happened_at, once=sent_once, ring=request.ring, by=request.user)
    return done(request, _("Added to the chronology."), "case_chronology", pk)


@gate(may_open_desk, opens_vault=True)
def case_correct_line(request: LeadRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Correct a line: the form beside the line, then a line of its own."""
    form = CorrectForm(request.POST or None)
    row = _find_line(find_case(request, pk), line)
    if form.is_bound and form.is_valid():
        sent_once = once(f"correct:{form.cleaned_data['once']}", request.school)
        chronology.correct(
            line=row, typed=form.cleaned_data["text"], once=sent_once, ring=request.ring, by=request.user
        )
        return done(request, _("Your correction stands beside the line."), "case_chronology", pk)
    opened = open_case(request, pk, "chronology")
    [entry] = queries.open_lines(opened.case, opened.key, [row])
    shown = {"form": form, "entry": entry, "wrong": form if form.errors else None}
    return case_page(request, "staff/correct_line.html", opened, "case_chronology", shown, wrong=bool(form.errors))


def _find_line(case: Case, pk: UUID) -> Line:
    line = queries.lines_of(case).select_related("case__school", "case__circle_key").filter(pk=pk).first()
    if line is None:
        raise Gone(_("There is nothing here for you to see."))
    return line


@gate(may_open_desk, opens_vault=True)
def case_print_chronology(request: LeadRequest, pk: UUID) -> HttpResponse:
    """The whole chronology as one page for paper, oldest first, with the proof that no line was changed."""
    opened = open_case(request, pk, "chronology_print")
    rows = list(queries.lines_of(opened.case, oldest_first=True))
    shown = {
        "entries": queries.open_lines(opened.case, opened.key, rows),
        "broken": chronology.first_broken(opened.case),
        "last": max(rows, key=lambda row: row.number, default=None),
        "now": clock.now(),
    }
    return case_page(request, "staff/chronology_print.html", opened, "case_chronology", shown)


@gate(may_open_desk, opens_vault=True)
def case_chronology_pdf(request: LeadRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF that a screen reader reads and that keeps. Nothing of it stays on the server."""
    opened = open_case(request, pk, "chronology_pdf")
    rows = list(queries.lines_of(opened.case, oldest_first=True))
    entries = queries.open_lines(opened.case, opened.key, rows)
    broken, who = chronology.first_broken(opened.case), request.user.get_full_name()
    data = chronology_pdf(opened.case, opened.title, entries, broken, printed_by=who)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="chronology-{opened.case.reference}.pdf"'
    return response

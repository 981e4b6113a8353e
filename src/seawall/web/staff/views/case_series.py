"""The series that a case is in: beginning one, putting it into one; and the evidence bundle of a whole series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.evidence import actions as evidence
from seawall.evidence.signing import key_of as signing_key
from seawall.intake.actions import once
from seawall.kit.refusal import Refused
from seawall.reports.models import Report
from seawall.schools.rules import may_open_desk
from seawall.series import actions, queries
from seawall.series.meeting import met
from seawall.series.opening import for_bundle
from seawall.web.shared.gates import gate
from seawall.web.staff.evidence_form import EvidenceForm
from seawall.web.staff.series import BeginForm, PutInForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case
from seawall.web.staff.views.evidence import work_on
from seawall.web.staff.views.series import asked
from seawall.web.staff.views.series_parts import cases_without, find_series, other_series

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.cases.models import Case
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def _page(request: LeadRequest, pk: UUID, wrong: DeskForm | None = None) -> HttpResponse:
    opened = open_case(request, pk, "series")
    case = opened.case
    inside = queries.of_case(case, request.ring)
    others = other_series(request)
    forms = {"begin": _begin(request, case), "put_in": PutInForm(series=others) if others else None}
    if wrong is not None:
        forms[wrong.ident.replace("-", "_")] = wrong  # type: ignore[assignment]
    shown = {"inside": inside, "forms": forms, "wrong": wrong}
    return case_page(request, "staff/case_series.html", opened, "case_series", shown, wrong=wrong is not None)


def _begin(request: LeadRequest, case: Case) -> BeginForm:
    """The form for a new series: cases that share an account with this one stand first, and say so."""
    shared = met(request.school, Report.objects.filter(gathered__case=case).values_list("pk", flat=True))
    alike = {pk: True for each in shared.values() for pk in each.cases}
    named = [each for each in cases_without(request) if each[0].pk != case.pk]
    named.sort(key=lambda each: each[0].pk not in alike)
    return BeginForm(request.POST if request.method == "POST" else None, cases=named, met=alike)


@gate(may_open_desk, opens_vault=True)
def case_series(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show the series that a case is in; or begin one with other cases. A second press begins no second."""
    if request.method != "POST":
        return _page(request, pk)
    case = find_case(request, pk)
    form = _begin(request, case)
    if not form.is_valid():
        return _page(request, pk, form)
    name, cases = form.cleaned_data["name"], [case, *form.cleaned_data["cases"]]
    new = actions.begin(school=request.school, name=name, cases=cases, asked=asked(request, form))
    return done(request, _("Began the series."), "series", new.pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_series")
def case_join_series(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Put a case into a series that is there."""
    case, form = find_case(request, pk), PutInForm(request.POST, series=other_series(request))
    if not form.is_valid():
        return _page(request, pk, form)
    row = form.cleaned_data["series"]
    actions.join(series=row, cases=[case], seen=row.version, asked=asked(request, form))
    return done(request, _("Put into the series."), "series", row.pk)


@gate(may_open_desk, opens_vault=True)
def series_evidence(request: LeadRequest, pk: UUID) -> HttpResponse:
    """One bundle of all cases of a series that this lead may open; it says how many are left out, and why."""
    row = find_series(request, pk)
    form, inside = EvidenceForm(request.POST or None), for_bundle(row, request.ring)
    if form.is_bound and form.is_valid():
        if not inside.cases:
            raise Refused(_("There is no case in this series that you can open."))
        sent_once = once(f"evidence:{form.cleaned_data['once']}", request.school)
        made = evidence.begin(
            cases=inside.cases, asked=form.asked(), once=sent_once, ring=request.ring, by=request.user
        )
        return work_on(request, made.case_id, made)
    shown = {
        "series": row,
        "name": request.ring.data_key(row).open(row, "name"),
        "inside": inside,
        "form": form,
        "signing_key": signing_key(request.school),
        "wrong": form if form.errors else None,
    }
    return render(request, "staff/series_evidence.html", shown, status=422 if form.errors else 200)

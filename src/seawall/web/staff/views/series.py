"""Series: the list, the page of one with its picture, and each thing a lead can do with it. One verb, one address, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.series import actions, queries
from seawall.series.actions import Asked
from seawall.series.models import Act
from seawall.web.shared.gates import gate
from seawall.web.staff.series import (
    ActForm,
    JoinForm,
    MergeForm,
    RenameForm,
    SplitForm,
    TakeOutForm,
    asked_why,
)
from seawall.web.staff.views.common import by_post, done, sending
from seawall.web.staff.views.series_parts import (
    cases_in,
    cases_without,
    find_series,
    other_series,
    series_parts,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def asked(request: LeadRequest, form: DeskForm) -> Asked:
    """Who asks for an act, and why."""
    return Asked(**sending(request, form), why=asked_why(form))


def _page(request: LeadRequest, pk: UUID, wrong: DeskForm | None = None) -> HttpResponse:
    shown = series_parts(request, find_series(request, pk), wrong)
    return render(request, "staff/series.html", shown, status=422 if wrong else 200)


@gate(may_open_desk, opens_vault=True)
def series_all(request: LeadRequest) -> HttpResponse:
    """Every series of the school, those with open cases first."""
    rows = queries.listed(request.school, request.ring)
    shown = {"live": [row for row in rows if row[0].open_cases], "past": [row for row in rows if not row[0].open_cases]}  # type: ignore[attr-defined]
    return render(request, "staff/series_all.html", shown)


@gate(may_open_desk, opens_vault=True)
def series(request: LeadRequest, pk: UUID) -> HttpResponse:
    """One series: the opening is journalled, for it and for each of its cases."""
    return _page(request, pk)


@gate(may_open_desk, opens_vault=True)
@by_post("series")
def series_join(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Put further cases into it."""
    row, form = find_series(request, pk), JoinForm(request.POST, cases=cases_without(request))
    if not form.is_valid():
        return _page(request, pk, form)
    cases, seen = form.cleaned_data["cases"], form.cleaned_data["seen"]
    actions.join(series=row, cases=cases, seen=seen, asked=asked(request, form))
    return done(request, _("Put into the series."), "series", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("series")
def series_take_out(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Take a case out of it."""
    row = find_series(request, pk)
    form = TakeOutForm(request.POST, cases=cases_in(request, row))
    if not form.is_valid():
        return _page(request, pk, form)
    case, seen = form.cleaned_data["case"], form.cleaned_data["seen"]
    actions.take_out(series=row, case=case, seen=seen, asked=asked(request, form))
    return done(request, _("Took the case out of the series."), "series", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("series")
def series_split(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Let some of its cases go into a series of their own."""
    row = find_series(request, pk)
    form = SplitForm(request.POST, cases=cases_in(request, row))
    if not form.is_valid():
        return _page(request, pk, form)
    name, cases, seen = (form.cleaned_data[field] for field in ("name", "cases", "seen"))
    new = actions.split(series=row, name=name, cases=cases, seen=seen, asked=asked(request, form))
    return done(request, _("Split. This is the new series."), "series", new.pk)


@gate(may_open_desk, opens_vault=True)
@by_post("series")
def series_merge(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Let all cases of another series come into this one."""
    row = find_series(request, pk)
    form = MergeForm(request.POST, series=other_series(request, row))
    if not form.is_valid():
        return _page(request, pk, form)
    other, seen = form.cleaned_data["series"], form.cleaned_data["seen"]
    actions.merge(series=row, other=other, seen=seen, asked=asked(request, form))
    return done(request, _("Joined the two series."), "series", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("series")
def series_rename(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Give it another name."""
    row, form = find_series(request, pk), RenameForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    name, seen = form.cleaned_data["name"], form.cleaned_data["seen"]
    actions.rename(series=row, name=name, seen=seen, asked=asked(request, form))
    return done(request, _("The series has another name now."), "series", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("series")
def series_take_back(request: LeadRequest, pk: UUID, act: UUID) -> HttpResponse:
    """Put every case back where it stood before an act."""
    row, form = find_series(request, pk), ActForm(request.POST)
    found = Act.objects.select_related("series", "other").filter(pk=act, school=request.school).first()
    if found is None or row.pk not in {found.series_id, found.other_id}:
        raise Gone(_("There is nothing here for you to see."))
    if not form.is_valid():
        return _page(request, pk, form)
    actions.take_back(act=found, seen=form.cleaned_data["seen"], asked=asked(request, form))
    return done(request, _("Taken back. Every case stands where it stood before."), "series", pk)

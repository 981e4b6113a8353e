"""Pages of hours, holidays and rota. The office may change them, and the safeguarding team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.rota import actions
from seawall.rota.models import Hours
from seawall.rota.queries import readers, rota, slots, today
from seawall.rota.rules.calendar import DAY
from seawall.schools.rules import may_run_office
from seawall.web.office import rota_week
from seawall.web.office.rota_forms import KINDS, SEASONS, AwayForm, DatesForm, HoursForm, ShiftForm, SlotForm
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest


@gate(may_run_office)
def rota_page(request: PersonRequest) -> HttpResponse:
    """A week by days, the holes of the next six weeks in red, and everything that is entered."""
    known = rota(request.school)
    first = rota_week.monday(rota_week.moment_of(request.GET.get("week", ""), today()))
    entered = list(slots(request.school).select_related("person"))
    names = {slot.person_id: slot.person.get_full_name() for slot in entered}
    shown = {
        "missing": rota_week.missing(request.school, known),
        "holes": rota_week.holes(known) if known.is_set else None,
        "week": rota_week.week(known, names, first),
        "before": first - 7 * DAY,
        "after": first + 7 * DAY,
        "slots": [
            (slot, rota_week.weekday_names(slot), rota_week.hours_in_words(slot), SEASONS[slot.as_shift().season])
            for slot in entered
        ],
        "periods": [
            (period, KINDS[period.as_dates().kind]) for period in request.school.periods.filter(last__gte=today())
        ],
    }
    return render(request, "office/rota.html", shown)


@gate(may_run_office)
def rota_hours(request: PersonRequest) -> HttpResponse:
    """The school's hours."""
    form = HoursForm(_sent(request), hours=Hours.objects.filter(school=request.school).first())
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        actions.set_hours(school=request.school, by_weekday=told["hours"], seen=told["seen"], by=request.user)
        return _done(request)
    return _form_page(request, form, _("School hours"))


@gate(may_run_office)
def rota_dates(request: PersonRequest) -> HttpResponse:
    """Add a term, a holiday or single days."""
    form = DatesForm(_sent(request), known=[period.as_dates() for period in request.school.periods.all()])
    if form.is_bound and form.is_valid():
        actions.add_dates(school=request.school, dates=form.cleaned_data["dates"], by=request.user)
        return _done(request)
    return _form_page(request, form, _("Add a term, a holiday or an inset day"))


@gate(may_run_office)
def rota_shift(request: PersonRequest) -> HttpResponse:
    """Put somebody down to read."""
    return _slot(request, ShiftForm, _("Who reads when?"))


@gate(may_run_office)
def rota_away(request: PersonRequest) -> HttpResponse:
    """Note that somebody is away."""
    return _slot(request, AwayForm, _("Who is away?"))


def _slot(request: PersonRequest, kind: type[SlotForm], heading: str) -> HttpResponse:
    known = [slot.as_shift() for slot in request.school.slots.all()]
    form = kind(_sent(request), people=readers(request.school), known=known)
    if form.is_bound and form.is_valid():
        actions.add_shift(school=request.school, shift=form.cleaned_data["shift"], by=request.user)
        return _done(request)
    return _form_page(request, form, heading)


@gate(may_run_office)
@require_POST
def rota_remove_slot(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a shift or an absence out."""
    actions.remove_shift(school=request.school, pk=pk, by=request.user)
    return _done(request)


@gate(may_run_office)
@require_POST
def rota_remove_dates(request: PersonRequest, pk: int) -> HttpResponse:
    """Take dates out."""
    actions.remove_dates(school=request.school, pk=pk, by=request.user)
    return _done(request)


def _sent(request: PersonRequest) -> Any:  # noqa: ANN401 - what was sent, or nothing
    return request.POST if request.method == "POST" else None


def _done(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("office_rota")


def _form_page(request: PersonRequest, form: forms.Form, heading: str) -> HttpResponse:
    told = {"form": form, "heading": heading}
    return render(request, "office/rota_form.html", told, status=422 if form.errors else 200)

"""Briefings for leads, and for the head to read: all of them, those of a case, one of them, its plan, its road."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.briefings import actions, attendance, queries
from seawall.briefings.printing import Addresses, handout_pdf, script_pdf
from seawall.briefings.rules.states import State
from seawall.briefings.wording import year_name
from seawall.intake.actions import once
from seawall.kit.refusal import Gone, Refused
from seawall.roll import queries as roll
from seawall.schools.rules import LEADS, may_hold_keys, may_open_desk
from seawall.series.opening import open_series
from seawall.web.shared.gates import gate
from seawall.web.staff.briefings import ExtraForm, GroupForm, HandOverForm, MoveForm, NewBriefingForm
from seawall.web.staff.forms import SeenForm
from seawall.web.staff.views.briefing_page import briefing_page, people_of
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done
from seawall.web.staff.views.series_parts import find_series

if TYPE_CHECKING:
    from uuid import UUID

    from seawall.briefings.models import Briefing, Session
    from seawall.cases.models import Case
    from seawall.schools.models import School
    from seawall.series.models import Series
    from seawall.web.shared.requests import LeadRequest, PersonRequest

PAGE = 50
MOVED = {
    State.DRAFT: gettext_lazy("It is being planned again."),
    State.PLANNED: gettext_lazy("Planned. Those who lead a group see it when they sign in."),
    State.HELD: gettext_lazy("Held. Those who were absent are to be told."),
    State.FOLLOWED_UP: gettext_lazy("Followed up. Thank you."),
    State.CALLED_OFF: gettext_lazy("Called off."),
}


@gate(may_hold_keys, opens_vault=True)
def briefings(request: LeadRequest) -> HttpResponse:
    """All briefings, the newest first; for leads a new one about nothing."""
    form = _form(request) if request.user.role in LEADS else None
    if form is not None and form.is_bound and form.is_valid():
        return _begin(request, form)
    return _list(request, form)


@gate(may_open_desk, opens_vault=True)
def series_briefing(request: LeadRequest, pk: UUID) -> HttpResponse:
    """A new briefing that comes from a series."""
    series = find_series(request, pk)
    form = _form(request)
    if form.is_bound and form.is_valid():
        return _begin(request, form, series=series)
    name = open_series(series=series, ring=request.ring, by=request.user).name
    return _list(request, form, series=series, series_name=name)


@gate(may_open_desk, opens_vault=True)
def case_briefings(request: LeadRequest, pk: UUID) -> HttpResponse:
    """The briefings that come from a case, and a new one."""
    opened = open_case(request, pk, "briefings")
    form = _form(request)
    if form.is_bound and form.is_valid():
        return _begin(request, form, case=opened.case)
    wrong = form if form.errors else None
    shown = {"rows": _named(queries.of_case(opened.case, request.ring)), "form": form, "wrong": wrong}
    return case_page(request, "staff/case_briefings.html", opened, "case_briefings", shown, wrong=wrong is not None)


def _form(request: LeadRequest) -> NewBriefingForm:
    return NewBriefingForm(request.POST or None, years=_years(request.school))


def _years(school: School) -> list[tuple[str, str]]:
    there = [(code, count) for code, count in roll.years(school) if code]
    return [(code, _("%(name)s (%(count)s pupils)") % {"name": year_name(code), "count": n}) for code, n in there]


def _list(request: LeadRequest, form: NewBriefingForm | None, **more: Any) -> HttpResponse:  # noqa: ANN401
    page = Paginator(queries.listed(request.school), PAGE).get_page(request.GET.get("page"))
    wrong = form if form is not None and form.errors else None
    shown = {"page": page, "rows": _named(page), "form": form, "wrong": wrong, "years": _years(request.school), **more}
    return render(request, "staff/briefings.html", shown, status=422 if wrong else 200)


def _named(rows: Any) -> list[tuple[Briefing, str]]:  # noqa: ANN401 - a page, or a list
    return [(row, year_name(row.year)) for row in rows]


def _begin(
    request: LeadRequest, form: NewBriefingForm, *, case: Case | None = None, series: Series | None = None
) -> HttpResponse:
    made = actions.begin(
        school=request.school,
        year=form.cleaned_data["year"],
        case=case,
        series=series,
        once=once(f"briefing:{form.cleaned_data['once']}", request.school),
        ring=request.ring,
        by=request.user,
    )
    return done(request, _("Begun. Say for each group where, when and with whom."), "briefing", made.pk)


@gate(may_hold_keys, opens_vault=True)
def briefing(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show a briefing."""
    return briefing_page(request, queries.find(request.school, pk))


@gate(may_open_desk, opens_vault=True)
@by_post("briefing")
def briefing_extra(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Keep the paragraph for the hand-out. What it may not say is said at the field, and nothing typed is lost."""
    there, form = queries.find(request.school, pk), ExtraForm(request.POST)
    if form.is_valid():
        given = {"typed": form.cleaned_data["text"] or "", "version": form.cleaned_data["seen"]}
        try:
            actions.write_extra(briefing=there, ring=request.ring, by=request.user, **given)
        except Refused as refused:
            form.add_error("text", str(refused.refusal.reason))
        else:
            return done(request, _("Saved."), "briefing", pk)
    return briefing_page(request, queries.find(request.school, pk), form)


@gate(may_open_desk, opens_vault=True)
@by_post("briefing")
def briefing_move(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Move it on, or back."""
    there, form = queries.find(request.school, pk), MoveForm(request.POST)
    if not form.is_valid():
        return briefing_page(request, there, form)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    actions.move(briefing=there, to=to, version=seen, ring=request.ring, by=request.user)
    return done(request, MOVED[to], "briefing", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("briefing")
def briefing_roll(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Add the groups that the roll has now."""
    there, form = queries.find(request.school, pk), SeenForm(request.POST)
    if not form.is_valid():
        return briefing_page(request, there, form)
    actions.look_at_roll(briefing=there, version=form.cleaned_data["seen"], by=request.user)
    return done(request, _("The groups are as the roll has them now."), "briefing", pk)


@gate(may_open_desk, opens_vault=True)
def briefing_group(request: LeadRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Where and when one group is told, who leads it, who is at hand."""
    there = _session(request, pk, session)
    times = there.briefing.sessions.exclude(starts_at=None).order_by("starts_at").values_list("starts_at", flat=True)
    form = GroupForm(request.POST or None, people=people_of(request.school), now=there, first=times.first())
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        actions.plan_group(session=there, told=form.told(), version=seen, by=request.user)
        return done(request, _("Saved."), "briefing", pk)
    shown = {"session": there, "briefing": there.briefing, "year_name": year_name(there.briefing.year), "form": form}
    return render(request, "staff/briefing_group.html", shown, status=422 if form.errors else 200)


@gate(may_open_desk, opens_vault=True)
@by_post("briefing")
def briefing_hand_over(request: LeadRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Who tells those who were absent from one group."""
    there = _session(request, pk, session)
    form = HandOverForm(request.POST, people=people_of(request.school))
    if not form.is_valid():
        return briefing_page(request, queries.find(request.school, pk), form, session=there)
    given = form.cleaned_data
    attendance.hand_over(session=there, owner=given["owner"], due=given["due"], seen=given["seen"], by=request.user)
    return done(request, _("Saved."), "briefing", pk)


def _session(request: LeadRequest, pk: UUID, session: UUID) -> Session:
    there = queries.find_session(request.school, session)
    if there.briefing_id != pk:
        raise Gone(_("There is nothing here for you to see."))
    return there


@gate(may_hold_keys)
def briefing_script(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The script as a PDF."""
    there = queries.find(request.school, pk)
    actions.note_opened(briefing=there, by=request.user, page="script")
    return pdf(script_pdf(there, addresses_of(request, there)), "briefing-script.pdf")


@gate(may_hold_keys)
def briefing_handout(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The hand-out as a PDF."""
    there = queries.find(request.school, pk)
    actions.note_opened(briefing=there, by=request.user, page="handout")
    return pdf(handout_pdf(there, addresses_of(request, there)), "briefing-handout.pdf")


def addresses_of(request: PersonRequest, there: Briefing) -> Addresses:
    """The school's page and this briefing's question box, as they are typed into a browser."""
    ask = reverse("ask_code", args=[there.box.code])
    return Addresses(request.build_absolute_uri(reverse("start")), request.build_absolute_uri(ask))


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF to keep."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

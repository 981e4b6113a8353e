"""Groups of a briefing for whoever leads one, on the staff's side: time, room, script, who was absent. Nothing of any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.briefings import attendance, queries
from seawall.briefings.printing import handout_pdf, script_pdf
from seawall.briefings.rules import states
from seawall.briefings.wording import year_name
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_record
from seawall.support.common import today
from seawall.web.shared.gates import gate
from seawall.web.staff.briefings import AbsentForm, AbsentMoveForm
from seawall.web.staff.forms import SeenForm
from seawall.web.staff.views.briefings import addresses_of, pdf
from seawall.web.staff.views.common import SeeOther, done

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.briefings.models import Session
    from seawall.web.shared.requests import PersonRequest


@gate(may_record)
def my_briefings(request: PersonRequest) -> HttpResponse:
    """The groups somebody leads or is at hand in, and the pupils they are to tell."""
    rows = [(each, year_name(each.briefing.year)) for each in queries.led_by(request.user)]
    shown = {"rows": rows, "to_tell": queries.owned_by(request.user), "today": today()}
    return render(request, "staff/my_briefings.html", shown)


def _find(request: PersonRequest, pk: UUID) -> Session:
    """A group that is this person's to see. Raises Gone for everybody else, as if it were not there."""
    there, who = queries.find_session(request.school, pk), request.user
    mine = states.may_lead(leads=there.leader_id == who.pk, at_hand=there.helper_id == who.pk, is_lead=who.is_lead)
    on_the_way = there.briefing.state in queries.ON_THE_WAY
    if mine is not None or not (on_the_way or who.is_lead):
        raise Gone(_("There is nothing here for you to see."))
    return there


@gate(may_record)
def session(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One group: what its leader needs, and nothing else."""
    return _page(request, _find(request, pk))


def _page(request: PersonRequest, there: Session, wrong: AbsentForm | None = None) -> HttpResponse:
    absent = queries.absent_from(there)
    form = wrong or _form(there)
    shown = {
        "session": there,
        "briefing": there.briefing,
        "year_name": year_name(there.briefing.year),
        "absent": absent,
        "today": today(),
        "why_not": states.may_tick(there.briefing.state, there.starts_at, clock.now()),
        "form": form,
        "wrong": wrong,
        "is_lead": request.user.is_lead,
    }
    return render(request, "staff/session.html", shown, status=422 if wrong else 200)


def _form(there: Session, request: PersonRequest | None = None) -> AbsentForm:
    before = {each.pupil_id: each.pupil for each in there.absences.select_related("pupil__group")}
    pupils = {each.pk: each for each in queries.pupils_of(there)}
    everybody = sorted({**before, **pupils}.values(), key=lambda each: each.sort_key)
    return AbsentForm(request.POST if request else None, pupils=everybody, now=list(before), seen=there.version)


@gate(may_record)
def session_absent(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say who was absent."""
    there = _find(request, pk)
    if request.method != "POST":
        return SeeOther(reverse("session", args=[pk]))
    form = _form(there, request)
    if not form.is_valid():
        return _page(request, there, form)
    given = form.cleaned_data
    count = attendance.say_absent(session=there, absent=given["absent"], seen=given["seen"], by=request.user)
    said = _("Everybody was there. Thank you.") if not count else _("Saved. Those who were absent are told later.")
    return done(request, said, "session", pk)


@gate(may_record)
def session_take_back(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Nobody has said who was absent, after all."""
    there, form = _find(request, pk), SeenForm(request.POST)
    if request.method != "POST":
        return SeeOther(reverse("session", args=[pk]))
    if not form.is_valid():
        return _page(request, there)
    attendance.take_back(session=there, seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Taken back."), "session", pk)


@gate(may_record)
def absence_move(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A pupil who was absent was told, need not be told, or is to be told after all."""
    there, form = queries.find_absence(request.school, pk), AbsentMoveForm(request.POST)
    who, group = request.user, there.session
    if who.pk not in {there.owner_id, group.leader_id, group.helper_id} and not who.is_lead:
        raise Gone(_("There is nothing here for you to see."))
    if request.method != "POST":
        return SeeOther(reverse("my_briefings"))
    back, args = ("briefing", [group.briefing_id]) if who.is_lead else ("my_briefings", [])
    if form.is_valid():
        attendance.move(absence=there, to=form.cleaned_data["to"], seen=form.cleaned_data["seen"], by=who)
    return done(request, _("Saved.") if form.is_valid() else _("Nothing was done. Look again."), back, *args)


@gate(may_record)
def session_script(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The script with the group's room and time."""
    there = _find(request, pk)
    return pdf(script_pdf(there.briefing, addresses_of(request, there.briefing), there), "briefing-script.pdf")


@gate(may_record)
def session_handout(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The hand-out."""
    there = _find(request, pk)
    return pdf(handout_pdf(there.briefing, addresses_of(request, there.briefing)), "briefing-handout.pdf")

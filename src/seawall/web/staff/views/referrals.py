"""Referrals of a case: whom to tell, that they were told, what they answered. One verb, one address, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.utils.translation import gettext as _

from seawall.guidance.rules.decision_data import reviews
from seawall.intake.actions import once
from seawall.kit import clock
from seawall.referrals import actions, queries
from seawall.referrals.actions import Heard, Telling
from seawall.referrals.rules import Agency
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.referrals import (
    AnswerForm,
    BeginForm,
    ChaseForm,
    FinishForm,
    KeepForm,
    MadeForm,
    TakeUpForm,
    WithdrawForm,
)
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case
from seawall.web.staff.views.referral_page import find_referral, ready_text_page, referral_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import SeenForm


class Press(TypedDict):
    """What every verb on a referral takes: the version its page showed, the press, and who pressed."""

    seen: int
    once: bytes
    ring: Ring
    by: Person


def _press(request: LeadRequest, form: SeenForm) -> Press:
    given = form.cleaned_data
    sent_once = once(f"{form.ident}:{given['once']}", request.school)
    return {"seen": given["seen"], "once": sent_once, "ring": request.ring, "by": request.user}


def _page(request: LeadRequest, pk: UUID, form: BeginForm) -> HttpResponse:
    opened, now = open_case(request, pk, "referrals"), clock.now()
    rows = queries.open_referrals(opened.case, opened.key, queries.of_case(opened.case), now)
    shown = {
        "referrals": rows,
        "duty": queries.duty(opened.case, now),
        "duty_text": reviews().clocks["mandatory_report"],
        "form": form,
        "wrong": form if form.errors else None,
    }
    return case_page(request, "staff/referrals.html", opened, "case_referrals", shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
def case_referrals(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show who was told of a case, and who is still to be told."""
    return _page(request, pk, BeginForm())


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_refer(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Begin a referral. A second press finds the first."""
    case, form = find_case(request, pk), BeginForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    made = actions.draft(
        case=case,
        agency=Agency(form.cleaned_data["agency"]),
        staff_concerned=form.cleaned_data["staff"] == "yes",
        once=once(f"refer:{form.cleaned_data['once']}", request.school),
        ring=request.ring,
        by=request.user,
    )
    return done(
        request, _("Begun. It counts as made when you write down that you told them."), "case_referral", pk, made.pk
    )


@gate(may_open_desk, opens_vault=True)
def case_referral(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """One referral: how to reach them, what was said and answered, and what to do next."""
    return referral_page(request, pk, referral)


@gate(may_open_desk, opens_vault=True)
def case_referral_text(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """A ready text to read out or paste: first what goes in, then the text. It is on the screen only."""
    return ready_text_page(request, pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_keep(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Keep a text as what was said."""
    row, form = find_referral(request, pk, referral), KeepForm(request.POST)
    if not form.is_valid():
        return ready_text_page(request, pk, referral, form)
    actions.keep_said(referral=row, text=form.cleaned_data["text"], **_press(request, form))
    return done(request, _("Kept, sealed, as what was said."), "case_referral", pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_made(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Write down that they were told."""
    row = find_referral(request, pk, referral)
    form = MadeForm(request.POST, referral=row)
    if not form.is_valid():
        return referral_page(request, pk, referral, form)
    given = form.cleaned_data
    told = Telling(given["how"], given["name"], given["text"], given["reference"], given["next_check"], given["at"])
    actions.make(referral=row, told=told, tell=bool(given.get("tell")), **_press(request, form))
    return done(request, _("Written down: they were told."), "case_referral", pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_answered(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Write down what they answered."""
    row, form = find_referral(request, pk, referral), AnswerForm(request.POST)
    if not form.is_valid():
        return referral_page(request, pk, referral, form)
    given = form.cleaned_data
    heard = Heard(given["text"], given["next_check"], given["reference"], given["at"])
    actions.answer(referral=row, heard=heard, **_press(request, form))
    return done(request, _("Written down: their answer."), "case_referral", pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_chased(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Write down that somebody asked again."""
    row, form = find_referral(request, pk, referral), ChaseForm(request.POST)
    if not form.is_valid():
        return referral_page(request, pk, referral, form)
    heard = Heard(form.cleaned_data["text"], form.cleaned_data["next_check"])
    actions.chase(referral=row, heard=heard, **_press(request, form))
    return done(request, _("Written down: you asked again."), "case_referral", pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_finish(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Finish a referral."""
    row, form = find_referral(request, pk, referral), FinishForm(request.POST)
    if not form.is_valid():
        return referral_page(request, pk, referral, form)
    actions.close(referral=row, text=form.cleaned_data["text"], **_press(request, form))
    return done(request, _("Finished. Nobody is asked to look again."), "case_referral", pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_withdraw(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Withdraw a referral that was not made."""
    row, form = find_referral(request, pk, referral), WithdrawForm(request.POST)
    if not form.is_valid():
        return referral_page(request, pk, referral, form)
    actions.withdraw(referral=row, text=form.cleaned_data["text"], **_press(request, form))
    return done(request, _("Withdrawn. Your reason stands in the chronology."), "case_referral", pk, referral)


@gate(may_open_desk, opens_vault=True)
@by_post("case_referrals")
def case_referral_take_up(request: LeadRequest, pk: UUID, referral: UUID) -> HttpResponse:
    """Take a finished or withdrawn referral up again."""
    row, form = find_referral(request, pk, referral), TakeUpForm(request.POST)
    if not form.is_valid():
        return referral_page(request, pk, referral, form)
    actions.take_up(referral=row, **_press(request, form))
    return done(request, _("Taken up again."), "case_referral", pk, referral)

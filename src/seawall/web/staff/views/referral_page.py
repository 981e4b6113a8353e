"""The page of one referral, and that of its ready text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from seawall.cases import queries as cases
from seawall.guidance.rules.decision_data import reviews
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.referrals import queries
from seawall.referrals.opening import Choice, people_of, ready_text
from seawall.referrals.ready import as_text
from seawall.referrals.routes import ways_to
from seawall.referrals.rules import Agency, State
from seawall.referrals.versions import lines_of
from seawall.web.staff.referrals import (
    AnswerForm,
    ChaseForm,
    ChoiceForm,
    FinishForm,
    KeepForm,
    MadeForm,
    TakeUpForm,
    WithdrawForm,
)
from seawall.web.staff.views.case_nav import case_page, open_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.referrals.models import Referral
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm
    from seawall.web.staff.views.case_nav import OpenCase


def find_referral(request: LeadRequest, pk: UUID, referral: UUID) -> Referral:
    """Return a referral of a case that the lead may open. Raises Gone."""
    rows = request.school.referrals.open_to(request.ring).select_related("school", "case__school", "case__circle_key")
    row = rows.filter(case_id=pk, pk=referral).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def _row(opened: OpenCase, referral: UUID) -> Referral:
    row = opened.case.referrals.select_related("made_by", "drafted_by").filter(pk=referral).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    row.case = opened.case
    return row


def referral_page(request: LeadRequest, pk: UUID, referral: UUID, wrong: DeskForm | None = None) -> HttpResponse:
    """Draw the page of a referral. `wrong` is the form that was sent with errors, with what was typed in it."""
    opened = open_case(request, pk, "referral")
    row, now = _row(opened, referral), clock.now()
    [shown] = queries.open_referrals(opened.case, opened.key, [row], now)
    parts = {
        "referral": shown,
        "row": row,
        "kind": reviews().referrals[row.agency],
        "ways": ways_to(row.agency, opened.case.school),
        "forms": _forms(row, wrong),
        "entries": cases.open_lines(opened.case, opened.key, _lines(row)),
        "duty": queries.duty(opened.case, now),
        "close_it_off": (row.staff_concerned or row.agency == Agency.LADO) and not opened.case.closed_circle_id,
        "wrong": wrong,
    }
    return case_page(request, "staff/referral.html", opened, "case_referrals", parts, wrong=wrong is not None)


def _lines(row: Referral) -> Any:  # noqa: ANN401 - rows with an annotation
    about = lines_of(row).values("pk")
    return cases.lines_of(row.case).filter(pk__in=about)


def _forms(row: Referral, wrong: DeskForm | None) -> dict[str, DeskForm]:
    forms: dict[str, DeskForm] = {}
    if row.state == State.DRAFTED:
        forms = {"made": MadeForm(referral=row), "withdraw": WithdrawForm()}
    elif row.state in {State.MADE, State.ANSWERED}:
        forms = {"answer": AnswerForm(), "chase": ChaseForm(), "finish": FinishForm()}
    else:
        forms = {"take_up": TakeUpForm()}
    if wrong is not None and wrong.ident in forms:
        forms[wrong.ident] = wrong
    return forms


def ready_text_page(request: LeadRequest, pk: UUID, referral: UUID, keep: KeepForm | None = None) -> HttpResponse:
    """Draw the page of a ready text: the choice of what goes in, and once that was sent, the text.

    `keep` is the form of a text that could not be kept.
    """
    opened = open_case(request, pk, "referral_text")
    row = _row(opened, referral)
    people, reports = people_of(opened.case, opened.key), list(cases.reports_of(opened.case))
    sent = request.POST if request.method == "POST" and keep is None else None
    form = ChoiceForm(sent, people=people, reports=reports, by_telephone=row.agency != Agency.CEOP)
    sections = []
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        choice = Choice(form.chosen("people"), form.chosen("reports"), given["notes"], given["order"] == "telephone")
        sections = ready_text(referral=row, choice=choice, key=opened.key, ring=request.ring, by=request.user)
        keep = KeepForm(initial={"text": as_text(sections)})
    wrong = next((each for each in (form, keep) if each is not None and each.errors), None)
    parts = {"row": row, "form": form, "sections": sections, "keep": keep, "wrong": wrong}
    return case_page(request, "staff/referral_text.html", opened, "case_referrals", parts, wrong=wrong is not None)

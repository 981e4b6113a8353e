"""The forms around a decision: looking, the exception; a device for the police; asking a child to delete. None takes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from seawall.cases.opening import key_of
from seawall.cases.wording import FORMS
from seawall.decisions import papers, queries, rules
from seawall.decisions.rules import Paper
from seawall.decisions.wording import answered
from seawall.guidance.rules.decision_data import reviews
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.deciding import PaperForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import done, find_case
from seawall.web.staff.views.decision import HERE, sent_once

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest


def _page(request: LeadRequest, pk: UUID, form: PaperForm) -> HttpResponse:
    opened = open_case(request, pk, "decision_form")
    shown: dict[str, Any] = {
        "form": form,
        "kind": form.kind,
        "paper_name": FORMS[form.kind],
        "note": reviews().notes[form.kind],
        "wrong": form if form.errors else None,
        "before": form.before,
        "police_open": form.kind is Paper.DELETION and queries.police_referral_open(opened.case),
    }
    if form.before is not None:
        first = rules.first_part(queries.questions_of(form.kind))
        shown["answers"] = answered(first, form.before.given)
    return case_page(request, "staff/paper.html", opened, HERE, shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
def case_new_paper(request: LeadRequest, pk: UUID, kind: str) -> HttpResponse:
    """Fill in a new form."""
    if kind not in {*Paper}:
        raise Gone(_("There is nothing here for you to see."))
    case = find_case(request, pk)
    form = PaperForm(request.POST or None, case=case, key=key_of(case, request.ring), kind=Paper(kind))
    if not form.is_bound or not form.is_valid():
        return _page(request, pk, form)
    papers.save(
        case=case, kind=form.kind, given=form.given, once=sent_once(request, form), ring=request.ring, by=request.user
    )
    return done(request, _("Saved. You can add what came of it later."), HERE, pk)


@gate(may_open_desk, opens_vault=True)
def case_paper(request: LeadRequest, pk: UUID, sheet: UUID) -> HttpResponse:
    """Read a form, and add what came of it."""
    case = find_case(request, pk)
    key = key_of(case, request.ring)
    before = queries.paper(case, key, sheet)
    if before is None:
        raise Gone(_("There is nothing here for you to see."))
    form = PaperForm(request.POST or None, case=case, key=key, kind=Paper(before.row.kind), before=before)
    if not form.is_bound or not form.is_valid():
        return _page(request, pk, form)
    given, seen = form.given, form.cleaned_data["seen"]
    papers.add(
        case=case,
        sheet=sheet,
        given=given,
        seen=seen,
        once=sent_once(request, form),
        ring=request.ring,
        by=request.user,
    )
    return done(request, _("Saved what came of it."), HERE, pk)

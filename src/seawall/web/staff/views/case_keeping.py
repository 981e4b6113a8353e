"""How long one case is kept: what it is about, since when its years count, and whether it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.retention import keeping, queries, wording
from seawall.retention.models import Keeping
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.keeping import HoldForm, LiftForm, SayForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def _page(request: LeadRequest, pk: UUID, wrong: DeskForm | None = None) -> HttpResponse:
    opened = open_case(request, pk, "keeping")
    said = Keeping.objects.select_related("by").filter(case=opened.case).first()
    forms: dict[str, DeskForm] = {"keeping": SayForm(now=said), "hold": HoldForm(), "lift": LiftForm()}
    if wrong is not None:
        forms[wrong.ident] = wrong
    found = queries.standings(request.school, [pk])[0]
    holds = opened.case.holds.select_related("by", "lifted_by").order_by("-at")
    shown = {
        "found": found,
        "kind": wording.KINDS[found.kind],
        "counted": wording.COUNTED[found.counted_from],
        "said": said,
        "why": opened.key.open(said, "why") if said else "",
        "holds": [(row, opened.key.open(row, "why"), opened.key.open(row, "lifted_why")) for row in holds],
        "forms": forms,
        "wrong": wrong,
    }
    return case_page(request, "staff/case_keeping.html", opened, "case_keeping", shown, wrong=wrong is not None)


@gate(may_open_desk, opens_vault=True)
def case_keeping(request: LeadRequest, pk: UUID) -> HttpResponse:
    """How long this case is kept and why."""
    return _page(request, pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_keeping")
def case_keeping_say(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Say what it is about."""
    case, form = find_case(request, pk), SayForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    given = form.cleaned_data
    keeping.say(
        case=case, kind=given["kind"], born_year=given["born"], why=given["why"], ring=request.ring, by=request.user
    )
    return done(request, _("Saved."), "case_keeping", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_keeping")
def case_hold(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Hold it."""
    case, form = find_case(request, pk), HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    keeping.hold(case=case, why=form.cleaned_data["why"], ring=request.ring, by=request.user)
    return done(request, _("Held. This case can't be shredded."), "case_keeping", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_keeping")
def case_hold_lift(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Lift the hold."""
    case, form = find_case(request, pk), LiftForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    keeping.lift(case=case, why=form.cleaned_data["why"], ring=request.ring, by=request.user)
    return done(request, _("Not held any more."), "case_keeping", pk)

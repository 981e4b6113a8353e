"""What goes when and why: the list, a proposal with its answer, and the certificate of what went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.cases.opening import open_titles
from seawall.kit.refusal import Gone
from seawall.retention import actions, queries, rules, wording
from seawall.retention.rules import MOST_AT_ONCE, State
from seawall.schools.rules import may_open_desk
from seawall.vault.ring import WontOpenError
from seawall.web.shared.gates import gate
from seawall.web.staff.keeping import ApproveForm, ProposeForm, RefuseForm, TakeBackForm
from seawall.web.staff.views.common import SeeOther, by_post, done, sending

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.retention.models import Shredding
    from seawall.retention.queries import Standing
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


def _due(request: LeadRequest, found: list[Standing]) -> list[tuple[UUID, str]]:
    """The cases that may go and that this person can open, by their names; the longest due first."""
    mine = [each for each in found if each.due(queries.today()) and request.ring.holds(each.circle_key)][:MOST_AT_ONCE]
    rows = request.school.cases.filter(pk__in=[each.case for each in mine]).select_related("circle_key")
    titles = open_titles(school=request.school, cases=list(rows), ring=request.ring, by=request.user)
    names = {case.pk: title for case, title in titles}
    return [(each.case, _said(each, names[each.case])) for each in mine]


def _said(each: Standing, name: str) -> str:
    facts = {"name": name, "reference": each.reference, "kind": wording.KINDS[each.kind], "years": each.years}
    until = each.until.year if each.until else ""
    return _("%(name)s (%(reference)s). %(kind)s: %(years)s years, kept until the end of %(until)s") % {
        **facts,
        "until": until,
    }


def _page(request: LeadRequest, wrong: ProposeForm | None = None) -> HttpResponse:
    found = queries.standings(request.school)
    due = _due(request, found)
    today = queries.today()
    closed_off = sum(each.due(today) and not request.ring.holds(each.circle_key) for each in found)
    shown = {
        "form": wrong or ProposeForm(due=due),
        "due": due,
        "closed_off": closed_off,
        "counts": queries.counts(found),
        "held": [each for each in found if each.held and request.ring.holds(each.circle_key)],
        "periods": queries.periods_of(request.school).values(),
        "rows": request.school.shreddings.select_related("proposed_by", "answered_by").order_by("-proposed_at")[:200],
        "wrong": wrong,
    }
    return render(request, "staff/keeping.html", shown, status=422 if wrong else 200)


@gate(may_open_desk, opens_vault=True)
def keeping(request: LeadRequest) -> HttpResponse:
    """What may go now, what goes in which year, what is held, and every proposal."""
    return _page(request)


@gate(may_open_desk, opens_vault=True)
def keeping_propose(request: LeadRequest) -> HttpResponse:
    """Propose that cases go. Nothing goes yet."""
    if request.method != "POST":
        return SeeOther(reverse("keeping"))
    form = ProposeForm(request.POST, due=_due(request, queries.standings(request.school)))
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    row = actions.propose(school=request.school, cases=given["cases"], why=given["why"], **sending(request, form))
    return done(request, _("Proposed. Somebody else in the team answers."), "shredding", row.pk)


def _find(request: LeadRequest, pk: UUID) -> Shredding:
    rows = request.school.shreddings.select_related("proposed_by", "answered_by", "school", "circle_key")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def _words(request: LeadRequest, row: Shredding) -> dict[str, str]:
    try:
        key = request.ring.data_key(row)
    except WontOpenError:
        return {"why": "", "answer": ""}
    return {"why": key.open(row, "why"), "answer": key.open(row, "answer") or ""}


def _proposal(request: LeadRequest, pk: UUID, wrong: DeskForm | None = None) -> HttpResponse:
    row = _find(request, pk)
    items = list(row.items.order_by("reference"))
    cases = request.school.cases.open_to(request.ring).filter(pk__in=[item.case for item in items])
    titles = open_titles(
        school=request.school, cases=list(cases.select_related("circle_key")), ring=request.ring, by=request.user
    )
    names = {case.pk: title for case, title in titles}
    forms: dict[str, Any] = {
        form.ident.replace("-", "_"): form(initial={"seen": row.version})
        for form in (ApproveForm, RefuseForm, TakeBackForm)
    }
    if wrong is not None:
        forms[wrong.ident.replace("-", "_")] = wrong
    mine = row.proposed_by_id == request.user.pk
    shown = {
        "row": row,
        "words": _words(request, row),
        "items": [(item, names.get(item.case, "")) for item in items],
        "went": sum(item.state == rules.ItemState.GONE for item in items),
        "reports": sum(item.reports for item in items),
        "rows": sum(item.rows for item in items),
        "cannot": rules.may_answer(proposed_it=mine, opens_all=len(names) == len(items)),
        "can_take_back": rules.may_move(row.state, State.WITHDRAWN) is None,
        "forms": forms,
        "wrong": wrong,
    }
    return render(request, "staff/shredding.html", shown, status=422 if wrong else 200)


@gate(may_open_desk, opens_vault=True)
def shredding(request: LeadRequest, pk: UUID) -> HttpResponse:
    """One proposal: its cases, its answer; once done, its certificate."""
    return _proposal(request, pk)


@gate(may_open_desk, opens_vault=True)
@by_post("shredding")
def shredding_approve(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Approve it, as a second person."""
    row, form = _find(request, pk), ApproveForm(request.POST)
    if not form.is_valid():
        return _proposal(request, pk, form)
    actions.approve(shredding=row, seen=form.cleaned_data["seen"], ring=request.ring, by=request.user)
    return done(request, _("Approved. It can be taken back until it is carried out."), "shredding", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("shredding")
def shredding_refuse(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Refuse it, with a reason."""
    row, form = _find(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _proposal(request, pk, form)
    given = form.cleaned_data
    actions.refuse(shredding=row, why=given["why"], seen=given["seen"], ring=request.ring, by=request.user)
    return done(request, _("Refused. Every case stays."), "shredding", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("shredding")
def shredding_take_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Take it back before it runs."""
    row, form = _find(request, pk), TakeBackForm(request.POST)
    if not form.is_valid():
        return _proposal(request, pk, form)
    actions.take_back(shredding=row, seen=form.cleaned_data["seen"], by=request.user)
    return done(request, _("Taken back. Every case stays."), "shredding", pk)

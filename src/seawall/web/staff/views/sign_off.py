"""The head's sign-off: a lead writes the sheet; the head finds it on a page of their own, and signs it or sends it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.decisions import queries, sign_off
from seawall.decisions.rules import State
from seawall.guidance.rules.decision_data import reviews
from seawall.guidance.rules.forms import may_sign_off
from seawall.kit.refusal import Gone, Refused
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.deciding import SendBackForm, SheetForm, SignForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case
from seawall.web.staff.views.decision import HERE, sent_once

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.decisions.models import SignOff
    from seawall.schools.models import Person, School
    from seawall.web.shared.requests import LeadRequest, PersonRequest

PAGE = 50


def _heads(school: School) -> list[Person]:
    heads = school.people.heads().select_related("holder")
    return sorted(heads, key=lambda person: person.get_full_name().casefold())


@gate(may_open_desk, opens_vault=True)
def case_ask_sign_off(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Write what the head reads, and choose which head."""
    case, form = find_case(request, pk), SheetForm(request.POST or None, heads=_heads(request.school))
    if not form.is_bound or not form.is_valid():
        return _sheet_page(request, pk, form)
    to, typed, seen = (form.cleaned_data[name] for name in ("to", "text", "seen"))
    sign_off.ask(
        case=case, to=to, typed=typed, seen=seen, once=sent_once(request, form), ring=request.ring, by=request.user
    )
    said = _("Sent to %(name)s. Until they sign, it is not decided.") % {"name": to.get_full_name()}
    return done(request, said, HERE, pk)


def _sheet_page(request: LeadRequest, pk: UUID, form: SheetForm) -> HttpResponse:
    opened = open_case(request, pk, "decision")
    found = queries.opened(opened.case, opened.key)
    if found.standing.state != State.WAITING:
        raise Refused(_("Nothing waits for a sign-off here. First decide to manage it in school."))
    if not form.is_bound:
        form.fill(found.standing.version)
    shown = {
        "form": form,
        "found": found,
        "wrong": form if form.errors else None,
        "sheet": queries.sheet_of(opened.key, found.standing.decision),
        "note": reviews().notes["sign_off"],
        "without_keys": [head for head in _heads(request.school) if head.chooses_password],
    }
    return case_page(request, "staff/ask_sign_off.html", opened, HERE, shown, wrong=bool(form.errors))


@gate(may_sign_off)
def sign_offs(request: PersonRequest) -> HttpResponse:
    """What waits for this head's signature, and what they answered; nothing of it opened."""
    page = Paginator(queries.answered_by(request.user), PAGE).get_page(request.GET.get("page"))
    waiting = queries.waiting_for(request.user)
    return render(request, "staff/sign_offs.html", {"waiting": waiting, "page": page})


def _find(request: LeadRequest, pk: UUID) -> SignOff:
    rows = request.school.sign_offs.filter(to=request.user).select_related("by", "decision__case__school")
    sheet = rows.filter(pk=pk).first()
    if sheet is None:
        raise Gone(_("There is nothing here for you to see."))
    return sheet


def _page(request: LeadRequest, pk: UUID, wrong: SendBackForm | SignForm | None = None) -> HttpResponse:
    opened = sign_off.read(sheet=_find(request, pk), ring=request.ring, by=request.user)
    shown = {
        "opened": opened,
        "sheet": opened.row,
        "wrong": wrong,
        "back": wrong if isinstance(wrong, SendBackForm) else SendBackForm(),
        "sign": SignForm(),
        "note": reviews().notes["sign_off"],
    }
    return render(request, "staff/sign_off.html", shown, status=422 if wrong else 200)


@gate(may_sign_off, opens_vault=True)
def sign_off_page(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Read a sheet: the opening is journalled. Nobody but the head it was written to finds it."""
    return _page(request, pk)


@gate(may_sign_off, opens_vault=True)
@by_post("sign_off")
def sign_off_sign(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Sign. A second press changes nothing."""
    sheet, form = _find(request, pk), SignForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    sign_off.sign(sheet=sheet, ring=request.ring, by=request.user)
    return done(request, _("Signed. The safeguarding team sees it."), "sign_offs")


@gate(may_sign_off, opens_vault=True)
@by_post("sign_off")
def sign_off_send_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Send it back with a reason. A second press changes nothing."""
    sheet, form = _find(request, pk), SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    sign_off.send_back(sheet=sheet, typed=form.cleaned_data["text"], ring=request.ring, by=request.user)
    return done(request, _("Sent back. The safeguarding team reads why, and decides again."), "sign_offs")

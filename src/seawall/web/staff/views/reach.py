"""How to reach me: e-mail, addresses of one's own, quiet hours, and a test. Everybody sees their own only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.notices import actions, queries
from seawall.notices.rules import Kind, may_be_noticed
from seawall.web.shared.gates import gate
from seawall.web.staff.reach_forms import ReachForm, TargetForm
from seawall.web.staff.views.common import done

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse, QueryDict

    from seawall.web.shared.requests import PersonRequest
    from seawall.web.staff.forms import DeskForm


def _page(request: PersonRequest, wrong: DeskForm | None = None) -> HttpResponse:
    targets = list(request.user.targets.all())
    test, digest = (queries.last_of(request.user, kind) for kind in (Kind.TEST, Kind.DIGEST))
    forms: dict[str, Any] = {
        "reach": _form(request),
        "target": TargetForm(known=[target.address for target in targets]),
    }
    if wrong is not None:
        forms[wrong.ident] = wrong
    shown = {
        "forms": forms,
        "wrong": wrong,
        "targets": targets,
        "test": test,
        "trouble": queries.said(test.trouble) if test and test.trouble else "",
        "digest": digest,
        "digest_trouble": queries.said(digest.trouble) if digest and digest.trouble else "",
        "mail": settings.SEAWALL_MAIL,
        "silent": bool(queries.without_a_way([request.user])),
    }
    return render(request, "staff/reach.html", shown, status=422 if wrong else 200)


def _form(request: PersonRequest, data: QueryDict | None = None) -> ReachForm:
    return ReachForm(data, reach=queries.reach_of(request.user), reads=request.user.is_lead)


@gate(may_be_noticed)
def reach(request: PersonRequest) -> HttpResponse:
    """Say how to be reached."""
    if request.method != "POST":
        return _page(request)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    told = form.cleaned_data
    actions.set_reach(
        person=request.user,
        by_mail=told["by_mail"],
        quiet=form.quiet(),
        digest=form.chosen_digest(),
        by=request.user,
    )
    return done(request, _("Saved."), "reach")


@gate(may_be_noticed)
@require_POST
def reach_add(request: PersonRequest) -> HttpResponse:
    """Add an address."""
    form = TargetForm(request.POST, known=[target.address for target in request.user.targets.all()])
    if not form.is_valid():
        return _page(request, form)
    actions.add_target(person=request.user, address=form.cleaned_data["address"], by=request.user)
    return done(request, _("Added. Send yourself a test."), "reach")


@gate(may_be_noticed)
@require_POST
def reach_remove(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Remove an address."""
    actions.remove_target(person=request.user, pk=pk, by=request.user)
    return done(request, _("Removed."), "reach")


@gate(may_be_noticed)
@require_POST
def reach_test(request: PersonRequest) -> HttpResponse:
    """Send oneself a harmless test."""
    actions.send_test(person=request.user)
    return done(request, _("A test is on its way. Look at this page again in a minute."), "reach")

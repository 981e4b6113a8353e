"""Evidence bundles of a case: those that were made, asking for one, going on with it, and taking it once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.evidence import actions, queries, rules
from seawall.evidence.signing import keys_of
from seawall.intake.actions import once
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.evidence_form import EvidenceForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import SeeOther, by_post, find_case

if TYPE_CHECKING:
    from uuid import UUID

    from seawall.evidence.models import Bundle
    from seawall.web.shared.requests import LeadRequest

_ENOUGH: Final = 2.0
"""Seconds of work in one request. What is left is done by the next one; most bundles need one."""


def _page(request: LeadRequest, pk: UUID, form: EvidenceForm) -> HttpResponse:
    opened = open_case(request, pk, "evidence")
    shown = {
        "form": form,
        "bundles": queries.bundles_of(opened.case, request.ring),
        "signing_keys": keys_of(request.school),
        "wrong": form if form.errors else None,
    }
    return case_page(request, "staff/evidence.html", opened, "case_evidence", shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
def case_evidence(request: LeadRequest, pk: UUID) -> HttpResponse:
    """The bundles of a case, and the form that asks for one."""
    return _page(request, pk, EvidenceForm())


@gate(may_open_desk, opens_vault=True)
@by_post("case_evidence")
def case_evidence_make(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Begin a bundle, and work on it for as long as somebody waits for a page."""
    case, form = find_case(request, pk), EvidenceForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    sent_once = once(f"evidence:{form.cleaned_data['once']}", request.school)
    bundle = actions.begin(cases=[case], asked=form.asked(), once=sent_once, ring=request.ring, by=request.user)
    return work_on(request, pk, bundle)


@gate(may_open_desk, opens_vault=True)
def case_bundle(request: LeadRequest, pk: UUID, bundle: UUID) -> HttpResponse:
    """One bundle: how far it is, how to take it, or what became of it."""
    case, row = find_case(request, pk), _find(request, pk, bundle)
    shown = {
        "case": case,
        "made": queries.opened(row, request.ring),
        "is_maker": row.made_by_id == request.user.pk,
        "percent": 100 * row.done // row.steps,
        "kept_until": row.begun_at + rules.KEPT,
        "signing_keys": keys_of(request.school),
    }
    return render(request, "staff/bundle.html", shown)


@gate(may_open_desk, opens_vault=True)
def case_bundle_go_on(request: LeadRequest, pk: UUID, bundle: UUID) -> HttpResponse:
    """Go on with a bundle that was begun; after an interruption, from where it stood."""
    row = _find_own(request, pk, bundle)
    if request.method != "POST":
        return SeeOther(reverse("case_bundle", args=[pk, bundle]))
    return work_on(request, pk, row)


@gate(may_open_desk, opens_vault=True)
def case_bundle_take(request: LeadRequest, pk: UUID, bundle: UUID) -> HttpResponse:
    """Hand the locked file out, once."""
    row = _find_own(request, pk, bundle)
    if request.method != "POST":
        return SeeOther(reverse("case_bundle", args=[pk, bundle]))
    data = actions.take(bundle=row, ring=request.ring, by=request.user)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="evidence-{row.case.reference}.zip.age"'
    return response


def work_on(request: LeadRequest, pk: UUID, bundle: Bundle) -> HttpResponse:
    """Work on a bundle for as long as somebody waits for a page, and go on to its page under its home case `pk`."""
    until = time.monotonic() + _ENOUGH
    if bundle.state_at(clock.now()) == rules.State.MAKING:
        actions.go_on(bundle=bundle, ring=request.ring, by=request.user, enough=lambda: time.monotonic() > until)
    return SeeOther(reverse("case_bundle", args=[pk, bundle.pk]))


def _find(request: LeadRequest, pk: UUID, bundle: UUID) -> Bundle:
    rows = find_case(request, pk).bundles.select_related("case__school", "case__circle_key", "school", "made_by")
    row = rows.filter(pk=bundle).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def _find_own(request: LeadRequest, pk: UUID, bundle: UUID) -> Bundle:
    row = _find(request, pk, bundle)
    if row.made_by_id != request.user.pk:
        raise Gone(_("Only the person who made this bundle can open it. Make one of your own."))
    return row

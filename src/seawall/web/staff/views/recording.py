"""Any member of staff: record a concern, and see that it arrived and who has it. Nothing of anybody else's (product.md A7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.cases import queries
from seawall.guidance.layer import layer_of
from seawall.guidance.rules.advice import advise
from seawall.intake import actions
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_record
from seawall.web.shared import keys_in_session
from seawall.web.shared.gates import gate
from seawall.web.staff.recording import RecordForm
from seawall.web.staff.views.common import SeeOther

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest

PAGE = 50


@gate(may_record)
def record(request: PersonRequest) -> HttpResponse:
    """Record a concern. A second press finds the first one's record."""
    form = RecordForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "staff/record.html", {"form": form}, status=422 if form.errors else 200)
    telling = form.telling()
    sent_once = actions.once(f"staff:{request.user.pk}:{form.cleaned_data['once']}", request.school)
    receipt = actions.record_concern(school=request.school, telling=telling, sent_once=sent_once, by=request.user)
    if telling.coded.get("cut") and not receipt.again:
        messages.info(
            request, _("Something that could hold a picture was cut out of what you wrote. Pictures are never kept.")
        )
    return SeeOther(reverse("recorded", args=[receipt.report.pk]))


@gate(may_record)
@require_POST
def hand_over(request: PersonRequest) -> HttpResponse:
    """Hand this device to a child: whoever is signed in is signed out, and the child begins with nothing of anybody's."""
    response = SeeOther(reverse("start"))
    keys_in_session.close(request, response)
    logout(request)
    response.delete_cookie(settings.SEAWALL_VISIT_COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@gate(may_record)
def recorded(request: PersonRequest, pk: UUID) -> HttpResponse:
    """It arrived; and what to do now, danger first."""
    report = request.school.reports.recorded_by(request.user).defer("told", "lowered_why").filter(pk=pk).first()
    if report is None:
        raise Gone(_("There is nothing here for you to see."))
    advice = advise(report.coded, "staff", heard=report.reasons, nation=request.school.nation)
    return render(
        request,
        "staff/recorded.html",
        {"report": report, "advice": advice, "routes": layer_of(request.school).routes()},
    )


@gate(may_record)
def record_home(request: PersonRequest) -> HttpResponse:
    """What this person recorded: reference, when, whether it was read, and who has it."""
    page = Paginator(queries.recorded_by(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/record_home.html", {"page": page, "rows": queries.progress(request.school, page)})

"""Who looked: at one case, and over the week at everything that this lead may open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.shortcuts import render

from seawall.cases import looked as looks
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.views.case_nav import case_page, open_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest

PAGE: Final = 100
WEEK: Final = timedelta(days=7)


@gate(may_open_desk, opens_vault=True)
def case_looked(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Every opening, print and export of a case and of the reports in it."""
    opened = open_case(request, pk, "looked")
    page = Paginator(looks.at_case(opened.case), PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "looks": looks.read(request.school, page)}
    return case_page(request, "staff/case_looked.html", opened, "case_looked", shown)


@gate(may_open_desk, opens_vault=True)
def looked(request: LeadRequest) -> HttpResponse:
    """Who looked at what in the last seven days: cases and reports that this lead may open, by their reference."""
    page = Paginator(looks.in_school(request.school, request.ring, WEEK), PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/looked.html", {"page": page, "looks": looks.read(request.school, page)})

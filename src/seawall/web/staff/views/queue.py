"""The lists of the desk: who waits, in order of danger; cases; what was set aside; and the numbers for head and governors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from seawall.cases import opening
from seawall.cases import queries as cases
from seawall.cases.rules import State
from seawall.letterbox.queries import in_trouble
from seawall.mailbox.queries import news
from seawall.reports import queries as reports
from seawall.schools.rules import may_open_desk, may_see_counts
from seawall.series import queries as series
from seawall.web.shared.gates import gate
from seawall.web.staff.views.watch_parts import overview_parts, watch_parts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest, PersonRequest

PAGE = 50
WHOSE = {"all": "waiting", "mine": "mine", "nobody": "nobodys"}
"""Which reports are asked for, and which number of a level counts them."""


@gate(may_open_desk, opens_vault=True)
def queue(request: LeadRequest) -> HttpResponse:
    """Who waits, in order of danger and then of waiting, with what is unread above it. No word of what was told."""
    whose = request.GET.get("whose", "all")
    mine = request.user if whose == "mine" else None
    rows = reports.queue(request.school, mine=mine, unassigned=whose == "nobody")
    levels = reports.levels(request.school, request.user)
    pages = Paginator(rows, PAGE)
    pages.count = sum(getattr(each, WHOSE.get(whose, "waiting")) for each in levels)  # counted already
    page = pages.get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "whose": whose if whose in WHOSE else "all",
        "levels": levels,
        "lifted_for": series.met_by(request.school, request.ring, page),
        "news": news(request.school, request.ring),
        **watch_parts(request),
    }
    return render(request, "staff/queue.html", shown)


@gate(may_open_desk, opens_vault=True)
def junk(request: LeadRequest) -> HttpResponse:
    """What was set aside, how long it is kept, and a button to bring each back."""
    page = Paginator(reports.set_aside(request.school), PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/junk.html", {"page": page})


@gate(may_open_desk, opens_vault=True)
def cases_open(request: LeadRequest) -> HttpResponse:
    """Open cases, those that this lead can open."""
    return _cases(request, State.OPEN)


@gate(may_open_desk, opens_vault=True)
def cases_closed(request: LeadRequest) -> HttpResponse:
    """Closed cases, those that this lead can open."""
    return _cases(request, State.CLOSED)


def _cases(request: LeadRequest, state: State) -> HttpResponse:
    page = Paginator(cases.listed(request.school, request.ring, state), PAGE).get_page(request.GET.get("page"))
    opened = opening.open_titles(school=request.school, cases=list(page), ring=request.ring, by=request.user)
    return render(request, "staff/cases.html", {"page": page, "cases": opened, "state": state.value})


@gate(may_see_counts)
def overview(request: PersonRequest) -> HttpResponse:
    """How many wait and for how long, and how many cases are open: numbers only."""
    counts = reports.levels(request.school)
    shown = {
        "levels": counts,
        "waiting": sum(each.waiting for each in counts),
        "unread": request.school.mailboxes.with_news().count(),
        "cases": request.school.cases.open().count(),
        "boxes_in_trouble": len(in_trouble(request.school)),
        **overview_parts(request),
    }
    return render(request, "staff/overview.html", shown)

"""My day: what is mine or nobody's and due, over all cases, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.shortcuts import render

from seawall.cases import opening
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.day import HEADINGS, Due, what_is_due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest

PAGE: Final = 50


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """One thing due, opened: its own words, and the name of its case."""

    due: Due
    words: str
    title: str


@gate(may_open_desk, opens_vault=True)
def my_day(request: LeadRequest) -> HttpResponse:
    """What is theirs or nobody's and due; opening the names of the cases is one line in the journal."""
    page = Paginator(what_is_due(request), PAGE).get_page(request.GET.get("page"))
    opened = _open(request, page)
    groups = [(HEADINGS[group], [each for each in opened if each.due.group is group]) for group in HEADINGS]
    free = request.school.reports.open_to(request.ring).waiting().filter(assigned_to=None).count()
    return render(request, "staff/my_day.html", {"page": page, "groups": groups, "free": free})


def _open(request: LeadRequest, dues: Iterable[Due]) -> list[Shown]:
    rows = list(dues)
    cases = {due.case.pk: due.case for due in rows if due.case is not None}
    titles = opening.open_titles(school=request.school, cases=list(cases.values()), ring=request.ring, by=request.user)
    names = {case.pk: title for case, title in titles}
    return [_shown(due, names, request) for due in rows]


def _shown(due: Due, names: dict[UUID, str], request: LeadRequest) -> Shown:
    if due.case is None:
        return Shown(due, due.said, "")
    words = due.words(opening.key_of(due.case, request.ring)) if due.words else due.said
    return Shown(due, words, names[due.case.pk])

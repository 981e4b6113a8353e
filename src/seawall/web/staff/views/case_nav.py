"""What every page of one case has: the case opened and journalled, its name and facts, and the way to its other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seawall.cases import queries
from seawall.cases.opening import open_page
from seawall.cases.rules import State
from seawall.web.staff.views.common import find_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.vault.sealing import DataKey
    from seawall.web.shared.requests import LeadRequest

PAGES: Final[dict[str, StrOrPromise]] = {
    "case": _("Case"),
    "case_decision": _("Decision"),
    "case_referrals": _("Referrals"),
    "case_accounts": _("Fake accounts"),
    "case_series": _("Series"),
    "case_plan": _("Plan and tasks"),
    "case_parents": _("Parents"),
    "case_letters": _("Letters"),
    "case_briefings": _("Briefings"),
    "case_chronology": _("Chronology"),
    "case_evidence": _("Evidence bundles"),
    "case_keeping": _("Keeping"),
    "case_looked": _("Who looked"),
}
"""The pages of a case, by the name of their address; the first page of each thing a lead does with a case stands here."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenCase:
    """A case opened for one request: the row, its key, its name, and the leads who can open it."""

    case: Case
    key: DataKey
    title: str
    members: list[Person]


def open_case(request: LeadRequest, pk: UUID, page: str) -> OpenCase:
    """Find a case, open it and journal the opening of this page. Raises Gone."""
    case = find_case(request, pk)
    key = open_page(case=case, ring=request.ring, by=request.user, page=page)
    return OpenCase(case, key, key.open(case, "title"), queries.members_of(case))


def head(opened: OpenCase, page: str) -> dict[str, Any]:
    """What the head of a page of a case shows (staff/case_head.html)."""
    case = opened.case
    return {
        "case": case,
        "title": opened.title,
        "is_open": case.state == State.OPEN,
        "members": opened.members,
        "case_pages": [(reverse(name, args=[case.pk]), words, name == page) for name, words in PAGES.items()],
        "page_name": PAGES[page],
    }


def case_page(
    request: LeadRequest, template: str, opened: OpenCase, page: str, shown: dict[str, Any], *, wrong: bool = False
) -> HttpResponse:
    """Draw a page of a case; `wrong` if a form on it was sent with errors."""
    return render(request, template, {**head(opened, page), **shown}, status=422 if wrong else 200)

"""What the queue and the overview show of deadlines, notices and unusual opening."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists

from seawall.cases.rules import State
from seawall.kit import clock
from seawall.notices.queries import unreached
from seawall.questionbox.queries import sounding_of_danger
from seawall.schools.models import School
from seawall.schools.rules import Role
from seawall.watch.queries import openings, overdue

if TYPE_CHECKING:
    from seawall.web.shared.requests import LeadRequest, PersonRequest

MOST: Final = 20
SHOWN_FOR: Final = timedelta(days=30)
"""How long unusual opening stands on the overview."""


def watch_parts(request: LeadRequest) -> dict[str, Any]:
    """For the queue: whom notices do not reach, whether there is a rota, and who in a case was not reached in time.

    And how many questions without a name sound of danger. Three queries.
    """
    in_cases = (
        request.school.reports.open_to(request.ring).overdue(clock.now()).filter(gathered__case__state=State.OPEN)
    )
    on_rota, this = Exists(request.school.slots.filter(away=False)), School.objects.filter(pk=request.school.pk)
    asked, has_rota = this.values_list(sounding_of_danger(request.school), on_rota).get()
    return {
        "unreached": unreached(request.school),
        "no_rota": not has_rota,
        "asked": asked or 0,
        "late_in_cases": list(in_cases.order_by("due_at").only("pk", "reference", "danger", "due_at")[:MOST]),
    }


def overview_parts(request: PersonRequest) -> dict[str, Any]:
    """For the overview: how many were not reached in time; and for the head and the leads, who opened unusually much."""
    reports = request.school.reports
    waiting, in_cases = overdue(reports.waiting()), overdue(reports.filter(gathered__case__state=State.OPEN))
    may_see_who = request.user.is_lead or request.user.role == Role.HEAD
    return {
        "overdue": waiting,
        "overdue_in_cases": in_cases.total,
        "openings": openings(request.school, clock.now() - SHOWN_FOR) if may_see_who else [],
    }

"""The parts of a case's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seawall.cases import queries
from seawall.decisions.closing import may_close
from seawall.decisions.queries import opened as open_decision
from seawall.kit import clock
from seawall.referrals import queries as referrals
from seawall.referrals.rules import OPEN
from seawall.series import queries as series
from seawall.support import queries as support
from seawall.web.staff import words
from seawall.web.staff.forms import AssignForm, CaseDangerForm, CloseForm, CloseOffForm, InvolveForm, NoteForm
from seawall.web.staff.views.common import leads

if TYPE_CHECKING:
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm
    from seawall.web.staff.views.case_nav import OpenCase


def case_parts(request: LeadRequest, found: OpenCase, wrong: DeskForm | None) -> dict[str, Any]:
    """Everything a case's page shows. `wrong` is the form that was sent with errors, with what was typed in it."""
    case = found.case
    opened = queries.open_case(case, found.key, found.members)
    decision = open_decision(case, found.key, opened.reports)
    first = min((report.received_at for report in opened.reports), default=case.opened_at)
    told = referrals.open_referrals(case, found.key, referrals.of_case(case), clock.now(), first)
    forms: dict[str, DeskForm] = {
        "assign": AssignForm(people=opened.members, now=case.owner),
        "danger": CaseDangerForm(initial={"level": case.level.key}),
        "involve": InvolveForm(),
        "note": NoteForm(),
        "close": CloseForm(),
        "close-off": CloseOffForm(
            people=leads(request.school), now=[person.holder_id for person in opened.members if case.closed_circle_id]
        ),
    }
    if wrong is not None:
        forms[wrong.ident] = wrong
    return {
        "opened": opened,
        "referrals": told,
        "referrals_wait": any(each.row.state in OPEN for each in told),
        "support": support.summary(case, found.key),
        "decision": {"state": decision.standing.state, "news": decision.news},
        "not_to_close": may_close(decision),
        "inside": series.of_case(case, request.ring),
        "parts": words.PARTS.items(),
        "close_off_form": forms.pop("close-off"),
        "forms": forms,
        "wrong": wrong,
    }

"""What helps the children of a case: their plans, check-ins, and the tasks; a child's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from seawall.cases.queries import members_of
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.support import plans as actions
from seawall.support import queries
from seawall.web.shared.gates import gate
from seawall.web.staff.support import CheckInForm, PlanForm, TalkForm, TaskForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, changing, done, find_case, sending

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.cases.models import Involved
    from seawall.support.models import CheckIn
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm

PAGE = 25


@gate(may_open_desk, opens_vault=True)
def case_plan(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show the children's plans and check-ins, and the tasks of a case."""
    return plan_page(request, pk)


def plan_page(request: LeadRequest, pk: UUID, wrong: TaskForm | None = None) -> HttpResponse:
    """Draw that page; `wrong` is a task sent with errors."""
    opened = open_case(request, pk, "plan")
    members = opened.members
    ended = Paginator(opened.case.tasks.ended().select_related("owner", "changed_by"), PAGE).get_page(
        request.GET.get("page")
    )
    still = opened.case.tasks.open().select_related("owner")
    shown = {
        "children": queries.children(opened.case, opened.key, members),
        "tasks": queries.open_tasks(still, opened.key, members),
        "ended": queries.open_tasks(ended, opened.key, members),
        "page": ended,
        "form": wrong or TaskForm(people=members, now=request.user),
        "wrong": wrong,
    }
    return case_page(request, "staff/plan.html", opened, "case_plan", shown, wrong=wrong is not None)


@gate(may_open_desk, opens_vault=True)
def case_child(request: LeadRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Show one child's plan with its versions, and their check-ins."""
    return _child_page(request, find_somebody(request, pk, person))


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_write_plan(request: LeadRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Write the next version of a child's plan."""
    somebody, form = find_somebody(request, pk, person), PlanForm(request.POST)
    if not form.is_valid():
        return _child_page(request, somebody, form)
    actions.write_plan(involved=somebody, new=form.plan(), **changing(request, form))
    return done(request, _("Saved the plan. The version before it is kept."), "case_child", pk, person)


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_plan_check_in(request: LeadRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Plan a talk with a child."""
    somebody = find_somebody(request, pk, person)
    form = CheckInForm(request.POST, people=members_of(somebody.case), now=None)
    if not form.is_valid():
        return _child_page(request, somebody, form)
    on, to = form.cleaned_data["on"], form.cleaned_data["to"]
    actions.plan_check_in(involved=somebody, on=on, to=to, **sending(request, form))
    return done(request, _("Planned the check-in."), "case_child", pk, person)


@gate(may_open_desk, opens_vault=True)
def case_check_in(request: LeadRequest, pk: UUID, check_in: UUID) -> HttpResponse:
    """Write down how a check-in went, and plan the next."""
    row = _find_check_in(request, pk, check_in)
    form = TalkForm(request.POST or None, seen=row.version)
    if form.is_bound and form.is_valid():
        actions.write_down(check_in=row, talk=form.talk(), **changing(request, form))
        return done(request, _("Wrote down the check-in."), "case_child", pk, row.involved_id)
    opened = open_case(request, pk, "check_in")
    shown = {
        "check_in": row,
        "name": opened.key.open(row.involved, "who")["name"],
        "form": form,
        "wrong": form if form.errors else None,
    }
    return case_page(request, "staff/check_in.html", opened, "case_plan", shown, wrong=bool(form.errors))


def _child_page(request: LeadRequest, somebody: Involved, wrong: DeskForm | None = None) -> HttpResponse:
    opened = open_case(request, somebody.case_id, "child")
    members = opened.members
    rows = somebody.plans.select_related("written_by").order_by("-number")
    versions = [queries.open_plan(row, opened.key) for row in rows]
    forms: dict[str, DeskForm] = {
        "plan": PlanForm(initial=_last(versions)),
        "check_in": CheckInForm(people=members, now=request.user),
    }
    if wrong is not None:
        forms[wrong.ident.replace("-", "_")] = wrong
    shown = {
        "child": queries.child(somebody, opened.key, members),
        "versions": versions,
        "forms": forms,
        "wrong": wrong,
    }
    return case_page(request, "staff/child.html", opened, "case_plan", shown, wrong=wrong is not None)


def _last(versions: list[queries.OpenPlan]) -> dict[str, Any]:
    """What the form for the next version starts with: the words of the last; who agreed, and until when, is asked anew."""
    if not versions:
        return {"seen": 0}
    last = versions[0]
    return {"seen": last.row.number, "wishes": last.wishes, "helps": last.helps, "does": last.does}


def find_somebody(request: LeadRequest, pk: UUID, person: UUID) -> Involved:
    """Return somebody of a case that the lead may open. Raises Gone."""
    case = find_case(request, pk)
    row = case.people.select_related("case__circle_key", "case__school").filter(pk=person).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def _find_check_in(request: LeadRequest, pk: UUID, check_in: UUID) -> CheckIn:
    case = find_case(request, pk)
    rows = case.check_ins.select_related("case__circle_key", "case__school", "involved__case", "owner", "changed_by")
    row = rows.filter(pk=check_in).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row

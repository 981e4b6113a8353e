"""Tasks of a case: set, handed over, done, dropped, opened again. One verb, one address, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.cases.queries import members_of
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.support import queries
from seawall.support import tasks as actions
from seawall.web.shared.gates import gate
from seawall.web.staff.support import ChangeForm, DoneForm, DropForm, HandOverForm, TaskForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, changing, done, find_case, sending
from seawall.web.staff.views.plan import plan_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.support.models import Task
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_set_task(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Set a task."""
    case = find_case(request, pk)
    form = TaskForm(request.POST, people=members_of(case), now=None)
    if not form.is_valid():
        return plan_page(request, pk, form)
    given = form.cleaned_data
    actions.set_task(
        case=case,
        title=given["title"],
        detail=given["text"],
        to=given["to"],
        due=given["due"],
        **sending(request, form),
    )
    return done(request, _("Set the task."), "case_plan", pk)


@gate(may_open_desk, opens_vault=True)
def case_task(request: LeadRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Show one task, and what can be done with it."""
    return _page(request, find_task(request, pk, task))


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_hand_over(request: LeadRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Give a task to somebody else."""
    row = find_task(request, pk, task)
    form = HandOverForm(request.POST, people=members_of(row.case), now=row.owner)
    if not form.is_valid():
        return _page(request, row, form)
    actions.hand_over(task=row, to=form.cleaned_data["to"], **changing(request, form))
    return done(request, _("Changed who does it."), "case_task", pk, task)


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_task_done(request: LeadRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Say that a task is done."""
    row, form = find_task(request, pk, task), DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    actions.finish(task=row, how=form.cleaned_data["text"], **changing(request, form))
    return done(request, _("Done. If it was not, open the task again."), "case_plan", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_task_drop(request: LeadRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Drop a task, with a reason."""
    row, form = find_task(request, pk, task), DropForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    actions.drop(task=row, reason=form.cleaned_data["reason"], **changing(request, form))
    return done(request, _("Dropped. The reason stays with it."), "case_plan", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_plan")
def case_task_open(request: LeadRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Open a task again."""
    row, form = find_task(request, pk, task), ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    actions.open_again(task=row, **changing(request, form))
    return done(request, _("The task is open again."), "case_task", pk, task)


def _page(request: LeadRequest, row: Task, wrong: DeskForm | None = None) -> HttpResponse:
    opened = open_case(request, row.case_id, "task")
    members = opened.members
    [task] = queries.open_tasks([row], opened.key, members)
    seen = {"seen": row.version}
    forms: dict[str, DeskForm] = {
        "hand_over": HandOverForm(people=members, now=task.owner, seen=row.version),
        "done": DoneForm(initial=seen),
        "drop": DropForm(initial=seen),
        "open": ChangeForm(initial=seen),
    }
    if wrong is not None:
        forms[wrong.ident.replace("-", "_")] = wrong
    shown = {"task": task, "forms": forms, "wrong": wrong}
    return case_page(request, "staff/task.html", opened, "case_plan", shown, wrong=wrong is not None)


def find_task(request: LeadRequest, pk: UUID, task: UUID) -> Task:
    """Return a task of a case that the lead may open. Raises Gone."""
    case = find_case(request, pk)
    row = case.tasks.select_related("case__circle_key", "case__school", "owner", "changed_by").filter(pk=task).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row

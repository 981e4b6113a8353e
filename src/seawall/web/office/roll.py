"""Pages of the roll. The office works them, and the safeguarding team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.roll import actions, queries
from seawall.roll.models import Import
from seawall.roll.rules.changes import digest
from seawall.schools.rules import may_run_office
from seawall.web.office import roll_words
from seawall.web.office.roll_forms import ColumnsForm, ConfirmForm, FileForm, PupilForm, SearchForm
from seawall.web.shared.gates import gate
from seawall.web.shared.one_file import takes_one_file

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.roll.models import Pupil
    from seawall.schools.models import School
    from seawall.web.shared.requests import PersonRequest

PAGE: Final = 50


@gate(may_run_office)
def roll(request: PersonRequest) -> HttpResponse:
    """Everybody on the roll, by year and page; or who was looked for. A name that is typed never stands in an address."""
    school, form = request.school, SearchForm(request.POST if request.method == "POST" else None)
    year = request.GET.get("year", "")
    found = queries.find(school, form.cleaned_data["words"]) if form.is_bound and form.is_valid() else None
    listed = _listed(school, year) if found is None else []
    told = {
        "form": form,
        "found": found,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "year": year,
        "years": [(code, roll_words.year(code), count) for code, count in queries.years(school)],
        "last": queries.last_import(school),
        "waiting": queries.waiting(school),
    }
    return render(request, "office/roll.html", told, status=422 if form.errors else 200)


@gate(may_run_office)
def groups(request: PersonRequest) -> HttpResponse:
    """Year groups and forms, each with how many are in it."""
    shown = [(roll_words.year(group.year), group) for group in queries.groups(request.school)]
    return render(request, "office/roll_groups.html", {"groups": shown})


@gate(may_run_office)
def pupil(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A pupil and the family; what the office knows better than the file can be changed. That somebody looked is noted."""
    there = queries.pupil(request.school, pk)
    ties = queries.ties(there)
    form = PupilForm(_sent(request), pupil=there, ties=ties)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        actions.change_pupil(pupil=there, facts=form.facts(), seen=seen, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("office_roll_pupil", pk)
    actions.note_seen(pupil=there, by=request.user)
    told = {
        "pupil": there,
        "form": form,
        "rows": roll_words.pupil_rows(there, queries.age(there, actions.today())),
        "families": [(tie.guardian.name, roll_words.tie_rows(tie)) for tie in ties],
        "siblings": queries.brothers_and_sisters(there),
    }
    return render(request, "office/roll_pupil.html", told, status=422 if form.errors else 200)


@takes_one_file(gate(may_run_office))
def read_file(request: PersonRequest) -> HttpResponse:
    """Take in a file of the school's own system. Nothing on the roll changes yet."""
    form = FileForm(_sent(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data, name = form.content()
        row = actions.receive(school=request.school, data=data, name=name, by=request.user)
        return redirect("office_roll_columns" if actions.missing_columns(row) else "office_roll_preview", row.pk)
    return render(request, "office/roll_import.html", {"form": form}, status=422 if form.errors else 200)


@gate(may_run_office)
def columns(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say which column of a plain file holds what."""
    row = queries.waiting_import(request.school, pk)
    if row.state != Import.WAITING or not actions.header(row):
        return redirect("office_roll")
    form = ColumnsForm(_sent(request), row=row)
    if form.is_bound and form.is_valid():
        actions.choose_columns(row=row, chosen=form.chosen(), by=request.user)
        return redirect("office_roll_preview", row.pk)
    return render(request, "office/roll_columns.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@gate(may_run_office)
def preview(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What a file would change; and, once it is confirmed, do it."""
    row = queries.waiting_import(request.school, pk)
    if row.state != Import.WAITING:
        return redirect("office_roll")
    if actions.missing_columns(row):
        return redirect("office_roll_columns", row.pk)
    plan = actions.preview(row)
    form = ConfirmForm(_sent(request), plan=plan, seen=digest(plan))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        done = actions.confirm(row=row, seen=told["seen"], said=told.get("said"), by=request.user)
        messages.success(request, roll_words.done(done))
        return redirect("office_roll")
    told = {"row": row, "plan": plan, "form": form, "shown": roll_words.of_plan(plan), "plain": actions.header(row)}
    return render(request, "office/roll_preview.html", told, status=422 if form.errors else 200)


@gate(may_run_office)
@require_POST
def drop(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Throw a waiting file away."""
    actions.drop(row=queries.waiting_import(request.school, pk), by=request.user)
    messages.success(request, _("The file was thrown away. Nothing on the roll has changed."))
    return redirect("office_roll")


@gate(may_run_office)
@require_POST
def undo(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Take the last import back."""
    actions.undo(row=queries.waiting_import(request.school, pk), by=request.user)
    messages.success(request, _("The last import was undone. The roll is as it was before."))
    return redirect("office_roll")


def _listed(school: School, year: str) -> list[Pupil]:
    return queries.year_group(school, year) if year else queries.everybody(school)


def _sent(request: PersonRequest) -> Any:  # noqa: ANN401 - what was sent, or nothing
    return request.POST if request.method == "POST" else None

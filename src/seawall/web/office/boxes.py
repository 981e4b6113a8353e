"""Pages of the mailboxes that are looked into: the office sets them up, and sees what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seawall.letterbox import actions
from seawall.letterbox.connect import TroubleError, folders
from seawall.letterbox.rules import said
from seawall.schools.rules import may_run_office
from seawall.web.office.box_forms import BoxForm, settings_of
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest


@gate(may_run_office)
def box_list(request: PersonRequest) -> HttpResponse:
    """Every mailbox, when it was last looked into, and what went wrong."""
    return _list(request)


def _list(request: PersonRequest, **tested: Any) -> HttpResponse:  # noqa: ANN401 - what a test found
    boxes = [(box, said(box.trouble) if box.trouble else "") for box in request.school.boxes.all()]
    return render(request, "office/boxes.html", {"boxes": boxes, **tested})


@gate(may_run_office)
def box_add(request: PersonRequest) -> HttpResponse:
    """Set up a mailbox."""
    form = BoxForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.add(school=request.school, told=settings_of(form.cleaned_data), by=request.user)
        messages.success(request, _("Saved. Test it now."))
        return redirect("office_boxes")
    return _form(request, form, _("Add a mailbox"))


@gate(may_run_office)
def box_change(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Change a mailbox. Its password is never shown; an empty field keeps it."""
    box = actions.find(school=request.school, pk=pk)
    form = BoxForm(request.POST if request.method == "POST" else None, box=box)
    if form.is_bound and form.is_valid():
        told, seen = settings_of(form.cleaned_data), form.cleaned_data["seen"]
        actions.change(box=box, told=told, seen=seen, by=request.user)
        messages.success(request, _("Saved. Test it now."))
        return redirect("office_boxes")
    return _form(request, form, _("Change a mailbox"))


@gate(may_run_office)
@require_POST
def box_test(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Sign in to a mailbox now, and say how it went: the folders, or what is wrong."""
    box = actions.find(school=request.school, pk=pk)
    try:
        names = folders(box)
    except TroubleError as error:
        return _list(request, tested=box, wrong=said(error.code))
    wrong = "" if box.folder in names else said("no_folder")
    return _list(request, tested=box, wrong=wrong, names=names)


@gate(may_run_office)
@require_POST
def box_pause(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Stop looking into a mailbox, or begin again."""
    box = actions.find(school=request.school, pk=pk)
    actions.pause(box=box, paused=box.paused_at is None, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("office_boxes")


@gate(may_run_office)
@require_POST
def box_remove(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Forget a mailbox and its password. What came from it stays."""
    actions.remove(box=actions.find(school=request.school, pk=pk), by=request.user)
    messages.success(request, _("Removed. What came from it stays."))
    return redirect("office_boxes")


def _form(request: PersonRequest, form: BoxForm, heading: str) -> HttpResponse:
    told = {"form": form, "heading": heading}
    return render(request, "office/box_form.html", told, status=422 if form.errors else 200)

"""Pages of the set-up: the list of what is done and missing, and the recovery kit typed back or made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from seawall.govuk.forms import Checkbox, TextArea, TextInput
from seawall.kit.refusal import Gone, RefusedError
from seawall.schools import actions, rules, setting_up
from seawall.web.office.checklist import items
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest, PersonRequest

_LONGEST_KIT = 400


class LeaveOutForm(forms.Form):
    """Why a step is not needed."""

    reason = TextInput(
        label=gettext_lazy("Why is it not needed?"),
        hint=gettext_lazy("In a sentence, for whoever looks next. Names of children do not belong here."),
        max_length=setting_up.LONGEST_REASON,
        missing=gettext_lazy("Say why it is not needed here"),
    )


class KitForm(forms.Form):
    """The words of the kit, from the paper."""

    kit = TextArea(
        label=gettext_lazy("The twelve words on the paper, in their order"),
        hint=gettext_lazy("With spaces between them. Nothing of what you type is kept."),
        rows=3,
        limit=_LONGEST_KIT,
        missing=gettext_lazy("Type the words on the paper"),
        attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )


class NewKitForm(forms.Form):
    """Whether the old kit shall end."""

    sure = Checkbox(
        label=gettext_lazy("I understand that the old kit opens nothing any more"),
        missing=gettext_lazy("Tick the box if the old kit shall end"),
    )


@gate(rules.may_run_office)
def checklist(request: PersonRequest) -> HttpResponse:
    """What is done and what is missing."""
    found = items(request.school)
    told = {"items": found, "closed": sum(not item.is_open for item in found), "is_lead": request.user.is_lead}
    return render(request, "office/checklist.html", told)


@gate(rules.may_run_office)
def leave_out(request: PersonRequest, step: str) -> HttpResponse:
    """Say that a step is not needed, and why."""
    item = next((item for item in items(request.school) if item.step == step and item.can_be_left_out), None)
    if item is None:
        raise Gone(_("There is no such step that could be left out."))
    form = LeaveOutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        setting_up.leave_out(school=request.school, step=step, reason=reason, by=request.user)
        return redirect("office_checklist")
    return render(request, "office/leave_out.html", {"form": form, "item": item}, status=422 if form.errors else 200)


@gate(rules.may_run_office)
@require_POST
def take_up(request: PersonRequest, step: str) -> HttpResponse:
    """A step is needed after all."""
    setting_up.take_up(school=request.school, step=step, by=request.user)
    return redirect("office_checklist")


@gate(rules.may_open_desk)
def kit(request: PersonRequest) -> HttpResponse:
    """A lead types the words of the kit back: the paper in the safe is this school's."""
    form = KitForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            words = tuple(form.cleaned_data["kit"].casefold().split())
            actions.check_kit(school=request.school, kit_words=words, by=request.user)
        except RefusedError as error:
            form.add_error("kit", str(error))
        else:
            messages.success(request, _("This is the recovery kit of your school. Put the paper into the safe."))
            return redirect("office_checklist")
    return render(request, "office/kit.html", {"form": form}, status=422 if form.errors else 200)


@gate(rules.may_open_desk, opens_vault=True)
def new_kit(request: LeadRequest) -> HttpResponse:
    """A lead makes a new kit, when the old one is lost or was seen. Its words are shown this once."""
    form = NewKitForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        words = actions.new_kit(school=request.school, through=request.ring, by=request.user)
        return render(request, "office/kit_made.html", {"words": list(enumerate(words, start=1))})
    return render(request, "office/new_kit.html", {"form": form}, status=422 if form.errors else 200)

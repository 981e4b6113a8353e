"""Pages of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from seawall.evidence import signing
from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.kit.refusal import Gone, refuse_unless
from seawall.rota.queries import readers
from seawall.schools import actions, inviting, rules
from seawall.support import leaving
from seawall.vault.check_words import check_words
from seawall.vault.circles import members_of
from seawall.web.office.forms import NATIONS, FactsForm, LeaveForm, LetInForm, PersonForm
from seawall.web.office.people import ROLE_NAMES, Keys, colleagues, keys_of
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from seawall.schools.models import Person
    from seawall.web.shared.requests import LeadRequest, PersonRequest


@gate(rules.may_run_office)
def office(request: PersonRequest) -> HttpResponse:
    """The school's facts and its people."""
    told = {
        "colleagues": colleagues(request.school),
        "invited": [(row, ROLE_NAMES[row.role], row.until <= clock.now()) for row in inviting.listed(request.school)],
        "is_lead": request.user.is_lead,
        "signing_keys": signing.keys_of(request.school),
        "nation_name": dict(NATIONS)[request.school.nation],
    }
    return render(request, "office/office.html", told)


@gate(rules.may_run_office)
def facts(request: PersonRequest) -> HttpResponse:
    """Change what the school says of itself."""
    form = FactsForm.of(request.school, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.change_facts(school=request.school, facts=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("office")
    return _form_page(request, "office/facts.html", form)


@gate(rules.may_run_office)
def add_person(request: PersonRequest) -> HttpResponse:
    """Add somebody, and show once the password with which they sign in first."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, "office/add_person.html", form)
    told = form.cleaned_data
    words = Code.new().words
    who = actions.Hire(told["name"], told["email"], rules.Role(told["role"]), " ".join(words))
    person = actions.add_person(school=request.school, who=who, by=request.user, password_is_theirs=False)
    return render(request, "office/added.html", {"person": person, "words": words})


@gate(rules.may_run_office)
def leave(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Take out somebody who leaves, after asking once more."""
    person = _colleague(request, pk)
    refuse_unless(rules.may_remove(themselves=person.pk == request.user.pk))
    team = [each for each in readers(request.school) if each.pk != person.pk] if person.is_lead else []
    form = LeaveForm(request.POST if request.method == "POST" else None, team=team)
    if form.is_bound and form.is_valid():
        handed = leaving.leave(person=person, to=form.colleague, by=request.user)
        messages.success(request, _("%(name)s can't sign in any more.") % {"name": person.name})
        if form.colleague and handed:
            messages.success(request, _("What they had is now with %(name)s.") % {"name": form.colleague.name})
        return redirect("office")
    return _form_page(request, "office/leave.html", form, person=person, role_name=ROLE_NAMES[person.role], team=team)


@gate(rules.may_open_desk, opens_vault=True)
def let_in(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Let a new lead into the safeguarding team, once their key is known to be theirs."""
    person = _colleague(request, pk)
    members = {holder.pk for holder in members_of(request.school.team)}
    if person.holder is None or keys_of(person, members) is not Keys.WAITING:
        raise Gone(_("Nobody waits here to be let in."))
    form = LetInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.let_into_team(person=person, through=request.ring, by=request.user)
        messages.success(request, _("%(name)s is in the safeguarding team.") % {"name": person.name})
        return redirect("office")
    return _form_page(
        request, "office/let_in.html", form, person=person, words=check_words(bytes(person.holder.public))
    )


def _form_page(request: PersonRequest, template: str, form: forms.Form, **told: object) -> HttpResponse:
    return render(request, template, {"form": form, **told}, status=422 if form.errors else 200)


def _colleague(request: PersonRequest, pk: UUID) -> Person:
    """Return somebody who works at this school. Raises Gone for anybody else."""
    person = request.school.people.working().filter(pk=pk).select_related("holder", "school__team").first()
    if person is None:
        raise Gone(_("Nobody of that kind works here."))
    return person

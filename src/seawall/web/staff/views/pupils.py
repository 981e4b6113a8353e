"""Finding a pupil from the desk: year, form, and the open cases that name them, of those that this lead may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from seawall.cases.naming import naming
from seawall.govuk.forms import TextInput
from seawall.roll import queries
from seawall.roll.rules.names import words
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.cases.models import Case
    from seawall.roll.models import Pupil
    from seawall.web.shared.requests import LeadRequest


class FindForm(forms.Form):
    """Looking for a pupil. Sent by POST: a name never stands in an address."""

    words = TextInput(
        label=_("Name of a pupil"),
        hint=_("The beginnings of their names are enough, in any order."),
        max_length=100,
        missing=_("Enter at least two letters of a name"),
        attrs={"autocomplete": "off", "spellcheck": "false"},
        width="20",
    )


@gate(may_open_desk, opens_vault=True)
def pupils(request: LeadRequest) -> HttpResponse:
    """Find somebody on the roll, and where they stand in a case."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found = _found(request, form.cleaned_data["words"]) if form.is_bound and form.is_valid() else None
    shown = {"form": form, "found": found, "most": queries.MOST_FOUND, "years": queries.years(request.school)}
    return render(request, "staff/pupils.html", shown, status=422 if form.errors else 200)


def _found(request: LeadRequest, typed: str) -> list[tuple[Pupil, list[Case]]]:
    there = queries.find(request.school, typed)
    names = {pupil.pk: _names(pupil) for pupil in there}
    cases = naming(school=request.school, names=names, ring=request.ring, by=request.user) if there else {}
    return [(pupil, cases.get(pupil.pk, [])) for pupil in there]


def _names(pupil: Pupil) -> list[frozenset[str]]:
    """How a case may call a pupil: by either first name, with the family name."""
    firsts = [name for name in (pupil.first, pupil.known_as) if name]
    return [frozenset(words(first, pupil.last)) for first in firsts]

"""What the public pages say of the world outside: the list of what is due for a look, and one fact to confirm or correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.govuk.forms import TextInput
from seawall.guidance import actions
from seawall.guidance.catalogue import DRAFTS, catalogue
from seawall.guidance.layer import layer_of
from seawall.guidance.rules.looking import may_correct
from seawall.kit.refusal import Gone
from seawall.rota.queries import today
from seawall.schools import rules
from seawall.schools.models import people_by_id
from seawall.web.shared.gates import gate
from seawall.web.shared.sentences import every, lacking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from seawall.guidance.catalogue import Known
    from seawall.guidance.layer import Layer
    from seawall.web.shared.requests import PersonRequest

KINDS: Mapping[str, StrOrPromise] = {
    "route": gettext_lazy("Where to turn"),
    "way": gettext_lazy("How to report a fake account"),
    "age": gettext_lazy("Youngest age for an account"),
    "setting": gettext_lazy("Where a setting lives"),
    "step": gettext_lazy("What to do"),
    "point": gettext_lazy("How to stop it happening"),
    "language": gettext_lazy("A language that a speaker has to read"),
}
VALUES: Mapping[str, StrOrPromise] = {
    "phone": gettext_lazy("Phone"),
    "text": gettext_lazy("Text message"),
    "email": gettext_lazy("E-mail"),
    "url": gettext_lazy("Address of its page"),
    "hours": gettext_lazy("When it is answered"),
    "age": gettext_lazy("Age in years"),
}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as the list shows it."""

    known: Known
    kind: StrOrPromise
    looked_on: date
    due_on: date
    is_due: bool
    must_confirm: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Language:
    """How far the public pages are translated into a language, and whether somebody who speaks it has read them."""

    name: str
    code: str
    drafted: int
    of: int
    was_read: bool


def languages(layer: Layer) -> list[Language]:
    """Every language that the public pages are drafted in."""
    of = len(every())
    return [
        Language(name, code, of - len(lacking(code)), of, f"language.{code}" in layer.looks)
        for code, name in DRAFTS.items()
    ]


def rows_of(layer: Layer, now: date) -> list[Row]:
    """Every fact that the school shows: what is missing first, then what nobody read at its source, then by the day due."""
    found = [_row(known, layer, now) for known in layer.known()]
    return sorted(found, key=lambda row: (not row.missing, not row.is_due, not row.must_confirm, row.due_on))


def _row(known: Known, layer: Layer, now: date) -> Row:
    due_on = layer.due_on(known)
    return Row(
        known,
        KINDS[known.kind],
        layer.checked_on(known.key),
        due_on,
        due_on <= now,
        layer.must_confirm(known),
        layer.is_missing(known),
    )


class LookForm(forms.Form):
    """The values of a fact as they stand, to confirm as they are or to correct."""

    def __init__(self, known: Known, stands: Mapping[str, str], nation: str, data: Any = None) -> None:  # noqa: ANN401 - what was sent
        super().__init__(data, initial=dict(stands))
        self.known, self.nation = known, nation
        for name in known.values:
            self.fields[name] = TextInput(label=VALUES[name], max_length=_LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask the rule about each value, so that its sentence stands at the field."""
        given = super().clean() or {}
        known = self.known
        for name, value in list(given.items()):
            refusal = may_correct(known.values, {name: value}, emergency=known.emergency, nation=self.nation)
            if refusal:
                self.add_error(name, str(refusal.reason))
        return given


@gate(rules.may_run_office)
def guidance(request: PersonRequest) -> HttpResponse:
    """What is due for a look."""
    layer = layer_of(request.school)
    rows = rows_of(layer, today())
    due = [row for row in rows if row.is_due or row.must_confirm or row.missing]
    told = {"due": due, "rest": [row for row in rows if row not in due], "languages": languages(layer)}
    return render(request, "office/guidance.html", told)


@gate(rules.may_run_office)
def fact(request: PersonRequest, fact: str) -> HttpResponse:
    """One fact: what stands, where it is from, what was found before; confirm it or correct it."""
    layer, known = layer_of(request.school), catalogue().get(fact)
    if known is None or layer.nation not in known.nations:
        raise Gone(_("There is no such fact."))
    stands = layer.values(fact)
    form = LookForm(known, stands, layer.nation, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.look_at(school=request.school, fact=fact, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. The public pages say so from now on."))
        return redirect("office_guidance")
    looks = list(request.school.looks.filter(fact=fact).reverse())
    names = people_by_id(request.school, [look.by_id for look in looks])
    told = {
        "form": form,
        "row": _row(known, layer, today()),
        "link": stands.get("url"),
        "looks": [(look, names[look.by_id].name, _said(look.values)) for look in looks],
        "can_undo": fact in layer.looks,
    }
    return render(request, "office/fact.html", told, status=422 if form.errors else 200)


@gate(rules.may_run_office)
def undo(request: PersonRequest, fact: str) -> HttpResponse:
    """Take the last look at a fact back."""
    if request.method == "POST":
        actions.take_back(school=request.school, fact=fact, by=request.user)
        messages.success(request, _("Taken back. What stood before stands again."))
    return redirect("office_guidance_fact", fact)


def _said(values: Mapping[str, str]) -> str:
    return "; ".join(f"{VALUES[name]}: {value or '–'}" for name, value in values.items())

"""How long the school keeps what: each period with its source, the school's own years with a reason; numbers only, no case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.govuk.forms import Radios, TextInput
from seawall.retention import queries, wording
from seawall.retention.keeping import set_years
from seawall.retention.rules import Kind, State, may_be_years
from seawall.schools.rules import may_run_office
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest


class YearsForm(forms.Form):
    """Another number of years, or the same one confirmed, with a reason."""

    kind = Radios(
        label=gettext_lazy("For which cases?"),
        choices=list(wording.KINDS.items()),
        missing=gettext_lazy("Choose for which cases"),
        size="s",
    )
    years = TextInput(
        label=gettext_lazy("Years"),
        max_length=3,
        width="3",
        missing=gettext_lazy("Enter how many years"),
        attrs={"inputmode": "numeric", "autocomplete": "off"},
    )
    why = TextInput(
        label=gettext_lazy("Where did you read it, or who decided it?"),
        hint=gettext_lazy("Such as: our local authority’s schedule of 2026, section 4. No pupil’s name."),
        max_length=300,
        missing=gettext_lazy("Say where you read it, or who decided it"),
    )

    def clean_years(self) -> int:
        """The number."""
        given = self.cleaned_data["years"]
        years = int(given) if given.isascii() and given.isdigit() else 0
        refusal = may_be_years(years)
        if refusal is not None:
            raise ValidationError(str(refusal.reason))
        return years


@gate(may_run_office)
def keeping(request: PersonRequest) -> HttpResponse:
    """The periods with their sources, the school's own years, and how many cases they touch."""
    form = YearsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        kind = Kind(given["kind"])
        set_years(school=request.school, kind=kind, years=given["years"], why=given["why"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("office_keeping")
    told: dict[str, Any] = {
        "form": form,
        "periods": queries.periods_of(request.school).values(),
        "counts": queries.counts(queries.standings(request.school)),
        "certificates": queries.certificates(request.school, State.DONE),
    }
    return render(request, "office/keeping.html", told, status=422 if form.errors else 200)

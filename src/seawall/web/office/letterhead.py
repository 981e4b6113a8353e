"""The page of the school's letterhead: what stands around its letters to families, and its logo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.govuk.forms import Checkbox, FileInput, TextArea, TextInput
from seawall.letters import queries
from seawall.letters.making import set_letterhead
from seawall.letters.rules import logo
from seawall.schools.rules import may_run_office
from seawall.web.shared.gates import gate
from seawall.web.shared.one_file import takes_one_file

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.letters.models import Letterhead
    from seawall.web.shared.requests import PersonRequest

_FACTS = {"address": "address", "signed_by": "signed_by", "post": "post", "code": "prefix"}
"""Each field, and the fact that it is kept as."""


class LetterheadForm(forms.Form):
    """What is asked. A logo is cleaned as soon as it comes in: nothing else of the file is kept."""

    address = TextArea(label=gettext_lazy("Address"), rows=3, required=False, limit=300)
    signed_by = TextInput(
        label=gettext_lazy("Who signs"), max_length=120, missing=gettext_lazy("Enter who signs the letters")
    )
    post = TextInput(label=gettext_lazy("Their post"), max_length=120, required=False)
    code = forms.RegexField(
        r"^[A-Z0-9]{1,12}$",
        label=gettext_lazy("Letters before the number of a reference"),
        help_text=gettext_lazy("Such as STALET: the fifteenth letter is then STALET15, with the writer's initials."),
        error_messages={
            "required": gettext_lazy("Enter the letters before the number"),
            "invalid": gettext_lazy("Use capital letters and digits only, 12 at most"),
        },
    )
    file = FileInput(
        label=gettext_lazy("Logo"),
        hint=gettext_lazy("An SVG or a PNG of up to 100 KB. Leave it empty to keep the one there is."),
        required=False,
        attrs={"accept": ".svg,.png"},
    )
    no_logo = Checkbox(label=gettext_lazy("Print no logo"), required=False)

    def __init__(self, data: Any, files: Any, *, now: Letterhead) -> None:  # noqa: ANN401 - what was sent, or nothing
        told = now.told
        super().__init__(data, files, initial={name: told.get(fact, "") for name, fact in _FACTS.items()})

    def clean_file(self) -> str | None:
        """The logo, cleaned; None if there is none."""
        file = self.cleaned_data.get("file")
        if not file:
            return None
        try:
            return logo.clean(file.read(logo.MOST_BYTES + 1))
        except logo.LogoError as error:
            raise ValidationError(str(error)) from None


@takes_one_file(gate(may_run_office))
def letterhead(request: PersonRequest) -> HttpResponse:
    """Change the letterhead. Letters that are made already stay as they are."""
    now = queries.letterhead(request.school)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LetterheadForm(*sent, now=now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        facts = {fact: given[name] or "" for name, fact in _FACTS.items()}
        new_logo = "" if given["no_logo"] else given["file"]
        set_letterhead(school=request.school, facts=facts, logo=new_logo, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("office_letterhead")
    told = {"form": form, "has_logo": bool(now.logo)}
    return render(request, "office/letterhead.html", told, status=422 if form.errors else 200)

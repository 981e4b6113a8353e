"""The school's own words of its letters: all templates, one of them with preview and versions, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.govuk.forms import Checkbox, TextArea, TextInput
from seawall.kit.refusal import Refused
from seawall.letters import queries, wordings
from seawall.letters.preview import blocks_in, printed_to_look_at, to_look_at
from seawall.letters.printing import pdf_of
from seawall.letters.rules.states import LONGEST_BODY, LONGEST_TITLE
from seawall.letters.rules.templates import FIELDS, fill, templates
from seawall.letters.rules.tongues import ENGLISH, tongues
from seawall.schools.rules import may_run_office
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from seawall.letters.wordings import Stands
    from seawall.web.shared.requests import PersonRequest

_MOST = 2**31


class WordsForm(forms.Form):
    """The words of a template in one language."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_MOST)
    heading = TextInput(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        missing=gettext_lazy("Enter a title"),
        attrs={"dir": "auto"},
    )
    body = TextArea(
        label=gettext_lazy("Letter"),
        hint=gettext_lazy(
            "A line that begins with # is a heading, one with - an item of a list. Words in braces fill themselves. No names."
        ),
        rows=20,
        limit=LONGEST_BODY,
        missing=gettext_lazy("Write the letter"),
        attrs={"dir": "auto"},
    )
    read = Checkbox(label=gettext_lazy("Somebody who speaks this language has read it"), required=False)

    def __init__(self, data: Any, *, now: Stands, lang: str, seen: int) -> None:  # noqa: ANN401 - what was sent, or nothing
        initial = {"heading": now.heading, "body": now.body, "read": now.read, "seen": seen}
        super().__init__(data, initial=initial)
        if lang == ENGLISH:
            del self.fields["read"]


@gate(may_run_office)
def wording_list(request: PersonRequest) -> HttpResponse:
    """All templates and languages, with whose words they have."""
    langs = [(ENGLISH, _("English")), *((each.code, each.english) for each in tongues().values())]
    rows = [
        (each, [(lang, name, wordings.stands(request.school, each.key, lang)) for lang, name in langs])
        for each in templates().values()
    ]
    return render(request, "office/wordings.html", {"rows": rows})


@gate(may_run_office)
def wording(request: PersonRequest, key: str, lang: str) -> HttpResponse:
    """One template in one language: change it, look at it first, see its versions."""
    now = wordings.stands(request.school, key, lang)
    kept = wordings.versions(request.school, key, lang)
    seen = kept[0].row.pk if kept else 0
    form = WordsForm(request.POST if request.method == "POST" else None, now=now, lang=lang, seen=seen)
    look = now.heading, now.body
    if form.is_bound and form.is_valid():
        answer = _try(request, key, lang, form)
        if answer is not None:
            return answer
        if not form.errors:
            look = form.cleaned_data["heading"], form.cleaned_data["body"]
    held = to_look_at(request.school, lang)
    heading, body = (fill(each, held) for each in look)
    told = {
        "template": queries.template_for(key),
        "lang": lang,
        "tongue": tongues().get(lang),
        "form": form,
        "now": now,
        "kept": kept,
        "seen": seen,
        "fields": sorted(FIELDS),
        "heading": heading,
        "blocks": blocks_in(body, tongues().get(lang)),
        "is_look": form.is_bound,
    }
    return render(request, "office/wording.html", told, status=422 if form.errors else 200)


def _try(request: PersonRequest, key: str, lang: str, form: WordsForm) -> HttpResponse | None:
    """Do what the pressed button says; None if the page is shown again: to look at the words, or with what is wrong."""
    words = {name: form.cleaned_data[name] for name in ("heading", "body")}
    more = {"read": bool(form.cleaned_data.get("read")), "seen": form.cleaned_data["seen"]}
    do = request.POST.get("do", "")
    try:
        if do in {"look", "pdf"}:
            heading, body = wordings.check_words(school=request.school, template=key, lang=lang, **words)
            if do == "look":
                return None
            printed = printed_to_look_at(request.school, key, lang, heading, body, read=more["read"])
            data = pdf_of(printed, [{"name": _("To look at"), "lang": "" if lang == ENGLISH else lang}])
            response = HttpResponse(data, content_type="application/pdf")
            response["Content-Disposition"] = 'attachment; filename="letter-to-look-at.pdf"'
            return response
        wordings.keep_words(school=request.school, template=key, lang=lang, **words, **more, by=request.user)
    except Refused as refused:
        form.add_error("body", str(refused.refusal.reason))
        return None
    messages.success(request, _("Saved. New letters begin with these words. Letters that are begun stay as they are."))
    return redirect("office_wording", key, lang)


@gate(may_run_office)
def wording_back(request: PersonRequest, key: str, lang: str) -> HttpResponse:
    """Go back to an earlier version, or to the shipped words."""
    if request.method == "POST":
        to, seen = (request.POST.get(name, "") for name in ("to", "seen"))
        if all(each.isascii() and each.isdecimal() and len(each) < len(str(_MOST)) for each in (to, seen)):
            wordings.go_back(
                school=request.school, template=key, lang=lang, to=int(to), seen=int(seen), by=request.user
            )
            messages.success(request, _("Done. New letters begin with these words."))
        else:
            messages.error(request, _("Choose one of the versions. Nothing was changed."))
    return redirect("office_wording", key, lang)

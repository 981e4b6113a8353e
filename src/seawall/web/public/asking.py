"""The question box: ask without a name. What sounds like danger is answered with help at once, and a way to tell us."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.intake.actions import once
from seawall.kit.text import LONGEST, clean
from seawall.questionbox import actions, queries
from seawall.questionbox.rules import LONGEST_QUESTION, speaks_of_danger
from seawall.reports import visits
from seawall.reports.rules import Road
from seawall.reports.visits import Contents
from seawall.web.public import limits, path
from seawall.web.public.advice import help_for
from seawall.web.public.forms import WordsArea
from seawall.web.public.visitor import begin, see_other, visitor_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.questionbox.models import QuestionBox
    from seawall.web.shared.requests import SchoolRequest


class AskForm(forms.Form):
    """One question. `once` names this page's form, so that a second press keeps one."""

    text = WordsArea(
        label=gettext_lazy("What do you want to ask?"),
        hint=gettext_lazy("You do not have to say who you are. Please do not write names."),
        size="m",
        rows=5,
        missing=gettext_lazy("Write something first."),
        attrs={"autocomplete": "off", "dir": "auto"},
    )
    once = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16)})  # type: ignore[arg-type]
        self.fields["text"].at_most = LONGEST_QUESTION  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SchoolRequest, code: str = "") -> HttpResponse:
    """Ask. At an address nobody knows the question is kept all the same: a slip in the code loses nothing."""
    box = queries.box(request.school, code)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _keep(request, box, form)
    return render(
        request, "public/ask.html", {"form": form, "answers": queries.shown(box)}, status=422 if form.errors else 200
    )


def _keep(request: SchoolRequest, box: QuestionBox | None, form: AskForm) -> HttpResponse:
    text = form.cleaned_data["text"]
    danger = actions.weigh(text)
    token = once(f"question/{str(form.cleaned_data['once'] or secrets.token_hex(16))[:64]}", request.school)
    burst = limits.burst(request).get("burst", 0)
    actions.ask(school=request.school, box=box, text=text, danger=danger, once=token, burst=burst)
    cut = bool(form.fields["text"].pictures)  # type: ignore[attr-defined]
    if not speaks_of_danger(danger.level) and not cut:
        return see_other("asked")
    shown = {"help": help_for(Road.CHILD, {"words": text}, request.school), "text": text, "just_cut": cut}
    return render(request, "public/ask_help.html", {**shown, "danger": speaks_of_danger(danger.level)})


@require_safe
def asked(request: SchoolRequest) -> HttpResponse:
    """We have got it."""
    return render(request, "public/asked.html")


@require_POST
def tell_it(request: SchoolRequest) -> HttpResponse:
    """From a question to telling us properly: what was asked is there already. A visit that is under way is not lost."""
    text = clean(request.POST.get("text", "")).text[:LONGEST_QUESTION]
    found = visitor_of(request)
    if found is not None and not found.contents.sent:

        def put(contents: Contents) -> None:
            before = str(contents.answers.get("words") or "")
            both = "\n\n".join(filter(None, (before, text if text not in before else "")))
            contents.answers["words"] = both if len(both) <= LONGEST else before

        visits.change(school=request.school, key=found.key, how=put, seen=found.contents)
        return see_other("carry_on")
    answers = {"about": "me", **({"words": text} if text else {})}
    return begin(
        request,
        Contents(road=Road.CHILD.value, answers=answers),
        see_other("question", path.walk(Road.CHILD, answers)[0].key),
    )

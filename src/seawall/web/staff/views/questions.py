"""Questions without a name: those that wait, the most dangerous first; answering one, setting one aside, taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.briefings.queries import findings_on_page
from seawall.guidance.rules.danger import reason_text
from seawall.kit.refusal import Gone
from seawall.questionbox import actions, queries
from seawall.questionbox.rules import State
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.briefings import AnswerForm
from seawall.web.staff.forms import SeenForm
from seawall.web.staff.views.common import by_post, done

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.questionbox.models import Question
    from seawall.web.shared.requests import LeadRequest

PAGE = 30


@gate(may_open_desk, opens_vault=True)
def questions(request: LeadRequest) -> HttpResponse:
    """Questions that wait; or, with ?all=1, those that were answered or set aside."""
    rows = request.school.questions.open_to(request.ring).select_related("circle_key", "box__briefing")
    every = "all" in request.GET
    rows = rows.exclude(state=State.NEW).order_by("-received_at") if every else rows.waiting()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    opened = queries.opened(page, request.ring)
    actions.note_opened(school=request.school, shown=len(opened), by=request.user)
    return render(request, "staff/asked_questions.html", {"page": page, "rows": opened, "every": every})


def _find(request: LeadRequest, pk: UUID) -> Question:
    row = queries.find(request.school, pk, request.ring)
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


@gate(may_open_desk, opens_vault=True)
def question(request: LeadRequest, pk: UUID) -> HttpResponse:
    """One question, and its answer."""
    row = _find(request, pk)
    form = AnswerForm(request.POST or None, initial={"seen": row.version})
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] or "" for name in ("shown", "said")}
        found = findings_on_page(request.school, "\n".join(given.values()))
        if not found:
            actions.answer(question=row, **given, seen=form.cleaned_data["seen"], by=request.user)
            return done(request, _("Marked as answered."), "questions")
        form.add_error("said", _("“%(word)s” is a name that may not stand there.") % {"word": found[0].word})
    actions.note_opened(school=request.school, shown=1, by=request.user)
    shown = {
        "question": row,
        "text": queries.opened([row], request.ring)[0].text,
        "reasons": [reason_text(each) for each in row.reasons],
        "form": form,
    }
    return render(request, "staff/asked_question.html", shown, status=422 if form.errors else 200)


@gate(may_open_desk, opens_vault=True)
@by_post("question_asked")
def question_set_aside(request: LeadRequest, pk: UUID) -> HttpResponse:
    """It is no question."""
    return _do(request, pk, actions.set_aside, _("Set aside."))


@gate(may_open_desk, opens_vault=True)
@by_post("question_asked")
def question_take_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """It waits again."""
    return _do(request, pk, actions.take_back, _("It waits again."))


def _do(request: LeadRequest, pk: UUID, verb: Callable[..., None], said: str) -> HttpResponse:
    row, form = _find(request, pk), SeenForm(request.POST)
    if not form.is_valid():
        return done(request, _("Nothing was done. Look again."), "question_asked", pk)
    verb(question=row, seen=form.cleaned_data["seen"], by=request.user)
    return done(request, said, "question_asked", pk)

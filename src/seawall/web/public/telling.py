"""Telling: one question a page, check your answers, send, the six words, what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seawall.intake import actions as intake
from seawall.kit.codes import Code
from seawall.kit.refusal import Gone
from seawall.mailbox import actions as mailboxes
from seawall.mailbox import queries
from seawall.reports import visits
from seawall.reports.questions import coded_of, voice_of, words_of
from seawall.web.public import limits, path
from seawall.web.public.advice import answers_in, help_for, rang
from seawall.web.public.forms import QuestionForm
from seawall.web.public.pages import road_page
from seawall.web.public.summary import rows_of
from seawall.web.public.visitor import over, see_other, with_code, writing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.reports.questions import Question
    from seawall.reports.visits import Contents
    from seawall.web.public.visitor import Visitor
    from seawall.web.shared.requests import SchoolRequest

_CHANGE = "?change=1"


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def question(request: SchoolRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One question. Answering or skipping leads to the next; a danger answer shows help first, and never stops anybody."""
    asked, contents = _asked(visitor.contents, key), visitor.contents
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(asked, voice_of(contents.road, contents.answers), contents.answers, posted)
    if posted is not None and "skip" in posted:
        return _keep(request, visitor, asked, form.nothing)
    if posted is not None and form.is_valid():
        return _keep(request, visitor, asked, form.answers, cut=form.pictures)
    return render(
        request, "public/question.html", _page(request, contents, asked, form), status=422 if form.is_bound else 200
    )


def _asked(contents: Contents, key: str) -> Question:
    found = path.find(contents.road, contents.answers, key)
    if found is None:
        raise Gone(_("There is no question at this address."))
    return found


def _page(request: SchoolRequest, contents: Contents, asked: Question, form: QuestionForm) -> dict[str, Any]:
    number, of = path.place(contents.road, contents.answers, asked.key)
    before = path.before(contents.road, contents.answers, asked.key)
    whole = help_for(contents.road, contents.answers, request.school)
    return {
        "form": form,
        "number": number,
        "of": of,
        "help": whole,
        "danger": _just_told(contents, before) and not form.is_bound,
        "just_cut": contents.just_cut,
        "back": _back(request, contents, before),
        "skip_to_check": "change" in request.GET,
    }


def _just_told(contents: Contents, before: Question | None) -> bool:
    """Whether the page before this one told of danger: then help stands above the question, at once."""
    if before is None:
        return False
    return rang(contents.road, contents.answers, {before.key, before.also})


def _back(request: SchoolRequest, contents: Contents, before: Question | None) -> str:
    if "change" in request.GET:
        return reverse("check_answers")
    return reverse("question", args=[before.key]) if before else reverse(road_page(contents.road))


def _keep(
    request: SchoolRequest, visitor: Visitor, asked: Question, given: dict[str, Any], *, cut: int = 0
) -> HttpResponse:
    """Keep what was answered and go on; after a change, back to check-your-answers unless it brought a new question."""

    def put(contents: Contents) -> None:
        contents.answers.update(given)
        contents.cut, contents.just_cut = contents.cut + cut, bool(cut)

    contents = visits.change(school=request.school, key=visitor.key, how=put, seen=visitor.contents)
    if contents is None:
        return over(request)
    if "change" in request.GET:
        return _on(path.first_open(contents.road, contents.answers), query=_CHANGE)
    return _on(path.after(contents.road, contents.answers, asked.key))


def _on(to: Question | None, *, query: str = "") -> HttpResponse:
    return see_other("question", to.key, query=query) if to else see_other("check_answers")


@require_safe
@writing
def carry_on(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """Back to where one stopped."""
    del request
    return _on(path.first_open(visitor.contents.road, visitor.contents.answers))


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def check_answers(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """Everything that was answered, each with a way to change it; then send."""
    contents = visitor.contents
    if request.method == "POST":
        return _send(request, visitor)
    last = path.walk(contents.road, contents.answers)[-1]
    context = {
        "rows": rows_of(contents.road, contents.answers, change=_CHANGE),
        "help": help_for(contents.road, contents.answers, request.school),
        "folded": not _just_told(contents, last),
        "just_cut": contents.just_cut,
        "nothing": not coded_of({**contents.answers, "about": None}) and not words_of(contents.answers),
        "back": reverse("question", args=[last.key]),
    }
    return render(request, "public/check.html", context)


def _send(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    answers, cut = visitor.contents.answers, visitor.contents.cut
    coded = coded_of(answers) | limits.burst(request) | ({"cut": cut} if cut else {})
    sent = intake.send_visit(
        school=request.school, key=visitor.key, seen=visitor.contents, coded=coded, words=words_of(answers)
    )
    return see_other("six_words") if sent else over(request)


@require_safe
@with_code
def six_words(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """The code, until the visitor says they have kept it."""
    if visitor.contents.code_kept:
        return see_other("what_next")
    return render(request, "public/six_words.html", {"words": visitor.contents.code, "help": _help(request, visitor)})


@require_safe
@with_code
def word_card(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """The six words as a harmless-looking list, to print or save."""
    if visitor.contents.code_kept:
        return see_other("what_next")
    address = request.get_host() + reverse("start").rstrip("/")
    return render(request, "public/card.html", {"words": visitor.contents.code, "address": address})


@require_POST
@with_code
def keep_words(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """The visitor has kept the words: they are not shown again."""
    mailbox = mailboxes.find(school=request.school, code=Code(visitor.contents.code))
    mailboxes.confirm_code(mailbox=mailbox)
    visits.change(school=request.school, key=visitor.key, how=_kept, seen=visitor.contents)
    return see_other("what_next")


def _kept(contents: Contents) -> None:
    contents.code_kept = True


@require_safe
@with_code
def what_next(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """What happens next, and what to do now."""
    return render(request, "public/next.html", {"help": _help(request, visitor), "kept": visitor.contents.code_kept})


def _help(request: SchoolRequest, visitor: Visitor) -> Any:  # noqa: ANN401
    code = Code(visitor.contents.code)
    mailbox = mailboxes.find(school=request.school, code=code)
    return help_for(mailbox.report.road, answers_in(mailbox, queries.for_reporter(mailbox, code)), request.school)

"""The mailbox: in by six words, out by leaving. Read what has happened, read and write messages, throw the words away."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seawall.intake.actions import once, take_message
from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.mailbox import actions, queries
from seawall.mailbox.wording import said
from seawall.reports.visits import Contents
from seawall.web.public import limits
from seawall.web.public.advice import answers_in, help_for
from seawall.web.public.forms import CodeForm, MessageForm
from seawall.web.public.summary import rows_of
from seawall.web.public.visitor import begin, end, see_other, visitor_of, with_code

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.public.visitor import Visitor
    from seawall.web.shared.requests import SchoolRequest


@require_http_methods(["GET", "HEAD", "POST"])
def open_mailbox(request: SchoolRequest) -> HttpResponse:
    """Ask for the six words; right ones open, whatever was tried before."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code: Code = form.cleaned_data["words"]
        if queries.found(school=request.school, code=code):
            opened = Contents(code=code.words, sent=True, code_kept=True)
            return begin(request, opened, see_other("mailbox"))
        return _not_found(request, form, code)
    return render(request, "public/open_mailbox.html", {"form": form}, status=422 if form.is_bound else 200)


def _not_found(request: SchoolRequest, form: CodeForm, code: Code) -> HttpResponse:
    often = limits.too_many_wrong(request, code)
    form.add_error("words", _often() if often else _wrong())
    return render(request, "public/open_mailbox.html", {"form": form, "often": often}, status=429 if often else 422)


def _wrong() -> str:
    return _("We could not find anything for these six words. Look at each word again, and at the order.")


def _often() -> str:
    return _("These words do not open anything here, even after many tries. You can tell us again, and get new words.")


@require_safe
def mailbox(request: SchoolRequest) -> HttpResponse:
    """The mailbox of the code this visit holds; without one, ask for it."""
    found = visitor_of(request)
    if found is None or not found.contents.sent:
        return see_other("open_mailbox")
    return _show(request, found, MessageForm(initial={"once": secrets.token_hex(16)}))


@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def write_message(request: SchoolRequest, visitor: Visitor) -> HttpResponse:
    """A message to the school. The page's own token makes a second press of Send write nothing."""
    if request.method != "POST":
        return see_other("mailbox")
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, visitor, form)
    code = Code(visitor.contents.code)
    box = actions.find(school=request.school, code=code)
    token = once(f"message/{box.pk}/{form.cleaned_data['once'] or secrets.token_hex(16)}", request.school)
    take_message(mailbox=box, code=code, typed=request.POST.get("text", ""), once=token)
    return see_other("mailbox", query="?sent=1")


def _show(request: SchoolRequest, found: Visitor, form: MessageForm) -> HttpResponse:
    code = Code(found.contents.code)
    box = actions.find(school=request.school, code=code)
    conversation = queries.for_reporter(box, code)
    actions.note_visit(mailbox=box)
    answers = {**box.report.coded, **conversation.told}
    context: dict[str, Any] = {
        "form": form,
        "mailbox": box,
        "is_open": box.is_open(clock.now()),
        "messages": conversation.messages,
        "status": [(line.at, said(line.status)) for line in conversation.status],
        "rows": rows_of(box.report.road, answers),
        "help": help_for(box.report.road, answers_in(box, conversation), request.school),
        "just_sent": "sent" in request.GET,
        "words_to_keep": not found.contents.code_kept,
    }
    return render(request, "public/mailbox.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def throw_words_away(request: SchoolRequest, found: Visitor) -> HttpResponse:
    """Ask once more, then throw the code away: it opens nothing any more."""
    if request.method != "POST":
        return render(request, "public/throw_away.html")
    actions.throw_code_away(mailbox=actions.find(school=request.school, code=Code(found.contents.code)))
    return end(request, see_other("words_thrown_away"))


@require_safe
def words_thrown_away(request: SchoolRequest) -> HttpResponse:
    """It is done."""
    return render(request, "public/thrown_away.html")

"""The first pages: where to go, help before any question, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from seawall.guidance.situations import situations
from seawall.reports.questions import BY_KEY
from seawall.reports.rules import Road
from seawall.reports.visits import Contents
from seawall.reports.wording import Voice
from seawall.web.public import path
from seawall.web.public.advice import help_for
from seawall.web.public.visitor import begin, end, see_other, visitor_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import SchoolRequest

_DIGITS: Final = 4


@require_safe
def start(request: SchoolRequest) -> HttpResponse:
    """Danger first; then the doors."""
    return render(request, "public/start.html")


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SchoolRequest) -> HttpResponse:
    """What a child is told before any question."""
    return _first(request, Road.CHILD, Voice.ME, "public/tell.html")


@require_http_methods(["GET", "HEAD", "POST"])
def parents(request: SchoolRequest) -> HttpResponse:
    """What to do in the next ten minutes, how to react, and the way to tell."""
    return _first(request, Road.PARENT, Voice.PARENT, "public/parents.html")


def _first(request: SchoolRequest, road: Road, voice: Voice, template: str) -> HttpResponse:
    """The help page of a road. Its buttons answer the first question and begin the visit."""
    if request.method == "POST" and "again" in request.POST:
        return end(request, see_other(road_page(road)))
    if request.method == "POST":
        return _begin(request, road, voice)
    found = visitor_of(request)
    context = {
        "help": help_for(road, {}, request.school),
        "abouts": BY_KEY["about"].choices_for(voice),
        "under_way": found is not None and not found.contents.sent,
        "words_to_keep": found is not None and found.contents.sent and not found.contents.code_kept,
    }
    return render(request, template, context)


def _begin(request: SchoolRequest, road: Road, voice: Voice) -> HttpResponse:
    chosen = request.POST.get("about", "")
    offered = dict(BY_KEY["about"].choices_for(voice))
    answers: dict[str, Any] = {"about": chosen} if chosen in offered else {}
    answers |= _found(request.POST.get("from", ""))
    first = path.walk(road, answers)[0]
    return begin(request, Contents(road=road.value, answers=answers), see_other("question", first.key))


def _found(number: str) -> dict[str, Any]:
    """What somebody chose in the help finder, as the answer to what happened: it is there already, and can be changed."""
    chosen = situations().get(int(number)) if number.isascii() and number.isdigit() and len(number) < _DIGITS else None
    return {"what": list(chosen.what)} if chosen and chosen.chosen and chosen.what else {}


def road_page(road: Road | str) -> str:
    """The name of a road's help page."""
    return "parents" if Road(road) is Road.PARENT else "tell"


@require_safe
def leave(request: SchoolRequest) -> HttpResponse:
    """Throw everything away and go somewhere harmless.

    Only the browser's copies of pages are asked to be cleared. Its cookies are deleted by name: "cookies" would sign a child
    out of every other site of the school, and "storage" is never used.
    """
    response = end(request, HttpResponseRedirect(request.school.exit_url), settings.SEAWALL_LANGUAGE_COOKIE)
    response["Clear-Site-Data"] = '"cache"'
    return response

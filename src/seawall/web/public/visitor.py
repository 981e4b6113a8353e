"""The visitor behind a request: the key in their cookie, and what their visit holds. Nothing else is known about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from seawall.reports import visits
from seawall.reports.visits import Contents, VisitKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.web.shared.requests import SchoolRequest

type Plain[**P] = Callable[Concatenate[SchoolRequest, P], HttpResponse]
type Visiting[**P] = Callable[Concatenate[Any, Visitor, P], HttpResponse]


@dataclass(frozen=True, slots=True, repr=False)
class Visitor:
    """A visit that is under way."""

    key: VisitKey
    contents: Contents


def key_of(request: SchoolRequest) -> VisitKey | None:
    """The key in the cookie, if there is one of ours."""
    return VisitKey.from_cookie(request.COOKIES.get(settings.SEAWALL_VISIT_COOKIE))


def visitor_of(request: SchoolRequest) -> Visitor | None:
    """Who is visiting; None if nobody, if the hour is over, or if the visit is another school's."""
    key = key_of(request)
    contents = visits.look(school=request.school, key=key)
    return Visitor(key, contents) if key and contents else None


def begin(request: SchoolRequest, contents: Contents, to: HttpResponse) -> HttpResponse:
    """Start a visit in place of the one before, and hand its key to the browser with the response."""
    visits.leave(key=key_of(request))
    key = visits.begin(school=request.school, contents=contents)
    to.set_cookie(settings.SEAWALL_VISIT_COOKIE, key.cookie, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return to


def end(request: SchoolRequest, response: HttpResponse, *more: str) -> HttpResponse:
    """Throw the visit away, here and in the browser, and cookies of `more` names."""
    visits.leave(key=key_of(request))
    for name in (settings.SEAWALL_VISIT_COOKIE, settings.CSRF_COOKIE_NAME, *more):
        response.delete_cookie(name, samesite="Lax")
    return response


def see_other(to: str, *args: str, query: str = "") -> HttpResponse:
    """Send the browser to a page by GET (303), so that going back or loading again sends nothing twice."""
    response = redirect(to, *args)
    response.status_code = 303
    response["Location"] += query
    return response


def writing[**P](view: Visiting[P]) -> Plain[P]:
    """A page for somebody who is telling and has not sent yet."""

    @wraps(view)
    def inside(request: SchoolRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visitor = visitor_of(request)
        if visitor is None:
            return over(request)
        return see_other("six_words") if visitor.contents.sent else view(request, visitor, *args, **kwargs)

    return inside


def with_code[**P](view: Visiting[P]) -> Plain[P]:
    """A page for somebody whose visit holds a code, just made or typed in."""

    @wraps(view)
    def inside(request: SchoolRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visitor = visitor_of(request)
        if visitor is None:
            return over(request)
        return view(request, visitor, *args, **kwargs) if visitor.contents.sent else see_other("check_answers")

    return inside


def over(request: SchoolRequest) -> HttpResponse:
    """No visit: to the start page; or, if there was one, a kind word, and what was typed on the last page to copy."""
    if not request.COOKIES.get(settings.SEAWALL_VISIT_COOKIE):
        return see_other("start")
    typed = [str(text) for key, text in request.POST.items() if key in _WRITTEN and text]
    response = render(request, "public/over.html", {"typed": "\n\n".join(typed)}, status=410)
    return end(request, response)


_WRITTEN = frozenset({"words", "accounts", "when_words", "contact_words", "wish", "name", "child_name", "text"})

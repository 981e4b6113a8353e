"""The pages for what went wrong: a plain sentence, and the way to help, on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.web.shared.middleware import refusal_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be read."""
    del exception
    return refusal_page(request, _("We could not read what your browser sent. Go back and try again."), 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    del exception
    return refusal_page(request, _("You can't do this here."), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    del exception
    return refusal_page(request, _("There is no page at this address."), 404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard against forgery does not match: most often the page was open too long, or cookies are off."""
    del reason
    sentence = _("This page was open for a long time, or your browser does not keep cookies. Go back, load the page again and send it once more.")
    return refusal_page(request, sentence, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return refusal_page(request, _("Something went wrong here, and it is not your fault. Please try again in a minute."), 500)

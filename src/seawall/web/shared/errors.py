"""The pages for what went wrong: a plain sentence, and the way to help, on each."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from seawall.web.shared.middleware import bare_refusal_page, refusal_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


_TRY_AGAIN_AFTER: Final = "30"
"""Seconds."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be read, or is far more than anybody writes."""
    if isinstance(exception, RequestDataTooBig):
        sentence = _("That is more than we can take in one go. Go back, make it shorter and send it again.")
        return bare_refusal_page(request, sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    sentence = _("We could not read what your browser sent. Go back and try again.")
    return bare_refusal_page(request, sentence, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    del exception
    return refusal_page(request, _("You can't do this here."), HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    del exception
    return refusal_page(request, _("There is no page at this address."), HTTPStatus.NOT_FOUND)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard against forgery does not match: most often the page was open too long, or cookies are off."""
    del reason
    sentence = _(
        "This page was open for a long time, or your browser does not keep cookies."
        " Go back, load the page again and send it once more."
    )
    return refusal_page(request, sentence, HTTPStatus.FORBIDDEN)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries in a short time."""
    del exception
    sentence = _("There were too many tries in a short time. Wait five minutes, then try again.")
    return refusal_page(request, sentence, HTTPStatus.TOO_MANY_REQUESTS)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. Django calls it while the error is being handled: a database that is away or full is 503, which passes."""
    sentence = _("Something went wrong here, and it is not your fault. Please try again in a minute.")
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return bare_refusal_page(request, sentence, HTTPStatus.INTERNAL_SERVER_ERROR)
    page = bare_refusal_page(request, sentence, HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = _TRY_AGAIN_AFTER
    return page

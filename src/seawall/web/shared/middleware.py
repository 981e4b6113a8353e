"""Around every page: which school, whose keys, nothing kept by the browser, no file ever read, refusals as pages."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import get_script_name
from django.db.models import Case, F, When
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse, set_script_prefix
from django.utils.translation import gettext as _

from seawall.kit.refusal import Clash, Gone, Refused, RefusedError
from seawall.schools.models import School
from seawall.web.shared import context, given_back, in_use, keys_in_session, one_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

_AT_SCHOOL = re.compile(r"^/at/(?P<slug>[-a-z0-9]{1,40})(?P<rest>/.*)$")
_STATUS = {Refused: HTTPStatus.FORBIDDEN, Gone: HTTPStatus.NOT_FOUND, Clash: HTTPStatus.CONFLICT}
_FORMS_ONLY = {"", "application/x-www-form-urlencoded"}


class Layer:
    """A middleware: it is given the next one, and called with each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)


class NothingKept(Layer):
    """No page is kept: not by the browser, not by a cache on the way, not by a search engine."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that say so, unless the page set its own."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class SchoolOfRequest(Layer):
    """Find the school: by its own host name, by /at/<short name>/ before the path, or because no other can be meant.

    No other: it is the only one on this server, or the only one without a host name of its own.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.school`, or show which schools there are."""
        set_script_prefix(_mounted_at(request))  # what the request before this one left in the thread must not stay
        school = self.find(request)
        if school is None:
            at_the_door = request.path_info == "/"
            schools = School.objects.order_by("name") if at_the_door else []
            told = {"schools": schools, "mounted_at": _mounted_at(request)}
            return render(request, "shared/which_school.html", told, status=200 if at_the_door else 404)
        request.school = school  # type: ignore[attr-defined]
        request.ring = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def find(self, request: HttpRequest) -> School | None:
        """Return the school; take /at/<short name> off the path, so that addresses made for it carry it again. One query."""
        host, match = split_domain_port(request.get_host())[0], _AT_SCHOOL.match(request.path_info)
        slug = match["slug"] if match else ""
        meant = Case(When(host=host, then=0), When(slug=slug, then=1), default=2)
        first, second = [*School.objects.order_by(meant, F("host").asc(nulls_first=True))[:2], None, None][:2]
        if first is None or first.host == host:
            return first
        if match:
            if first.slug != slug:
                return None
            request.path_info = match["rest"]
            set_script_prefix(f"{_mounted_at(request)}at/{first.slug}/")
            return first
        return first if second is None or (first.host is None and second.host is not None) else None


def _mounted_at(request: HttpRequest) -> str:
    return f"{get_script_name(request.META).rstrip('/')}/"


class NoFiles(Layer):
    """Anything that could carry a picture is refused before a byte of it is read (product.md A8)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let plain forms through only, and one file to the one address that takes it."""
        if request.content_type in _FORMS_ONLY or one_file.takes(request):
            return self.get_response(request)
        sentence = _("You can't send a picture or a file here, and you never need to. Go back and tell us in words.")
        return refusal_page(request, sentence, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


class RefuseFiles(FileUploadHandler):
    """The second lock on the same door: were a form with a file ever parsed, it would end there, and nothing be kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """End the reading. Raises TooManyFilesSent, which Django answers with our page for a bad request."""
        del args, kwargs
        raise TooManyFilesSent("no page but one takes a file")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep nothing."""
        del raw_data, start
        return None

    def file_complete(self, file_size: int) -> None:
        """There is no file."""
        del file_size


class RingOfRequest(Layer):
    """Open the keys of who is signed in, if this browser holds the cookie that opens them."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.ring`, unless nothing was pressed for too long (web.shared.in_use)."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            in_use.look(request)
        if settings.SEAWALL_RING_COOKIE in request.COOKIES:
            request.ring = keys_in_session.take_out(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalPages(Layer):
    """Turn the one family of refusals into pages. Views have no try/except."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give a page to a wrong method, too, which Django answers with nothing but a number."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.streaming or response.content:
            return response
        page = refusal_page(
            request, _("This page can't be used like that. Go back and try again."), response.status_code
        )
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a refusal; leave every other error alone."""
        if not isinstance(exception, RefusedError):
            return None
        status = next((code for kind, code in _STATUS.items() if isinstance(exception, kind)), HTTPStatus.FORBIDDEN)
        return refusal_page(request, str(exception.refusal.reason), status, typed=given_back.typed(request))


def refusal_page(request: HttpRequest, sentence: str, status: int, typed: Sequence[str] = ()) -> HttpResponse:
    """Return the page that says why not, and what to do next. Somebody who is signed in gets it on the staff's page.

    They also get what they had `typed` back, to copy.
    """
    user = getattr(request, "user", None)
    told: dict[str, object] = {"sentence": sentence, "base": "shared/public.html"}
    if user is not None and user.is_authenticated:
        told |= {"base": "shared/desk.html", "leave_url": "", "home_url": reverse("home")}
        told |= {"typed": typed, "back_url": given_back.came_from(request)}
    return render(request, "shared/refusal.html", told, status=status)


def bare_refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """Return the same page, made without the database, the session or the person: for when one of these is what broke."""
    told = context.of_request(request) | {"sentence": sentence, "base": "shared/public.html"}
    page = HttpResponse(render_to_string("shared/refusal.html", told), status=status)
    page["Content-Length"] = str(len(page.content))  # what broke may lie before the middleware that says so
    return page

"""Around every page: which school, whose keys, nothing kept by the browser, no file ever read, refusals as pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.urls import set_script_prefix
from django.utils.translation import gettext as _

from seawall.kit.refusal import Clash, Gone, Refused, RefusedError
from seawall.schools.models import School
from seawall.web.shared import keys_in_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_AT_SCHOOL = re.compile(r"^/at/(?P<slug>[-a-z0-9]{1,40})(?P<rest>/.*)$")
_STATUS = {Refused: 403, Gone: 404, Clash: 409}
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
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        return response


class NoFiles(Layer):
    """Anything that could carry a picture is refused before a byte of it is read (product.md A8)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let plain forms through only."""
        if request.content_type in _FORMS_ONLY:
            return self.get_response(request)
        sentence = _("You can't send a picture or a file here, and you never need to. Go back and tell us in words.")
        return refusal_page(request, sentence, 415)


class SchoolOfRequest(Layer):
    """Find the school: by its own host name, by /at/<short name>/ before the path, or because there is only one."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.school`, or show which schools there are."""
        school = self.find(request)
        if school is None:
            schools = School.objects.order_by("name") if request.path_info == "/" else []
            status = 200 if request.path_info == "/" else 404
            return render(request, "shared/which_school.html", {"schools": schools}, status=status)
        request.school = school  # type: ignore[attr-defined]
        request.ring = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def find(self, request: HttpRequest) -> School | None:
        """Return the school; take /at/<short name> off the path, so that every address made for it carries it again."""
        own_host = School.objects.filter(host=request.get_host().partition(":")[0].lower()).select_related("team").first()
        if own_host is not None:
            return own_host
        match = _AT_SCHOOL.match(request.path_info)
        if match:
            school = School.objects.filter(slug=match["slug"]).select_related("team").first()
            if school is not None:
                request.path_info = match["rest"]
                set_script_prefix(f"/at/{school.slug}/")
            return school
        only = list(School.objects.select_related("team").order_by("made_at")[:2])
        return only[0] if len(only) == 1 else None


class RingOfRequest(Layer):
    """Open the keys of who is signed in, if this browser holds the cookie that opens them."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.ring`."""
        if settings.SEAWALL_RING_COOKIE in request.COOKIES:
            request.ring = keys_in_session.take_out(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalPages(Layer):
    """Turn the one family of refusals into pages. Views have no try/except."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a refusal; leave every other error alone."""
        if not isinstance(exception, RefusedError):
            return None
        status = next((code for kind, code in _STATUS.items() if isinstance(exception, kind)), 403)
        return refusal_page(request, str(exception.refusal.reason), status)


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """Return the page that says why not, and what to do next."""
    return render(request, "shared/refusal.html", {"sentence": sentence, "status": status}, status=status)

"""The language of a public page: chosen on the page itself, kept in a cookie that ends with the browser, gone on leaving.

What the browser says of itself (Accept-Language) is not asked: a draft is shown only to who chose it. A sentence that the draft
lacks is in English and says so (ADR 0023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils import translation

from seawall.kit.fallback import mark, marking, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_PUBLIC: Final = "seawall.web.public"
ENGLISH: Final = "en-gb"


class ChosenLanguage:
    """A middleware: the desks are in English, a public page in what was chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Begin in English, whatever the request before left in the thread."""
        translation.activate(ENGLISH)
        try:
            with marking(on=False):
                response = self.get_response(request)
                return response if translation.get_language() == ENGLISH else _spoken(response)
        finally:
            translation.activate(ENGLISH)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_rest: object) -> None:
        """Turn to the chosen language once it is known that the page is public."""
        chosen = request.COOKIES.get(settings.SEAWALL_LANGUAGE_COOKIE)
        if chosen in dict(settings.LANGUAGES) and view.__module__.startswith(_PUBLIC):
            translation.activate(chosen)
            mark()


def _spoken(response: HttpResponse) -> HttpResponse:
    """The page with the language of every sentence that is not in its own."""
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        response.content = spoken(response.content.decode(), rtl=translation.get_language_bidi())
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
    return response

"""What somebody typed into a form that was refused, for the page that says so: nothing they wrote is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest

TYPED: Final = (
    *("title", "text", "reason", "name", "detail", "reference"),
    *("helps", "does", "wishes", "said", "own_words", "agreed"),
    *("shown", "room", "leader_name", "helper_name"),
)
"""Inputs of the desk into which words are typed, as are all that end in `_words`; none of them is ever a password or a code."""


def typed(request: HttpRequest) -> list[str]:
    """Return the words that were sent, as they were typed. What was not read before is not read for this."""
    if request.content_type == "multipart/form-data" and not hasattr(request, "_post"):
        return []
    return [text for name, sent in request.POST.items() if _is_typed(name) and (text := str(sent).strip())]


def _is_typed(name: str) -> bool:
    return name in TYPED or name.endswith("_words")


def came_from(request: HttpRequest) -> str:
    """Return the path of our own page that the form was on; nothing if the browser does not say."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(referer).path

"""What every template knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.http import HttpRequest


def of_request(request: HttpRequest) -> dict[str, Any]:
    """Give every template the school (None before one is found), its name, and whether this is the demonstration.

    `leave_url` is there on the pages of the public desk and on error pages for nobody in particular: they carry
    "Exit this page".
    """
    school = getattr(request, "school", None)
    return {
        "school": school,
        "school_name": school.name if school else "Seawall",
        "home_url": _reverse("start") or "/",
        "leave_url": _reverse("leave") if school and _is_public(request) else "",
        "demo": settings.SEAWALL_DEMO,
    }


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.func.__module__.startswith("seawall.web.public")


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

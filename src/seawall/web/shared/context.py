"""What every template knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from seawall.govuk.parts import Link
from seawall.guidance.rules.advice import UK
from seawall.notices.rules import may_be_noticed
from seawall.web.shared import brand, navigation

if TYPE_CHECKING:
    from django.http import HttpRequest


def of_request(request: HttpRequest) -> dict[str, Any]:
    """Give every template the school (None before one is found), its name, and whether this is the demonstration.

    `leave_url` is there on the pages of the public desk and on error pages for nobody in particular: they carry
    "Exit this page". Nothing here asks the database, so the page for a broken database can use it.
    """
    school = getattr(request, "school", None)
    return {
        "school": school,
        "school_name": school.name if school else "Seawall",
        "home_url": _reverse("start") or "/",
        "leave_url": _reverse("leave") if school and _is_public(request) else "",
        "brand_url": brand.address(school) if school else "",
        "account_links": lambda: _account_links(request),
        "desk_links": lambda: navigation.links(request),
        "demo": settings.SEAWALL_DEMO,
        "calls_999": school is None or school.nation in UK,
    }


def _account_links(request: HttpRequest) -> list[Link]:
    """What everybody who is signed in finds at the foot of a desk's page."""
    if not request.user.is_authenticated:
        return []
    links = [
        Link(_("How you sign in"), reverse("mfa_index")),
        Link(_("Change your password"), reverse("change_password")),
        Link(_("Where you are signed in"), reverse("sign_ins")),
    ]
    return [*links, Link(_("How to reach me"), reverse("reach"))] if _gets_notices(request) else links


def _gets_notices(request: HttpRequest) -> bool:
    return may_be_noticed(getattr(request.user, "role", "")) is None


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.func.__module__.startswith("seawall.web.public")


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

"""`{% load calls %}{% in_danger as calls %}`: the numbers of the school's nation for somebody in danger, where known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django import template

from seawall.guidance.layer import layer_of
from seawall.guidance.rules.advice import UK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from seawall.guidance.routes import Route
    from seawall.schools.models import School

register = template.Library()
_KEPT: Final = "calls_in_danger"

TALK: Final = ("childline", "ispcc_childline", "kids_help_phone", "kids_helpline_au", "lifeline_988", "need_to_talk")
"""Helplines that a child is shown beside the emergency number, the first that the nation has."""


@dataclass(frozen=True, slots=True)
class Calls:
    """`phone` is empty where nobody knows the emergency number yet; `also` reaches the same; `talk` is a helpline for a child."""

    phone: str
    also: str
    talk: Route | None
    checked_on: date | None = None
    """When somebody last looked at the oldest of them."""


@register.simple_tag(takes_context=True)
def in_danger(context: dict[str, Any]) -> Calls:
    """The numbers, as the school's office confirmed or corrected them. One query a page, however often it is asked."""
    request = context["request"]
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, calls_for(request.school))
    return cast("Calls", getattr(request, _KEPT))


@register.simple_tag(takes_context=True)
def numbers_checked_on(context: dict[str, Any]) -> date | None:
    """When somebody last looked at the numbers on this page; None where the page shows none."""
    calls: Calls | None = getattr(context["request"], _KEPT, None)
    return calls.checked_on if calls else None


def calls_for(school: School) -> Calls:
    """The numbers of a school, as its office confirmed or corrected them. One query."""
    there = layer_of(school).routes()
    emergency = next((route for route in there.values() if route.emergency), None)
    talk = _talk(there)
    looked = min((route.checked_on for route in (emergency, talk) if route), default=None)
    return Calls(emergency.phone if emergency else "", "112" if school.nation in UK else "", talk, looked)


def _talk(there: Mapping[str, Route]) -> Route | None:
    return next((there[key] for key in TALK if key in there and there[key].phone), None)

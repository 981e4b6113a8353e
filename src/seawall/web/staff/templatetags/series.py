"""Words for series, and for what is nearly the same: `{% load series %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from seawall.links import wording as links
from seawall.series import wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from seawall.links.finer import Near, Phrase

register = template.Library()


@register.filter
def series_act(kind: str) -> StrOrPromise:
    """What was done with a series."""
    return wording.DONE[kind]


@register.filter
def near_reason(near: Near) -> str:
    """Why two identifiers are nearly the same."""
    return links.near_reason(near)


@register.filter
def phrase_reason(phrase: Phrase, compared: int) -> str:
    """Which words two reports share."""
    return links.phrase_reason(phrase, compared)

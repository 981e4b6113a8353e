"""Words of what is kept how long, for both desks: `{% load keeping %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from seawall.govuk.templatetags.govuk import tag
from seawall.retention import wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


@register.inclusion_tag("govuk/tag.html")
def shredding_tag(state: str) -> dict[str, Any]:
    """Where a proposal is."""
    name, colour = wording.STATES[state]
    return tag(name, colour)


@register.filter
def kept_kind(value: str) -> StrOrPromise:
    """What a case is about, as far as keeping goes."""
    return wording.KINDS[value]


@register.filter
def kept_from(value: str) -> StrOrPromise:
    """From when years count."""
    return wording.COUNTED[value]


@register.filter
def kept_state(value: str) -> StrOrPromise:
    """Where a case of a proposal is."""
    return wording.ITEM_STATES[value]


@register.filter
def how_sure(value: str) -> StrOrPromise:
    """How sure a fact is."""
    return wording.CONFIDENCE[value]

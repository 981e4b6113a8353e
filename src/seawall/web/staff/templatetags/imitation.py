"""Words for accounts that may be built from a pupil's name: `{% load imitation %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from seawall.govuk.templatetags.govuk import tag
from seawall.takedowns.wording import REASONS, STRENGTHS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from seawall.links.rules.imitation import Possible

register = template.Library()


@register.filter
def built_from(why: Possible) -> list[StrOrPromise]:
    """Why an account may be built from a pupil's name, in words."""
    return [REASONS[reason] for reason in why.reasons]


@register.inclusion_tag("govuk/tag.html")
def hint_tag(why: Possible) -> dict[str, Any]:
    """How strong the hint is, as a tag."""
    name, colour = STRENGTHS[why.strength]
    return tag(name, colour)

"""Words for the pages of series: `{% load series %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from seawall.series import wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


@register.filter
def series_act(kind: str) -> StrOrPromise:
    """What was done with a series."""
    return wording.DONE[kind]

"""Numbers for charts drawn in templates."""

from __future__ import annotations

from typing import Final

from django import template

register = template.Library()
HEIGHT: Final = 100
"""Units of the tallest bar."""


@register.filter
def times(number: int, factor: int) -> int:
    """A number multiplied."""
    return number * factor


@register.filter
def rise(count: int, tallest: int) -> int:
    """How high a bar is."""
    return max(1, round(HEIGHT * count / tallest))


@register.filter
def drop(count: int, tallest: int) -> int:
    """How far from the top a bar begins."""
    return HEIGHT + 2 - rise(count, tallest)

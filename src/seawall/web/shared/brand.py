"""The school's own colour, as a style sheet of two lines, because pages allow no style that is written into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from seawall.schools.models import School
    from seawall.web.shared.requests import SchoolRequest

_COLOUR = re.compile(r"^#[0-9a-f]{6}$")
READABLE: Final = 4.5
"""The contrast that text of any size needs (WCAG 2.2, 1.4.3)."""


@require_safe
def style_sheet(request: SchoolRequest) -> HttpResponse:
    """The colour that the other style sheets take up (`--seawall-brand`)."""
    colour = readable(request.school.colour)
    css = f":root{{--seawall-brand:{colour}}}\n" if colour else ""
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "private, max-age=600"})


def address(school: School) -> str:
    """Return where the style sheet is, or nothing for a school that has no colour of its own."""
    return f"{reverse('brand')}?{school.colour[1:].lower()}" if school.colour else ""


def readable(colour: str) -> str:
    """Return the colour, darkened as far as white text on it needs; nothing for what is no colour (#rrggbb)."""
    colour = colour.lower()
    if not _COLOUR.match(colour):
        return ""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    while contrast_with_white(parts) < READABLE:
        parts = [part * 24 // 25 for part in parts]
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast_with_white(parts: list[int]) -> float:
    """Return the contrast of a colour (red, green, blue, each 0 to 255) with white: 1 to 21 (WCAG's formula)."""
    red, green, blue = (_linear(part / 255) for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    dark = 0.04045
    return part / 12.92 if part <= dark else ((part + 0.055) / 1.055) ** 2.4

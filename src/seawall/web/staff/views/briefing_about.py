"""What a briefing comes from, as its page names it to whoever may open that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from seawall.briefings.queries import About
    from seawall.web.shared.requests import LeadRequest


@dataclass(frozen=True, slots=True)
class Named:
    """A link to a case or a series, by its reference."""

    url: str
    text: str


def named(request: LeadRequest, about: About | None) -> Named | None:
    """Return the link; None if there is nothing to link to for this person."""
    del request
    if about is None:
        return None
    if about.series is not None:
        text = _("Series %(reference)s") % {"reference": about.series.reference}
        return Named(reverse("series", args=[about.series.pk]), text)
    if about.case is not None:
        text = _("Case %(reference)s") % {"reference": about.case.reference}
        return Named(reverse("case", args=[about.case.pk]), text)
    return None

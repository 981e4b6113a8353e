"""Briefings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.briefings.rules.states import AbsentState, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES: Final[dict[str, tuple[StrOrPromise, str]]] = {
    State.DRAFT: (gettext_lazy("Being planned"), "grey"),
    State.PLANNED: (gettext_lazy("Planned"), "blue"),
    State.HELD: (gettext_lazy("Held"), "turquoise"),
    State.FOLLOWED_UP: (gettext_lazy("Followed up"), "green"),
    State.CALLED_OFF: (gettext_lazy("Called off"), "red"),
}
"""A briefing's states: the name and the colour of its tag."""

ABSENT: Final[dict[str, tuple[StrOrPromise, str]]] = {
    AbsentState.TO_TELL: (gettext_lazy("To be told"), "yellow"),
    AbsentState.TOLD: (gettext_lazy("Told"), "green"),
    AbsentState.NOT_NEEDED: (gettext_lazy("Need not be told"), "grey"),
}
"""A pupil who was absent: the same."""


def year_name(year: str) -> str:
    """Return a year group as the desk's pages say it."""
    named = {"R": _("Reception"), "N": _("Nursery")}
    return _("Year %(year)s") % {"year": year} if year.isdecimal() else named.get(year, year)

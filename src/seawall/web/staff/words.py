"""The desk's own short words: levels, kinds, states. Those of cases are in cases.wording, of answers in reports.wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seawall.cases.wording import OUTCOMES, PARTS
from seawall.evidence.rules import State as BundleState
from seawall.guidance.rules.danger import Level
from seawall.reports.rules import Channel, Contact, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["CHANNELS", "KINDS", "LEVELS", "OUTCOMES", "PARTS", "STATES", "level_name"]

type Words = dict[str, StrOrPromise]

LEVELS: Final[dict[Level, tuple[StrOrPromise, str, StrOrPromise]]] = {
    Level.IMMEDIATE: (pgettext_lazy("danger", "Immediate"), "red", _("first contact at once")),
    Level.URGENT: (pgettext_lazy("danger", "Urgent"), "orange", _("first contact within 1 hour")),
    Level.SOON: (pgettext_lazy("danger", "Soon"), "yellow", _("first contact within 4 school hours")),
    Level.ROUTINE: (pgettext_lazy("danger", "Routine"), "grey", _("first contact by the next school day")),
}
"""Each level's name, the colour of its tag, and what is promised (guidance.rules.danger_table)."""

KINDS: Final[Words] = {
    "stranger": _("Stranger in contact"),
    "asked": _("Asked for a picture"),
    "sent": _("Picture or video sent or recorded"),
    "threats": _("Threats or blackmail"),
    "money": _("Money or gift cards"),
    "fake_account": _("Fake account"),
    "passed_on": _("Picture passed on"),
    "other": _("Something else"),
}

CHANNELS: Final[Words] = {
    Channel.PAGE: _("on the page"),
    Channel.STAFF: _("recorded by staff"),
    Channel.MAIL: _("by e-mail"),
    Channel.PHONE: _("by phone"),
}

STATES: Final[Words] = {
    State.NEW: _("Not read yet"),
    State.READ: _("Read"),
    State.IN_CASE: _("In a case"),
    State.JUNK: _("Set aside as junk"),
}

CONTACTS: Final[Words] = {
    Contact.REPLY: _("by a reply"),
    Contact.PHONE: _("by phone"),
    Contact.TALK: _("face to face"),
    Contact.OTHER: _("in another way"),
}
"""How whoever told was reached the first time."""

BUNDLE_STATES: Final[dict[str, tuple[StrOrPromise, str]]] = {
    BundleState.MAKING: (_("Not finished"), "yellow"),
    BundleState.READY: (_("Ready"), "green"),
    BundleState.TAKEN: (_("Downloaded"), "grey"),
    BundleState.OVER: (_("Not downloaded in time"), "grey"),
}
"""An evidence bundle's states, and the colours of their tags."""


def level_name(level: Level | int) -> StrOrPromise:
    """Return a level's name."""
    return LEVELS[Level(level)][0]

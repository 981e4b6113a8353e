"""Words for how long something is kept and where a proposal is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.retention.rules import From, ItemState, Kind, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

KINDS: Final[Mapping[str, StrOrPromise]] = {
    Kind.ABUSE: _("Abuse: a picture asked for or sent, threats, money"),
    Kind.CONCERN: _("Another concern"),
}
COUNTED: Final[Mapping[str, StrOrPromise]] = {
    From.BIRTH: _("from the year the youngest child was born"),
    From.CLOSING: _("from the year the case was closed"),
}
STATES: Final[Mapping[str, tuple[StrOrPromise, str]]] = {
    State.PROPOSED: (_("Waits for a second person"), "yellow"),
    State.APPROVED: (_("Approved, not carried out yet"), "orange"),
    State.REFUSED: (_("Refused"), "grey"),
    State.WITHDRAWN: (_("Taken back"), "grey"),
    State.DONE: (_("Done"), "green"),
}
ITEM_STATES: Final[Mapping[str, StrOrPromise]] = {
    ItemState.WAITING: _("is still there"),
    ItemState.KEY_GONE: _("its keys are destroyed, its rows go next"),
    ItemState.GONE: _("shredded"),
    ItemState.KEPT: _("stayed"),
}
CONFIDENCE: Final[Mapping[str, StrOrPromise]] = {
    "R": _("Read on the publisher’s own page"),
    "S": _("Read in somebody else’s summary: look it up"),
    "M": _("From general knowledge: look it up"),
}

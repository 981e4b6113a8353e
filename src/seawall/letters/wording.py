"""Letters in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.letters.rules.states import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES: Final[dict[str, tuple[StrOrPromise, str]]] = {
    State.DRAFT: (_("Draft"), "grey"),
    State.ASKED: (_("Being read"), "yellow"),
    State.APPROVED: (_("Approved"), "turquoise"),
    State.MAKING: (_("Being made"), "blue"),
    State.READY: (_("Made, not sent"), "turquoise"),
    State.SENDING: (_("Being sent"), "blue"),
    State.SENT: (_("Sent"), "green"),
    State.RECALLED: (_("Recalled"), "red"),
    State.DROPPED: (_("Thrown away"), "grey"),
}
"""A letter's states: the name and the colour of its tag."""

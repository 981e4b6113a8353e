"""A referral in words: whom, how, where it is, and what is asked of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.cases.wording import AGENCIES, HOWS
from seawall.referrals.rules import Agency, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["AGENCIES", "ASKS", "HOWS", "STATES"]

STATES: Final[dict[str, tuple[StrOrPromise, str]]] = {
    State.DRAFTED: (_("Not made yet"), "orange"),
    State.MADE: (_("Waits for an answer"), "blue"),
    State.ANSWERED: (_("Answered"), "green"),
    State.CLOSED: (_("Finished"), "grey"),
    State.WITHDRAWN: (_("Withdrawn, not made"), "grey"),
}
"""Each state's name and the colour of its tag."""

ASKS: Final[dict[str, tuple[StrOrPromise, ...]]] = {
    Agency.POLICE: (
        _("The crime or incident number, and the name and number of whoever deals with it."),
        _("What you will do next, and by when."),
        _("What should be kept, and whether anything may be deleted or taken down yet."),
        _("Whether we may tell the child and the parents, and what."),
    ),
    Agency.CEOP: (
        _("Your reference, and the name of whoever deals with it."),
        _("What you will do next, and by when."),
        _("What should be kept, and whether anything may be deleted or taken down yet."),
    ),
    Agency.SOCIAL_CARE: (
        _("Your reference, and the name and number of whoever deals with it."),
        _("What you decide, and by when we will hear it."),
        _("Who speaks with the child and the parents, and when."),
    ),
    Agency.LADO: (
        _("Your reference, and whether the concern meets the harm threshold."),
        _("What we may say to the member of staff, and when."),
        _("Whether the police or children's social care should be told, and who tells them."),
    ),
    Agency.OTHER: (_("Your reference, and the name of whoever deals with it."), _("What you will do, and by when.")),
}
"""What the school asks of each. Our own list, from what the guidance has a referral record (guidance reference 2)."""

"""What has happened so far, in the reporter's words: the mailbox shows it, and the desk shows what the reporter will read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.mailbox.rules import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAID: Final[dict[Status, StrOrPromise]] = {
    Status.RECEIVED: _("What you told us has arrived."),
    Status.READ: _("A safeguarding lead has read it."),
    Status.WORKING: _("We are working on it."),
    Status.TOLD_POLICE: _("We told the police."),
    Status.TOLD_CEOP: _("We told CEOP, the police team that protects children online."),
    Status.TOLD_SOCIAL_CARE: _("We told children's social care, whose job is to keep children safe."),
    Status.TOLD_PARENTS: _("We talked with a parent or carer."),
    Status.ACCOUNT_REPORTED: _("We asked the app to take the fake account down."),
    Status.ACCOUNT_GONE: _("The fake account is gone."),
    Status.CLOSED: _("We have finished our work on this. You can still read and write here for 30 days."),
}


def said(status: str) -> StrOrPromise:
    """Return one line of what has happened so far, as the reporter reads it."""
    return SAID[Status(status)]

"""What has happened so far, in the reporter's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.mailbox.rules import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SAID: Final[dict[Status, StrOrPromise]] = {
    Status.RECEIVED: _("We got what you told us."),
    Status.READ: _("A safeguarding lead has read it."),
    Status.WORKING: _("We are working on it."),
    Status.TOLD_POLICE: _("We told the police."),
    Status.TOLD_CEOP: _("We told CEOP, the police team that keeps children safe online."),
    Status.TOLD_SOCIAL_CARE: _("We told children’s social care. They help to keep children safe."),
    Status.TOLD_PARENTS: _("A parent or carer knows about it now."),
    Status.ACCOUNT_REPORTED: _("The fake account was reported to the app."),
    Status.ACCOUNT_GONE: _("The fake account is gone."),
    Status.CLOSED: _("Our work on this is finished. You can read this for 30 more days."),
}


def status_text(status: Status) -> StrOrPromise:
    """Return a status line as the reporter reads it."""
    return _SAID[status]

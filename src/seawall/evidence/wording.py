"""The words that stand in a bundle. They are read by the police, in a court, and perhaps by the child one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.cases.wording import OUTCOMES, PARTS
from seawall.evidence.rules import Kind, Receiver
from seawall.reports.rules import Channel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["AS_TOLD", "CHANNELS", "KINDS", "NOT_THE_SENDER", "OUTCOMES", "PARTS", "RECEIVERS"]

type Words = dict[str, StrOrPromise]

CHANNELS: Final[Words] = {
    Channel.PAGE: _("The school's page"),
    Channel.STAFF: _("Recorded by a member of staff"),
    Channel.MAIL: _("E-mail"),
    Channel.PHONE: _("Telephone"),
}

KINDS: Final[Words] = {
    Kind.LINK: _("Link"),
    Kind.EMAIL: _("E-mail address"),
    Kind.PHONE: _("Telephone number"),
    Kind.ACCOUNT: _("Account name, or words about one"),
}

RECEIVERS: Final[Words] = {
    Receiver.POLICE: _("The police"),
    Receiver.CEOP: _("CEOP"),
    Receiver.SOCIAL_CARE: _("Children's social care"),
    Receiver.LADO: _("The local authority designated officer (LADO)"),
    Receiver.OTHER: _("Somebody else"),
}

NOT_THE_SENDER: Final = _(
    "A pupil marked “not the sender” had their name or pictures used by somebody else. They did not send anything and are "
    "not at fault."
)
AS_TOLD: Final = _(
    "Words are given exactly as they were told or written; “chosen from a list” marks what somebody ticked. This record holds "
    "no picture or video."
)

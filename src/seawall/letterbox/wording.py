"""What mails to families say. Nothing of what was told stands in any of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from seawall.kit.codes import Code
    from seawall.schools.models import School


class Sort(StrEnum):
    """Why a mail goes out."""

    GOT_IT = "got_it"
    LINK = "link"
    PLAIN = "plain"
    INVITE = "invite"


def subject(school: School) -> str:
    """The subject of every mail: harmless on a locked screen."""
    return _("Your message to %(school)s") % {"school": school.name}


def invitation(school: School, address: str) -> tuple[str, str]:
    """Subject and words of the mail with somebody's link to join: what the school is called, and no more."""
    lines = [
        _("You are invited to sign in at %(school)s: %(address)s") % {"school": school.name, "address": address},
        _("The link works once, for seven days. Nobody else may have it. You choose your own password."),
        _("If you did not expect this, leave it and tell the school's office."),
    ]
    return _("Signing in at %(school)s") % {"school": school.name}, "\n\n".join(lines)


def got_it(school: School, *, hours: str, site: str, code: Code) -> str:
    """The answer that goes out at once: what is known to be true, what helps now, and the way back."""
    lines = [
        _("Thank you for writing to us. Your message arrived. A person will read it."),
        hours,
        _("If somebody is in danger now, ring 999. Please do not wait for us."),
        _("A child can talk to Childline on 0800 1111. It is free, day and night."),
        _("What helps now: stay calm and stop answering the person. Do not pay. Do not delete anything yet."),
        _("Please do not send us any picture or video, and do not pass one on. We never need to see it."),
        way_back(site, code),
        _(
            "Whoever can read this inbox can use these words. If that is not safe, write them down and delete this message."
        ),
        _("This was sent by a machine, once a day at most. You can answer it: a person reads the answer."),
    ]
    if school.phone:
        lines.insert(2, _("You can also ring the school: %(phone)s.") % {"phone": school.phone})
    return "\n\n".join(line for line in lines if line)


def way_back(site: str, code: Code) -> str:
    """Where the answer will be, and the six words that open it."""
    words = " ".join(code.words)
    where = f"{site}/mailbox/open" if site else _("the school’s safeguarding page, under “I have a code”")
    return _("You can read our answer and write more here: %(where)s\n\nYour six words are: %(words)s") % {
        "where": where,
        "words": words,
    }


def link(site: str, code: Code | None) -> str:
    """There is an answer; where it can be read. The answer itself is not in the mail."""
    where = f"{site}/mailbox/open" if site else _("the school’s safeguarding page, under “I have a code”")
    lines = [_("There is an answer for you.")]
    if code is None:
        lines.append(_("You can read it here: %(where)s") % {"where": where})
        lines.append(_("You need the six words from our first message."))
    else:
        lines.append(way_back(site, code))
        lines.append(_("Six words that you had before do not work any more."))
    lines.append(_("If somebody is in danger now, ring 999."))
    return "\n\n".join(lines)

"""What notices say: one fixed text a kind, harmless on a locked screen. No name, no level, nothing of a child, no link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from seawall.notices.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.URGENT: (gettext_noop("Please sign in now"), gettext_noop("Something urgent waits. Please sign in now.")),
    Kind.NEW: (gettext_noop("Please sign in"), gettext_noop("Something new waits. Please sign in when you are on.")),
    Kind.LATE: (
        gettext_noop("Please sign in"),
        gettext_noop("Something has waited longer than promised. Please sign in."),
    ),
    Kind.HEAD_URGENT: (
        gettext_noop("Please ring your team now"),
        gettext_noop(
            "Something urgent has waited longer than promised. Please ring the safeguarding team now. You see how many wait "
            "when you sign in."
        ),
    ),
    Kind.HEAD_LATE: (
        gettext_noop("Please ask your team"),
        gettext_noop(
            "Something has waited longer than promised. Please ask the safeguarding team. You see how many wait when you "
            "sign in."
        ),
    ),
    Kind.OPENING: (
        gettext_noop("Please sign in"),
        gettext_noop("Unusually much was opened in a short time. Please sign in and look at your overview."),
    ),
    Kind.SHEET: (
        gettext_noop("Please sign in"),
        gettext_noop("Your team asks for your signature. Please sign in and read what they wrote."),
    ),
    Kind.ANSWER: (
        gettext_noop("Please sign in"),
        gettext_noop("Somebody has answered what you asked them. Please sign in and read it."),
    ),
    Kind.LETTER: (
        gettext_noop("Please sign in"),
        gettext_noop("A letter waits for your second pair of eyes. Please sign in and read it."),
    ),
    Kind.LETTER_BACK: (
        gettext_noop("Please sign in"),
        gettext_noop("Somebody has read your letter: it was approved, or sent back. Please sign in and look."),
    ),
    Kind.LETTER_FAILED: (
        gettext_noop("Please sign in"),
        gettext_noop("Some copies of a letter could not be made or delivered. Please sign in and look."),
    ),
    Kind.TEST: (
        gettext_noop("This is a test"),
        gettext_noop("This is a test. Notices reach you. You need do nothing."),
    ),
}
_END: Final = gettext_noop("There is no link in this message, on purpose: sign in the way you always do.")


@dataclass(frozen=True, slots=True)
class Text:
    """A notice as it is sent."""

    subject: str
    body: str


def text_of(kind: Kind, *, school_name: str, language: str) -> Text:
    """Return what a notice says, in the school's language. The school's public name is all that is put in."""
    subject, body = _TEXTS[kind]
    with override(language):
        return Text(f"{_(subject)} ({school_name})", f"{_(body)}\n\n{_(_END)}")

"""What notices say: one fixed text a kind, harmless on a locked screen. No name, no level, nothing of a child, no link.

The digest of the day is the one that holds more, for those who asked for it: how many of what, and nothing of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from seawall.notices.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

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
    Kind.DIGEST: (
        gettext_noop("Your day"),
        gettext_noop("These are numbers only. What they stand for is shown when you sign in."),
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
_COUNTED: Final[Mapping[str, str]] = {
    "waiting_immediate": gettext_noop("Waiting, at once: %(n)s"),
    "waiting_urgent": gettext_noop("Waiting, urgent: %(n)s"),
    "waiting_soon": gettext_noop("Waiting, soon: %(n)s"),
    "waiting_routine": gettext_noop("Waiting, routine: %(n)s"),
    "messages": gettext_noop("New messages: %(n)s"),
    "late": gettext_noop("Not reached in time: %(n)s"),
    "tasks": gettext_noop("Tasks, for today or late: %(n)s"),
    "check_ins": gettext_noop("Check-ins, for today or missed: %(n)s"),
    "chase": gettext_noop("To chase: %(n)s"),
}
"""What a digest counts, in this order. Nothing is said of what there is none of."""
_NOTHING: Final = gettext_noop(
    "Nothing waits for you. You get this on each day you chose: if it stays out, something is broken."
)
_END: Final = gettext_noop("There is no link in this message, on purpose: sign in the way you always do.")


@dataclass(frozen=True, slots=True)
class Text:
    """A notice as it is sent."""

    subject: str
    body: str


def text_of(
    kind: Kind, *, school_name: str, language: str, numbers: Mapping[str, int] | None = None, at: datetime | None = None
) -> Text:
    """Return what a notice says, in the school's language, with its public name; a digest with its counts and their time."""
    subject, body = _TEXTS[kind]
    with override(language):
        said = _(body)
        if kind is Kind.DIGEST:
            said = "\n".join(_counted(numbers or {}, at))
        return Text(f"{_(subject)} ({school_name})", f"{said}\n\n{_(_END)}")


def _counted(numbers: Mapping[str, int], at: datetime | None) -> list[str]:
    lines = [_(said) % {"n": numbers[key]} for key, said in _COUNTED.items() if numbers.get(key)]
    when = [_("As it was at %(time)s.") % {"time": f"{localtime(at):%H:%M}"}] if at else []
    return [*lines, "", *when, _(_TEXTS[Kind.DIGEST][1])] if lines else [_(_NOTHING), *when]

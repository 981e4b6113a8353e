"""The desk's own short words: levels, kinds, states. Those of cases are in cases.wording, of answers in reports.wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seawall.cases.wording import OUTCOMES, PARTS
from seawall.evidence.rules import State as BundleState
from seawall.guidance.rules.danger import Level
from seawall.reports.queries import told_by
from seawall.reports.rules import Channel, Contact, State
from seawall.support.rules import TaskState, Way

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from seawall.reports.models import Report

__all__ = ["CHANNELS", "KINDS", "LEVELS", "OUTCOMES", "PARTS", "STATES", "WAYS", "level_name", "whose"]

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
WAYS: Final[Words] = {
    Way.PHONE: _("By phone"),
    Way.IN_PERSON: _("In person"),
    Way.VIDEO: _("By video call"),
    Way.WRITING: _("In writing"),
}

TASKS: Final[dict[str, tuple[StrOrPromise, str]]] = {
    "late": (_("Overdue"), "red"),
    TaskState.OPEN: (_("Open"), "blue"),
    TaskState.DONE: (_("Done"), "green"),
    TaskState.DROPPED: (_("Dropped"), "grey"),
}
"""What a task's tag says, and its colour."""

LOOKED: Final[Words] = {
    "report.opened": _("Report"),
    "case.printed": _("Printed"),
    "case.exported": _("Exported"),
}
"""Looking that is not the opening of a page of a case, by its verb in the journal."""

CASE_PAGES: Final[Words] = {
    "case": _("Case"),
    "chronology": _("Chronology"),
    "chronology_print": _("Chronology, to print"),
    "chronology_pdf": _("Chronology, as a PDF"),
    "plan": _("Plan and tasks"),
    "child": _("A child's plan and check-ins"),
    "check_in": _("A check-in"),
    "task": _("A task"),
    "parents": _("Parents"),
    "not_tell": _("A decision not to tell a parent"),
    "not_told": _("A decision not to tell a parent"),
    "looked": _("Who looked"),
    "accounts": _("Fake accounts"),
    "account": _("A fake account"),
    "account_pack": _("Steps for a fake account"),
    "evidence": _("Evidence bundles"),
    "series": _("Series"),
    "referrals": _("Referrals"),
    "referral": _("A referral"),
    "referral_text": _("Words for a referral"),
    "decision": _("Decision"),
    "decision_version": _("An earlier version of the review"),
    "decision_form": _("A form around the decision"),
}
"""Pages of a case as they stand in the journal; one that is not here is shown by its own name."""


def whose(report: Report) -> str:
    """Say whose a report is, in a list: who told, and its reference."""
    return f"{told_by(report)} ({report.reference})"


def level_name(level: Level | int) -> StrOrPromise:
    """Return a level's name."""
    return LEVELS[Level(level)][0]

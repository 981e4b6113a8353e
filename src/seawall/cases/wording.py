"""A case in words: parts, outcomes, and what each line of a chronology says. Rooms above add their kinds of line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.cases.rules import Kind, Outcome, Part
from seawall.mailbox import wording as mailbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from seawall.schools.models import Person

type Words = dict[str, StrOrPromise]

PARTS: Final[Words] = {
    Part.AFFECTED: _("Affected child"),
    Part.IMPERSONATED: _("Impersonated: not the sender"),
    Part.TOLD_US: _("Told us"),
    Part.RECEIVED: _("Received it"),
}
"""What part somebody has. None of them blames a child (product.md B3)."""

OUTCOMES: Final[Words] = {
    Outcome.REFERRED: _("Referred to the police or social care"),
    Outcome.SUPPORTED: _("Supported in school"),
    Outcome.PASSED_ON: _("Passed on to another school or service"),
    Outcome.NO_CONCERN: _("Looked into, no concern found"),
}

FORMS: Final[Words] = {
    "viewing": _("Looking at a picture, the exception"),
    "seizure": _("A device for the police"),
    "deletion": _("Asking a child to delete"),
}
"""The forms around a decision."""

LINES: Final[dict[Kind, StrOrPromise]] = {
    Kind.NOTED: _("Note"),
    Kind.CORRECTED: _("Correction of line %(of)s"),
    Kind.STARTED: _("Made a case"),
    Kind.REPORT_ADDED: _("Report %(report)s came in (%(channel)s), and is in this case"),
    Kind.REPORT_TAKEN_OUT: _("Took report %(report)s out of the case"),
    Kind.PERSON_ADDED: _("Added somebody: %(part)s"),
    Kind.PART_CHANGED: _("Changed somebody's part: %(part)s"),
    Kind.ASSIGNED: _("Gave the case to %(to)s"),
    Kind.DANGER_SET: _("Set the danger: %(level)s"),
    Kind.REPLIED: _("Wrote to the reporter of %(report)s"),
    Kind.REPORTER_TOLD: _("Told the reporter of %(report)s: “%(status)s”"),
    Kind.CLOSED: _("Closed the case: %(outcome)s"),
    Kind.REOPENED: _("Opened the case again"),
    Kind.CLOSED_OFF: _("Closed the case off to %(people)s named people"),
    Kind.OPENED_TO_TEAM: _("Opened the case to the whole team"),
    Kind.REVIEWED: _("Saved version %(version)s of the review. The guidance answers: %(course)s"),
    Kind.DECISION_REOPENED: _(
        "Version %(version)s of the review changed an answer: the decision is open again. The guidance answers: %(course)s"
    ),
    Kind.DECIDED: _("Decided: %(choice)s"),
    Kind.SIGN_OFF_ASKED: _("Asked %(to)s to sign off that this is not referred"),
    Kind.SIGNED_OFF: _("Signed off that this is not referred"),
    Kind.SENT_BACK: _("Sent the decision back unsigned"),
    Kind.FORM_SAVED: _("%(form)s: saved version %(version)s of the form"),
}
"""What a line says; in brackets the coded facts of the line, in words."""

_FACTS: Final[dict[str, Words]] = {
    "part": PARTS,
    "outcome": OUTCOMES,
    "status": {status.value: words for status, words in mailbox.SAID.items()},
    "level": {
        "immediate": _("immediate"),
        "urgent": _("urgent"),
        "soon": _("soon"),
        "routine": _("routine"),
    },
    "channel": {
        "page": _("on the page"),
        "staff": _("recorded by staff"),
        "mail": _("by e-mail"),
        "phone": _("by phone"),
    },
    "course": {
        "refer_now": _("refer now"),
        "needs_answers": _("answer the open questions first"),
        "may_manage_in_school": _("may be managed in school"),
    },
    "choice": {
        "refer": _("refer now"),
        "manage_in_school": _("manage in school, once the head has signed"),
        "find_out": _("find out what is missing first"),
    },
    "form": FORMS,
}
"""Words for the coded values of facts."""


def said(kind: str, facts: Mapping[str, object], people: Mapping[str, Person]) -> str:
    """Return what a line says. `people` by id, for facts that name a person ("to")."""
    values = {name: _FACTS.get(name, {}).get(str(value), value) for name, value in facts.items()}
    if "to" in facts:
        person = people.get(str(facts["to"]))
        values["to"] = person.get_full_name() if person else _("nobody")
    return str(LINES[Kind(kind)]) % values

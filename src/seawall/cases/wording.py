"""A case in words: parts, outcomes, and what each line of a chronology says. Rooms above add their kinds of line here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from seawall.cases.rules import Kind, Outcome, Part
from seawall.guidance.platforms import platforms
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

CHOICES: Final[Words] = {
    "refer": _("refer now"),
    "manage_in_school": _("manage in school, once the head has signed"),
    "find_out": _("find out what is missing first"),
}

AGENCIES: Final[Words] = {
    "police": _("Police"),
    "ceop": _("CEOP"),
    "social_care": _("Children's social care"),
    "lado": _("LADO"),
    "other": _("Somebody else"),
}
"""Whom a case is referred to (referrals.rules.Agency)."""

HOWS: Final[Words] = {
    "999": _("by 999"),
    "101": _("by 101"),
    "online": _("online"),
    "phone": _("by phone"),
    "in_person": _("in person"),
    "email": _("by e-mail"),
}
"""How they are told (referrals.rules.How)."""
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
    Kind.ACCOUNT_SEEN: _("A fake account was seen (%(platform)s)"),
    Kind.ACCOUNT_CHANGED: _("Put right what is known of a fake account (%(platform)s)"),
    Kind.ACCOUNT_PACK_GIVEN: _("Gave the steps for reporting a fake account (%(platform)s)"),
    Kind.ACCOUNT_REPORTED: _("A fake account was reported to its platform (%(platform)s)"),
    Kind.ACCOUNT_REFUSED: _("The platform refused to take a fake account down (%(platform)s)"),
    Kind.ACCOUNT_ESCALATED: _("Took a fake account to somebody who can press the platform (%(platform)s)"),
    Kind.ACCOUNT_LOOKED: _("Looked at a fake account again: nothing had changed (%(platform)s)"),
    Kind.ACCOUNT_REMOVED: _("A fake account is gone (%(platform)s)"),
    Kind.ACCOUNT_BACK: _("A fake account is back (%(platform)s)"),
    Kind.ACCOUNT_NOT_FAKE: _("An account turned out to be no fake account (%(platform)s)"),
    Kind.ACCOUNT_TAKEN_BACK: _("Took back the last step with a fake account (%(platform)s)"),
    Kind.NAME_IMPERSONATED: _(
        "A fake account may be built from a pupil's name: impersonated, not the sender (%(platform)s)"
    ),
    Kind.NAME_NOT_THIS: _("A fake account is not about a pupil whose name it may hold (%(platform)s)"),
    Kind.NAME_TAKEN_BACK: _("Took back what was said of a pupil whose name a fake account may hold (%(platform)s)"),
    Kind.REFERRAL_DRAFTED: _("Began a referral: %(agency)s"),
    Kind.REFERRAL_MADE: _("Made a referral: %(agency)s, %(how)s"),
    Kind.REFERRAL_ANSWERED: _("Heard back: %(agency)s"),
    Kind.REFERRAL_CHASED: _("Asked again: %(agency)s"),
    Kind.REFERRAL_SAID: _("Wrote down what was said: %(agency)s"),
    Kind.REFERRAL_CLOSED: _("Finished a referral: %(agency)s"),
    Kind.REFERRAL_REOPENED: _("Took a referral up again: %(agency)s"),
    Kind.REFERRAL_WITHDRAWN: _("Withdrew a referral that was not made: %(agency)s"),
    Kind.TASK_SET: _("Task for %(to)s, due %(due)s"),
    Kind.TASK_HANDED: _("Handed a task to %(to)s"),
    Kind.TASK_DONE: _("Task done"),
    Kind.TASK_DROPPED: _("Task dropped: it need not be done"),
    Kind.TASK_REOPENED: _("Task opened again"),
    Kind.PLAN_WRITTEN: _("Support plan, version %(version)s, %(agreed)s; look again on %(review)s"),
    Kind.CHECK_IN_PLANNED: _("Planned a check-in for %(due)s, by %(to)s"),
    Kind.CHECK_IN_HELD: _("Check-in"),
    Kind.CHECK_IN_NOT_HELD: _("A check-in was not held"),
    Kind.PARENTS_CONTACT: _("Contact with a parent or carer %(way)s: %(told)s"),
    Kind.PARENTS_NOT_TOLD: _("Decided with %(taken_with)s not to tell a parent or carer; look again on %(review)s"),
    Kind.PARENTS_STILL_NOT_TOLD: _("A parent or carer is still not told; look again on %(review)s"),
    Kind.PARENTS_TO_BE_TOLD: _("Decided that a parent or carer may be told"),
    Kind.REVIEWED: _("Saved version %(version)s of the review. The guidance answers: %(course)s"),
    Kind.DECISION_REOPENED: _(
        "Version %(version)s of the review changed an answer: the decision is open again. The guidance answers: %(course)s"
    ),
    Kind.DECIDED: _("Decided: %(choice)s"),
    Kind.SIGN_OFF_ASKED: _("Asked %(to)s to sign off that this is not referred"),
    Kind.SIGNED_OFF: _("Signed off that this is not referred"),
    Kind.SENT_BACK: _("Sent the decision back unsigned"),
    Kind.FORM_SAVED: _("%(form)s: saved version %(version)s of the form"),
    Kind.SERIES_JOINED: _("Put into series %(series)s"),
    Kind.SERIES_LEFT: _("Taken out of series %(series)s"),
    Kind.SERIES_MOVED: _("Went from series %(left)s to series %(series)s"),
    Kind.KEEPING_SAID: _("Said how long this is kept"),
    Kind.HOLD_SET: _("Held: it cannot be shredded"),
    Kind.HOLD_LIFTED: _("Not held any more"),
    Kind.LETTER_SENT: _("Letter %(reference)s was sent to families: %(copies)s"),
}
"""What a line says; in brackets the coded facts of the line, in words."""

_FACTS: Final[dict[str, Words]] = {
    "part": PARTS,
    "outcome": OUTCOMES,
    "platform": {key: platform.name for key, platform in platforms().items()} | {"other": _("another app")},
    "agency": AGENCIES,
    "how": HOWS,
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
    "agreed": {"yes": _("agreed with the child"), "no": _("not yet agreed with the child")},
    "way": {
        "phone": _("by phone"),
        "in_person": _("in person"),
        "video": _("by video call"),
        "writing": _("in writing"),
    },
    "told": {"yes": _("told what happened"), "no": _("not told what happened")},
    "taken_with": {"social_care": _("children's social care"), "police": _("the police")},
    "course": {
        "refer_now": _("refer now"),
        "needs_answers": _("answer the open questions first"),
        "may_manage_in_school": _("may be managed in school"),
    },
    "choice": CHOICES,
    "form": FORMS,
}
"""Words for the coded values of facts."""

_DAYS: Final = ("due", "review")
"""Facts that are a day, as YYYY-MM-DD."""


def said(kind: str, facts: Mapping[str, object], people: Mapping[str, Person]) -> str:
    """Return what a line says. `people` by id, for facts that name a person ("to")."""
    values = {name: _FACTS.get(name, {}).get(str(value), value) for name, value in facts.items()}
    if "to" in facts:
        person = people.get(str(facts["to"]))
        values["to"] = person.get_full_name() if person else _("nobody")
    for name in _DAYS:
        if name in values:
            values[name] = date_format(date.fromisoformat(str(values[name])), "j F Y")
    return str(LINES[Kind(kind)]) % values

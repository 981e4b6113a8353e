"""The decision in words: where it stands, answers as they are read back, and what changed from one version to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seawall.decisions.rules import Sheet, State, name_of
from seawall.guidance.rules.decision_data import decision_texts, reviews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from seawall.decisions.told import Reviewed
    from seawall.guidance.rules.decision_data import Question

STATES: Final[dict[State, tuple[StrOrPromise, str]]] = {
    State.UNDECIDED: (_("Not decided yet"), "yellow"),
    State.REFERRED: (_("Refer now"), "red"),
    State.FINDING_OUT: (_("Finding out first"), "yellow"),
    State.WAITING: (_("Waiting for sign-off"), "yellow"),
    State.SIGNED: (_("Managed in school, signed off"), "green"),
    State.SENT_BACK: (_("Sent back unsigned"), "orange"),
}
"""What each state is called, and the colour of its tag."""

SHEETS: Final[dict[Sheet, StrOrPromise]] = {
    Sheet.WAITING: _("Waits"),
    Sheet.SIGNED: _("Signed"),
    Sheet.SENT_BACK: _("Sent back"),
    Sheet.WITHDRAWN: _("Taken back by the safeguarding team"),
}

ANSWERS: Final[dict[str, StrOrPromise]] = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known yet")}


@dataclass(frozen=True, slots=True, repr=False)
class Answered:
    """One question as it was answered: the question, the coded answer in words, and what was written."""

    question: str
    said: str
    words: str


def answered(questions: Mapping[str, Question], given: Mapping[str, Any]) -> list[Answered]:
    """Read answers back, each under its question; what was not answered is left out."""
    found = [
        Answered(
            gettext(question.question),
            "" if question.kind == "words" else said(question, given.get(question.key)),
            str(given.get(f"{question.key}_words") or ""),
        )
        for question in questions.values()
    ]
    return [each for each in found if each.said or each.words]


def as_answered(reviewed: Reviewed) -> list[Answered]:
    """Read a review back: the triggers, what is part of it, why a report is not right in something, the questions."""
    texts = decision_texts()
    triggers = [
        Answered(gettext(text.question), str(ANSWERS.get(reviewed.triggers.get(key, ""), "")), "")
        for key, text in texts.triggers.items()
    ]
    facts = [Answered(gettext(texts.facts[key].label), str(ANSWERS["yes"]), "") for key in reviewed.facts]
    why_not = Answered(gettext("Why a report is not right in this"), "", reviewed.why_not)
    asked = answered(reviews().initial_review, reviewed.questions)
    return [each for each in (*triggers, *facts, why_not, *asked) if each.said or each.words]


def said(question: Question, value: Any) -> str:  # noqa: ANN401 - any answer
    """Return a coded answer in words; empty if there is none."""
    if not value:
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, list):
        return "; ".join(said(question, each) for each in value)
    if value is True:
        return gettext("Done")
    return gettext(dict(question.choices).get(value, "")) or str(ANSWERS.get(value, value))


def differences(before: Reviewed, after: Reviewed) -> list[str]:
    """Say what changed between two versions, one sentence a line; empty if no answer did."""
    texts, asked = decision_texts(), reviews().initial_review
    changed = [
        _change(
            gettext(text.question), ANSWERS.get(before.triggers.get(key, "")), ANSWERS.get(after.triggers.get(key, ""))
        )
        for key, text in texts.triggers.items()
        if before.triggers.get(key) != after.triggers.get(key)
    ]
    changed += [
        _change(
            f"{gettext(fact.label)}:",
            ANSWERS["yes" if key in before.facts else "no"],
            ANSWERS["yes" if key in after.facts else "no"],
        )
        for key, fact in texts.facts.items()
        if (key in before.facts) != (key in after.facts)
    ]
    if before.why_not != after.why_not:
        changed.append(_change(gettext("Why a report is not right in this"), before.why_not, after.why_not))
    for question in asked.values():
        for name in dict.fromkeys([name_of(question), f"{question.key}_words"]):
            old, new = before.questions.get(name), after.questions.get(name)
            if (old or new) and old != new:
                changed.append(_change(gettext(question.question), said(question, old), said(question, new)))
    return changed


def _change(question: str, before: StrOrPromise | None, after: StrOrPromise | None) -> str:
    nothing = gettext("no answer")
    return f"{question} {before or nothing} → {after or nothing}"

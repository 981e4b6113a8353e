"""What a lead does about a decision: saves the review, and records what is decided. Every version is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.cases.chronology import write
from seawall.cases.rules import Kind
from seawall.cases.typed import optional
from seawall.decisions import queries, rules
from seawall.decisions.models import Decision, Review
from seawall.decisions.rules import AFTER, LONGEST_ANSWER, State
from seawall.decisions.told import laid_down
from seawall.decisions.versions import came_second, claim, move, open_to_change
from seawall.decisions.wording import differences
from seawall.guidance.rules import forms
from seawall.guidance.rules.decision import Answer, Course, Fact, Trigger, reason_text
from seawall.guidance.rules.decision_data import reviews
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused, refuse_unless

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from seawall.cases.models import Case
    from seawall.decisions.queries import Opened
    from seawall.decisions.rules import Given
    from seawall.decisions.told import Reviewed
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def cleaned(given: Given) -> dict[str, Any]:
    """Return answers with their words cleaned. Raises Refused for words that are too long."""
    return {
        name: optional(str(value or ""), LONGEST_ANSWER) if name.endswith("_words") else value
        for name, value in given.items()
    }


@transaction.atomic
def save_triggers(
    *,
    case: Case,
    triggers: Mapping[str, str],
    facts: Collection[str],
    why_not: str,
    reports: int,
    seen: int,
    once: bytes,
    ring: Ring,
    by: Person,
) -> Review | None:
    """Save the five triggers and the facts, as a new version of the review; a changed answer opens the decision again.

    `reports`: how many the page knew of. None if nothing is new, or for a second press. Raises Clash, Refused or Gone.
    """
    key = open_to_change(case, ring)
    if Review.objects.filter(sent_once=once).exists():
        return None
    found = queries.opened(case, key)
    if reports != found.said.reports:
        raise Clash(
            _("A report came into this case, or left it, while you were answering. Look again before you decide.")
        )
    after = replace(
        found.reviewed,
        triggers={trigger.value: Answer(triggers[trigger]).value for trigger in Trigger},
        facts=tuple(fact.value for fact in Fact if fact in facts),
        reports_say=tuple(found.said.facts),
        why_not=optional(why_not, LONGEST_ANSWER) if {*found.said.facts} - {*facts} else "",
    )
    if {*found.said.facts} - {*facts} and not after.why_not:
        raise Refused(_("Say why something that a report says is not so."))
    row = Review(case=case, looked_at=clock.now(), by=by, sent_once=once)
    return _keep(row, key, found, after, first=not found.reviewed.triggers, seen=seen)


@transaction.atomic
def save_questions(*, case: Case, given: Given, seen: int, once: bytes, ring: Ring, by: Person) -> Review | None:
    """Save the nine questions as a new version of the review; a changed answer opens the decision again.

    None if nothing is new, or for a second press. Raises Clash, Refused or Gone.
    """
    key = open_to_change(case, ring)
    if Review.objects.filter(sent_once=once).exists():
        return None
    refuse_unless(rules.may_keep(reviews().initial_review, given))
    found = queries.opened(case, key)
    after = replace(found.reviewed, questions=cleaned(given))
    before = found.standing.review
    row = Review(case=case, looked_at=before.looked_at if before else None, by=by, sent_once=once)
    return _keep(row, key, found, after, first=not found.reviewed.questions, seen=seen)


def _keep(row: Review, key: DataKey, found: Opened, after: Reviewed, *, first: bool, seen: int) -> Review | None:
    """Keep a version of the review. What was never answered before opens nothing again: it changes no answer."""
    changed, case = differences(found.reviewed, after), row.case
    if found.standing.version != seen:
        raise Clash(came_second(case))
    looked_again = found.news and row.looked_at != found.looked_at
    if not (changed or looked_again):
        return None
    standing = claim(case, seen)
    row.number = standing.review.number + 1 if standing.review else 1
    row.course = after.answer(found.said.facts).decision.value
    row.told = key.seal(after.as_json(), row, "told")
    row.save(force_insert=True)
    standing.review = row
    reopened = bool(changed) and not first and standing.state != State.UNDECIDED
    move(standing, State.UNDECIDED if reopened else State(standing.state))
    write(
        case=case,
        key=key,
        kind=Kind.DECISION_REOPENED if reopened else Kind.REVIEWED,
        by=row.by,
        text="" if first else "\n".join(changed),
        version=row.number,
        course=row.course,
    )
    return row


@transaction.atomic
def decide(
    *,
    case: Case,
    choice: Choice,
    seen: int,
    once: bytes,
    ring: Ring,
    by: Person,
    reason: str = "",
    risk: Given | None = None,
) -> Decision | None:
    """Record what a lead decides, held to what the guidance allows now; a lead may always refer.

    The reason of a referral is the lead's own and the guidance's.
    Managing it in school needs the nine questions, the risk assessment (`risk`) and the reason, and then waits for the head.
    None for a second press. Raises Clash, Refused or Gone.
    """
    key = open_to_change(case, ring)
    if Decision.objects.filter(sent_once=once).exists():
        return None
    found = queries.opened(case, key)
    if found.standing.version != seen:
        raise Clash(came_second(case))
    refuse_unless(forms.may_choose(found.answer.decision, choice))
    refuse_unless(rules.may_move(found.standing.state, AFTER[choice]))
    if forms.needs_sign_off(choice):
        _refuse_unless_thought_through(found, risk or {}, reason)
    standing = claim(case, seen)
    number = standing.decision.number + 1 if standing.decision else 1
    row = Decision(case=case, number=number, review=standing.review, choice=choice.value, by=by, sent_once=once)
    told = {"reason": _why(found, choice, reason), "risk": laid_down(cleaned(risk or {}))}
    row.told = key.seal(told, row, "told")
    row.save(force_insert=True)
    standing.decision = row
    move(standing, AFTER[choice])
    write(case=case, key=key, kind=Kind.DECIDED, by=by, text=told["reason"], choice=choice.value)
    return row


def _why(found: Opened, choice: Choice, reason: str) -> str:
    """The reason as it is kept: the lead's own, and for a referral the guidance's, as it answered then."""
    refer_now = choice is Choice.REFER and found.answer.decision is Course.REFER_NOW and found.reviewed.triggers
    given = [_(reason_text(code)) for code in found.answer.reasons] if refer_now else []
    return "\n".join(filter(None, [optional(reason, LONGEST_ANSWER), *given]))


def _refuse_unless_thought_through(found: Opened, risk: Given, reason: str) -> None:
    refuse_unless(rules.may_keep(reviews().initial_review, found.reviewed.questions))
    refuse_unless(rules.may_keep(reviews().risk_assessment, risk))
    refuse_unless(forms.may_leave_unreferred(optional(reason, LONGEST_ANSWER)))

"""Verbs on talking with parents and carers: the log of contacts, and the decision not to tell one of them.

The decision is taken with children's social care or the police, who then lead on when they are told (guidance reference 1.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from seawall.cases import actions as cases
from seawall.cases.chronology import write
from seawall.cases.rules import Kind, may_have_happened
from seawall.cases.typed import needed, optional
from seawall.guidance.rules.forms import may_keep_from_parents
from seawall.kit import clock
from seawall.kit.refusal import Refused, refuse_unless
from seawall.mailbox.rules import Status
from seawall.support import rules
from seawall.support.common import begin, claim, today
from seawall.support.models import Contact, NotTold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from seawall.cases.models import Case
    from seawall.mailbox.models import Mailbox
    from seawall.schools.models import Person
    from seawall.support.rules import Way
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Talk:
    """A talk with a parent or carer: who it was, how, what was said and agreed next, and whether they were told."""

    who: str
    way: Way
    said: str
    agreed: str
    told: bool
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Decision:
    """A decision not to tell: which parent, why, with which service and whom there, when, and when to look at it again."""

    parent: str
    reason: str
    taken_with: str
    with_whom: str
    review_on: date
    decided_at: datetime | None = None


@transaction.atomic
def log_contact(*, case: Case, talk: Talk, tell: Sequence[Mailbox] = (), once: bytes, ring: Ring, by: Person) -> None:
    """Write down a talk with a parent, and say in the mailboxes of `tell` that it took place. Raises Refused or Gone."""
    key = begin(case, once, ring)
    if key is None:
        return
    at = talk.happened_at or clock.now()
    refuse_unless(may_have_happened(at, clock.now()))
    who, said, agreed = needed(talk.who, rules.LONGEST_NAME), needed(talk.said), optional(talk.agreed)
    contact = Contact(case=case, way=talk.way.value, told=talk.told, happened_at=at, by=by)
    contact.words = key.seal({"who": who, "said": said, "agreed": agreed}, contact, "words")
    contact.save(force_insert=True)
    write(
        case=case,
        key=key,
        kind=Kind.PARENTS_CONTACT,
        by=by,
        text="\n\n".join(filter(None, (who, said, agreed))),
        happened_at=at,
        once=once,
        way=talk.way.value,
        told="yes" if talk.told else "no",
    )
    for mailbox in tell if talk.told else ():
        cases.tell_status(report=mailbox.report, mailbox=mailbox, status=Status.TOLD_PARENTS, ring=ring, by=by)


@transaction.atomic
def decide_not_to_tell(*, case: Case, decision: Decision, once: bytes, ring: Ring, by: Person) -> None:
    """Write down a decision not to tell a parent, taken with social care or the police. Raises Refused or Gone."""
    key = begin(case, once, ring)
    if key is None:
        return
    at = decision.decided_at or clock.now()
    refuse_unless(may_have_happened(at, clock.now()))
    refuse_unless(rules.may_be_planned(decision.review_on, today()))
    refuse_unless(may_keep_from_parents(taken_with=decision.taken_with, reason=decision.reason))
    parent, whom = needed(decision.parent, rules.LONGEST_NAME), needed(decision.with_whom, rules.LONGEST_NAME)
    row = NotTold(case=case, taken_with=decision.taken_with, decided_at=at, review_on=decision.review_on, changed_by=by)
    reason = needed(decision.reason)
    row.words = key.seal({"parent": parent, "reason": reason, "with_whom": whom}, row, "words")
    row.save(force_insert=True)
    write(
        case=case,
        key=key,
        kind=Kind.PARENTS_NOT_TOLD,
        by=by,
        text=f"{parent}\n\n{reason}\n\n{whom}",
        happened_at=at,
        once=once,
        taken_with=decision.taken_with,
        review=decision.review_on.isoformat(),
    )


@transaction.atomic
def look_again(
    *, decision: NotTold, reason: str, review_on: date, seen: int, once: bytes, ring: Ring, by: Person
) -> None:
    """The decision was looked at again and still stands, for a reason, until another day. Raises Clash, Refused or Gone."""
    key = begin(decision.case, once, ring)
    if key is None:
        return
    _claim_standing(decision, seen, by)
    refuse_unless(rules.may_be_planned(review_on, today()))
    why, words = needed(reason), key.open(decision, "words")
    decision.review_on = review_on
    decision.words = key.seal({**words, "reason": why}, decision, "words")
    decision.save(update_fields=["review_on", "words"])
    text, day = f"{words['parent']}\n\n{why}", review_on.isoformat()
    write(case=decision.case, key=key, kind=Kind.PARENTS_STILL_NOT_TOLD, by=by, text=text, once=once, review=day)


@transaction.atomic
def decide_to_tell(*, decision: NotTold, reason: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """They may be told now, for a reason: the decision not to tell ends, and can still be read. Raises Clash, Refused or Gone."""
    key = begin(decision.case, once, ring)
    if key is None:
        return
    _claim_standing(decision, seen, by)
    why = needed(reason)
    decision.ended_at, decision.ended_why = clock.now(), key.seal(why, decision, "ended_why")
    decision.save(update_fields=["ended_at", "ended_why"])
    text = f"{key.open(decision, 'words')['parent']}\n\n{why}"
    write(case=decision.case, key=key, kind=Kind.PARENTS_TO_BE_TOLD, by=by, text=text, once=once)


def _claim_standing(decision: NotTold, seen: int, by: Person) -> None:
    claim(decision, seen, by)
    if decision.ended_at is not None:
        raise Refused("It was decided to tell them. Make a new decision if that has changed.")

"""Verbs on what helps a child: the support plan, whose versions stay, and check-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seawall.cases import rules as cases
from seawall.cases.chronology import write
from seawall.cases.rules import Kind
from seawall.cases.typed import needed, optional
from seawall.kit import clock
from seawall.kit.refusal import Clash, refuse_unless
from seawall.support import rules
from seawall.support.common import begin, came_second, claim, must_open, today
from seawall.support.models import CheckIn, Plan
from seawall.support.rules import CheckInState

if TYPE_CHECKING:
    from datetime import date, datetime

    from seawall.cases.models import Involved
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class NewPlan:
    """What somebody writes into a plan; `agreed` with the child or not (yet)."""

    helps: str
    does: str
    wishes: str
    agreed: bool
    review_on: date


@dataclass(frozen=True, slots=True, repr=False)
class Talk:
    """How a check-in went: held or not, what was said (or why it was not held), and the child's own words for how they are."""

    held: bool
    said: str
    own_words: str
    happened_at: datetime | None = None
    next_on: date | None = None


@transaction.atomic
def write_plan(*, involved: Involved, new: NewPlan, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Write the next version of a child's plan; `seen` is the number of the last one (0: none). Raises Clash, Refused or Gone."""
    case = involved.case
    key = begin(case, once, ring)
    if key is None:
        return
    last = Plan.objects.filter(involved=involved).select_related("written_by").order_by("-number").first()
    if last is not None and last.number != seen:
        raise Clash(came_second(last.written_by, f"{timezone.localtime(last.written_at):%H:%M}"))
    refuse_unless(rules.may_be_planned(new.review_on, today()))
    words = {"helps": needed(new.helps), "does": optional(new.does), "wishes": optional(new.wishes)}
    plan = Plan(
        case=case, involved=involved, number=seen + 1, review_on=new.review_on, agreed=new.agreed, written_by=by
    )
    plan.words = key.seal(words, plan, "words")
    plan.save(force_insert=True)
    write(
        case=case,
        key=key,
        kind=Kind.PLAN_WRITTEN,
        by=by,
        text=_labelled(_name(involved, key), words),
        once=once,
        version=plan.number,
        agreed="yes" if new.agreed else "no",
        review=new.review_on.isoformat(),
    )


@transaction.atomic
def plan_check_in(*, involved: Involved, on: date, to: Person | None, once: bytes, ring: Ring, by: Person) -> None:
    """Plan a talk with a child, by somebody who may open the case. A second press plans none. Raises Refused or Gone."""
    key = begin(involved.case, once, ring)
    if key is None:
        return
    must_open(involved.case, to)
    _plan(involved, on, to, key, once=once, by=by)


def _plan(
    involved: Involved, on: date, to: Person | None, key: DataKey, *, by: Person, once: bytes | None = None
) -> None:
    refuse_unless(rules.may_be_planned(on, today()))
    CheckIn.objects.create(case=involved.case, involved=involved, planned_on=on, owner=to, changed_by=by)
    write(
        case=involved.case,
        key=key,
        kind=Kind.CHECK_IN_PLANNED,
        by=by,
        text=_name(involved, key),
        once=once,
        to=str(to.pk) if to else None,
        due=on.isoformat(),
    )


@transaction.atomic
def write_down(*, check_in: CheckIn, talk: Talk, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Write down how a check-in went, and plan the next one if a day is given. Raises Clash, Refused or Gone."""
    key = begin(check_in.case, once, ring)
    if key is None:
        return
    at, state = talk.happened_at or clock.now(), CheckInState.HELD if talk.held else CheckInState.NOT_HELD
    refuse_unless(cases.may_have_happened(at, clock.now()))
    claim(check_in, seen, by)
    refuse_unless(rules.may_record(check_in.state, state))
    said, own = needed(talk.said or talk.own_words) and optional(talk.said), optional(talk.own_words)
    check_in.words = key.seal({"said": said, "own_words": own}, check_in, "words")
    check_in.state, check_in.happened_at = state.value, at
    check_in.save(update_fields=["words", "state", "happened_at"])
    kind = Kind.CHECK_IN_HELD if talk.held else Kind.CHECK_IN_NOT_HELD
    text = _labelled(_name(check_in.involved, key), {"said": said, "own_words": own})
    write(case=check_in.case, key=key, kind=kind, by=by, text=text, happened_at=at, once=once)
    if talk.next_on is not None:
        _plan(check_in.involved, talk.next_on, check_in.owner, key, by=by)


_LABELS = {
    "wishes": _("What the child wants"),
    "helps": _("What helps"),
    "does": _("Who does it"),
    "own_words": _("In the child's own words"),
    "said": _("What was said"),
}


def _labelled(name: str, words: dict[str, str]) -> str:
    """What the chronology keeps of a plan or a check-in: whose it is, and each part under its label."""
    return "\n".join([name, *(f"{label}: {words[part]}" for part, label in _LABELS.items() if words.get(part))])


def _name(involved: Involved, key: DataKey) -> str:
    return str(key.open(involved, "who")["name"])

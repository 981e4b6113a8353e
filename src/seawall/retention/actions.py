"""Verbs of two people: one proposes that cases go, another one approves or refuses, anybody of the team takes it back in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.cases.models import Case
from seawall.cases.typed import needed
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, refuse_unless
from seawall.retention import rules
from seawall.retention.models import Item, Shredding
from seawall.retention.queries import standings, today
from seawall.retention.rules import LONGEST_WHY, PAUSE, ItemState, State
from seawall.vault.ring import WontOpenError, current_key, lock

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from seawall.retention.queries import Standing
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def propose(*, school: School, cases: Collection[UUID], why: str, once: bytes, ring: Ring, by: Person) -> Shredding:
    """Propose that cases go. Nothing goes yet. A second press (the same `once`) finds the first one's.

    Raises Refused if one of them may not go, Gone if one is closed off to `by`, Clash if another proposal has one.
    """
    there = school.shreddings.filter(sent_once=once, proposed_by=by).first()
    if there is not None:
        return there
    refuse_unless(rules.may_propose(len(cases)))
    found = standings(school, cases)
    if len(found) != len(set(cases)) or not all(ring.holds(each.circle_key) for each in found):
        raise Gone(_("There is nothing here for you to see."))
    row = Shredding(school=school, proposed_by=by, sent_once=once)
    row.why = lock(row, current_key(school.team_id)).seal(needed(why, LONGEST_WHY), row, "why")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Item.objects.bulk_create(_item(row, each) for each in found)
            record("retention.proposed", subject=row, by=by, cases=len(found))
    except IntegrityError:
        raise Clash(_("One of these cases stands in a proposal already. Look at the list again.")) from None
    return row


def _item(row: Shredding, each: Standing) -> Item:
    until = each.until or today()
    refuse_unless(rules.may_go(closed=each.closed, held=each.held, until=until, today=today()))
    return Item(
        shredding=row, case=each.case, reference=each.reference, kind=each.kind.value, years=each.years, until=until
    )


@transaction.atomic
def approve(*, shredding: Shredding, seen: int, ring: Ring, by: Person) -> None:
    """Approve, as a second person: the cases go when the pause is over. Raises Clash, Refused or Gone."""
    _answer(shredding, State.APPROVED, seen=seen, ring=ring, by=by)
    shredding.runs_at = clock.now() + PAUSE
    shredding.save(update_fields=["runs_at"])
    record("retention.approved", subject=shredding, by=by)


@transaction.atomic
def refuse(*, shredding: Shredding, why: str, seen: int, ring: Ring, by: Person) -> None:
    """Refuse, as a second person, with a reason: every case stays. Raises Clash, Refused or Gone."""
    key = _answer(shredding, State.REFUSED, seen=seen, ring=ring, by=by)
    shredding.answer = key.seal(needed(why, LONGEST_WHY), shredding, "answer")
    shredding.save(update_fields=["answer"])
    _let_stay(shredding)
    record("retention.refused", subject=shredding, by=by)


@transaction.atomic
def take_back(*, shredding: Shredding, seen: int, by: Person) -> None:
    """Take a proposal back, approved or not, as long as nothing has gone; anybody of the team may. Raises Clash or Refused."""
    _claim(shredding, State.WITHDRAWN, seen)
    if shredding.items.exclude(state=ItemState.WAITING).exists():
        raise Clash(_("The shredding has begun. What is gone cannot come back."))
    _let_stay(shredding)
    record("retention.taken_back", subject=shredding, by=by)


def _answer(shredding: Shredding, to: State, *, seen: int, ring: Ring, by: Person) -> DataKey:
    held = Case.objects.filter(pk__in=shredding.items.values("case"), circle_key_id__in=ring.held_keys()).count()
    opens_all = held == shredding.items.count()
    refuse_unless(rules.may_answer(proposed_it=shredding.proposed_by_id == by.pk, opens_all=opens_all))
    _claim(shredding, to, seen, answered_by=by, answered_at=clock.now())
    try:
        return ring.data_key(shredding)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def _claim(shredding: Shredding, to: State, seen: int, **changes: object) -> None:
    """Take the next version in the new state, or say why not."""
    refuse_unless(rules.may_move(shredding.state, to))
    mine = Shredding.objects.filter(pk=shredding.pk, version=seen, state=shredding.state)
    if not mine.update(state=to.value, version=F("version") + 1, **changes):
        raise Clash(_("Somebody else answered this a moment ago. Look at it again."))
    shredding.refresh_from_db()


def _let_stay(shredding: Shredding) -> None:
    shredding.items.filter(state=ItemState.WAITING).update(state=ItemState.KEPT.value, moved_at=clock.now())

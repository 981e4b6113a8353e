"""Verbs on how long: the office's years, what a lead says of one case, a hold set and lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.cases.chronology import write
from seawall.cases.opening import key_of
from seawall.cases.rules import Kind as LineKind
from seawall.cases.typed import needed
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused, refuse_unless
from seawall.retention import rules
from seawall.retention.models import Hold, Item, Keeping, Period
from seawall.retention.queries import today
from seawall.retention.rules import LONGEST_WHY, ItemState

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.retention.rules import Kind
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring


@transaction.atomic
def set_years(*, school: School, kind: Kind, years: int, why: str, by: Person) -> None:
    """Let the school keep cases of a kind for so many years. Raises Refused for a slip of the finger or without a reason."""
    refuse_unless(rules.may_be_years(years))
    Period.objects.create(school=school, kind=kind.value, years=years, why=needed(why, 300), by=by)
    record("retention.years_set", subject=school, by=by, school_id=school.pk, kind=kind.value, years=years)


@transaction.atomic
def say(*, case: Case, kind: Kind | None, born_year: int | None, why: str, ring: Ring, by: Person) -> None:
    """Say what a case is about (None: as the rules find), and when its youngest child was born. Raises Refused or Gone."""
    key = key_of(case, ring)
    _refuse_going(case)
    if born_year is not None:
        refuse_unless(rules.may_be_born(born_year, today()))
    row = Keeping(case=case, kind=kind.value if kind else "", born_year=born_year, by=by)
    text = needed(why, LONGEST_WHY)
    row.why = key.seal(text, row, "why")
    Keeping.objects.filter(case=case).delete()
    row.save(force_insert=True)
    write(case=case, key=key, kind=LineKind.KEEPING_SAID, by=by, text=text)


@transaction.atomic
def hold(*, case: Case, why: str, ring: Ring, by: Person) -> None:
    """Hold a case: it cannot go, whatever its time says. Raises Refused, Clash if it is held already, or Gone."""
    key = key_of(case, ring)
    _refuse_going(case)
    row = Hold(case=case, by=by)
    text = needed(why, LONGEST_WHY)
    row.why = key.seal(text, row, "why")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Clash(_("This case is held already.")) from None
    write(case=case, key=key, kind=LineKind.HOLD_SET, by=by, text=text)


@transaction.atomic
def lift(*, case: Case, why: str, ring: Ring, by: Person) -> None:
    """Lift the hold on a case, with a reason. Raises Refused, Clash if it is not held, or Gone."""
    key = key_of(case, ring)
    row = case.holds.select_for_update().filter(lifted_at=None).first()
    if row is None:
        raise Clash(_("This case is not held any more."))
    text = needed(why, LONGEST_WHY)
    row.lifted_why, row.lifted_by, row.lifted_at = key.seal(text, row, "lifted_why"), by, clock.now()
    row.save(update_fields=["lifted_why", "lifted_by", "lifted_at"])
    write(case=case, key=key, kind=LineKind.HOLD_LIFTED, by=by, text=text)


def _refuse_going(case: Case) -> None:
    if Item.objects.filter(case=case.pk, state=ItemState.KEY_GONE).exists():
        raise Refused(_("This case is being shredded now."))

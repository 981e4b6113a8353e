"""Verbs on the list of the set-up: a step that a school can do without, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from seawall.journal.actions import record
from seawall.kit.refusal import refuse_unless
from seawall.schools import rules
from seawall.schools.models import NotNeeded

if TYPE_CHECKING:
    from seawall.schools.models import Person, School

LONGEST_REASON: Final = 300


@transaction.atomic
def leave_out(*, school: School, step: str, reason: str, by: Person) -> None:
    """Say that a step is not needed, and why. Said again, the newer reason stands. Raises Refused."""
    refuse_unless(rules.may_leave_out(step, reason))
    NotNeeded.objects.filter(school=school, step=step).delete()
    NotNeeded(school=school, step=step, reason=reason.strip()[:LONGEST_REASON], by=by).save(force_insert=True)
    record("set_up.left_out", subject=school, by=by, school_id=school.pk, step=step)


@transaction.atomic
def take_up(*, school: School, step: str, by: Person) -> None:
    """Say that a step is needed after all. Twice changes nothing."""
    if NotNeeded.objects.filter(school=school, step=step).delete()[0]:
        record("set_up.taken_up", subject=school, by=by, school_id=school.pk, step=step)

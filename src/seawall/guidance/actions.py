"""Verbs of the office on the guidance's facts: confirm, correct, take back. Each writes a row; none is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.guidance.catalogue import catalogue
from seawall.guidance.layer import layer_of
from seawall.guidance.models import Look
from seawall.guidance.rules.looking import Found, may_correct
from seawall.journal.actions import record
from seawall.kit.refusal import Gone, refuse_unless
from seawall.schools.models import School

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.schools.models import Person


@transaction.atomic
def look_at(*, school: School, fact: str, values: Mapping[str, str], by: Person) -> Look:
    """Write down that somebody looked at a fact, and what it says. Values as they stand: it is confirmed; others: corrected.

    Raises Gone for a fact that this school does not show, Refused with the sentence for a value that cannot be right.
    """
    school = School.objects.select_for_update().get(pk=school.pk)
    known = catalogue().get(fact)
    if known is None or school.nation not in known.nations:
        raise Gone(_("There is no such fact."))
    refuse_unless(may_correct(known.values, values, emergency=known.emergency, nation=school.nation))
    before = layer_of(school).values(fact)
    changed = {name: value for name, value in {**before, **values}.items() if value != known.values[name]}
    same = all(before[name] == value for name, value in values.items())
    return _write(school, fact, Found.CONFIRMED if same else Found.CORRECTED, changed, by)


@transaction.atomic
def take_back(*, school: School, fact: str, by: Person) -> None:
    """Take the last look at a fact back: what stood before stands again. Where there is none, nothing is changed."""
    school = School.objects.select_for_update().get(pk=school.pk)
    if fact in layer_of(school).looks:
        _write(school, fact, Found.UNDONE, {}, by)


def _write(school: School, fact: str, found: Found, values: Mapping[str, str], by: Person) -> Look:
    look = Look.objects.create(school=school, fact=fact, found=found.value, values=dict(values), by=by)
    record(f"guidance.{found.value}", subject=look, by=by, fact=fact)
    return look

"""Opening the page of a series, journalled for it and for each of its cases; and what may go into a bundle of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from seawall.journal.actions import record, record_each
from seawall.series.access import key_of
from seawall.series.queries import Opened, opened

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.series.models import Place, Series
    from seawall.vault.ring import Ring


def places_of(series: Series) -> list[Place]:
    """Where its cases stand, the first put in first, each with its case. One query."""
    rows = series.places.select_related("case__circle_key", "case__school", "case__owner")
    return list(rows.order_by("at", "case__reference"))


@transaction.atomic
def open_series(*, series: Series, ring: Ring, by: Person) -> Opened:
    """Open a series for its page: who looked is kept for it and for each of its cases. Raises Gone."""
    key_of(series, ring)
    found = opened(series, ring, places_of(series))
    record("series.opened_page", subject=series, by=by)
    cases = [each.case for each in found.cases]
    record_each("case.opened_page", subjects=cases, by=by, school_id=series.school_id, page="series")
    return found


@dataclass(frozen=True, slots=True, repr=False)
class ForBundle:
    """The cases of a series that a lead may open, and how many they may not."""

    cases: list[Case]
    closed: int


def for_bundle(series: Series, ring: Ring) -> ForBundle:
    """Say which cases of a series go into a bundle that this person makes."""
    rows = [place.case for place in places_of(series)]
    mine = [case for case in rows if ring.holds(case.circle_key_id)]
    return ForBundle(mine, len(rows) - len(mine))

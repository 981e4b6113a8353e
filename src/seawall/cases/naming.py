"""In which open cases somebody stands by name, of those that a lead may open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.db import transaction

from seawall.cases.models import Involved
from seawall.cases.opening import key_of
from seawall.journal.actions import record
from seawall.roll.rules.names import words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from seawall.cases.models import Case
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

MOST: Final = 500
"""Open cases looked into, the newest first."""


@transaction.atomic
def naming[K: Hashable](
    *, school: School, names: Mapping[K, Iterable[frozenset[str]]], ring: Ring, by: Person
) -> dict[K, list[Case]]:
    """Return for each of some people the open cases in which somebody is called by one of their names; one journal line.

    A name is a set of folded words, all of which must stand in the case's name for somebody. Two queries.
    """
    rows = school.cases.open_to(ring).open().select_related("circle_key").order_by("-opened_at")
    cases = {case.pk: case for case in rows[:MOST]}
    found: dict[K, list[Case]] = defaultdict(list)
    keys = {pk: key_of(case, ring) for pk, case in cases.items()}
    for row in Involved.objects.filter(case__in=cases):
        called = set(words(keys[row.case_id].open(row, "who")["name"]))
        for key, asked in names.items():
            if any(each and each <= called for each in asked) and cases[row.case_id] not in found[key]:
                found[key].append(cases[row.case_id])
    if cases:
        record("case.names_looked_up", subject=school, by=by, school_id=school.pk, looked_into=len(cases))
    return dict(found)

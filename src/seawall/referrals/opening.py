"""Opening what a ready text is made from: the chosen reports and people, on screen only. Each opening is journalled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seawall.cases import queries as cases
from seawall.cases.opening import open_told
from seawall.cases.queries import Somebody
from seawall.kit import clock
from seawall.referrals import queries
from seawall.referrals.ready import Material, Section, spoken, written
from seawall.reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from seawall.cases.models import Case
    from seawall.referrals.models import Referral
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a text (need to know): people and reports by id, the notes or not, and whether it is for the telephone."""

    people: Collection[UUID]
    reports: Collection[UUID]
    with_notes: bool
    for_telephone: bool


def people_of(case: Case, key: DataKey) -> list[Somebody]:
    """The people of a case, opened with its key. One query."""
    opened = [(row, key.open(row, "who")) for row in case.people.order_by("added_at", "pk")]
    return [Somebody(row, who["name"], who["detail"]) for row, who in opened]


def ready_text(*, referral: Referral, choice: Choice, key: DataKey, ring: Ring, by: Person) -> list[Section]:
    """Make the text, with the case's key (cases.opening.open_page gives it, and journals the page).

    The opening of each report in it is journalled. Raises Gone. As many queries for one report as for fifty.
    """
    case = referral.case
    chosen = list(Report.objects.filter(gathered__case=case, pk__in=choice.reports).order_by("received_at"))
    others = [row for row in queries.of_case(case) if row.pk != referral.pk]
    of = Material(
        school=case.school,
        by=by,
        reference=case.reference,
        agency=referral.agency,
        reports=open_told(case=case, reports=chosen, ring=ring, by=by),
        people=[each for each in people_of(case, key) if each.row.pk in choice.people],
        done=cases.open_lines(case, key, cases.lines_of(case, oldest_first=True)),
        others=queries.open_referrals(case, key, others, clock.now()),
        with_notes=choice.with_notes,
    )
    return spoken(of) if choice.for_telephone else written(of)

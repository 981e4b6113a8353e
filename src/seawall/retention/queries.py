"""What goes when and why: worked out for every closed case without opening one. Names are opened by the page that shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from seawall.cases.models import Case
from seawall.cases.rules import State as CaseState
from seawall.kit import clock
from seawall.reports.models import Report
from seawall.retention import rules
from seawall.retention.models import Hold, Item, Keeping, Period
from seawall.retention.periods import shipped
from seawall.retention.rules import From, ItemState, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from seawall.retention.models import Shredding
    from seawall.retention.periods import Shipped
    from seawall.retention.rules import State
    from seawall.schools.models import School


@dataclass(frozen=True, slots=True)
class Years:
    """A period as it stands at a school: the shipped one, and what its office made of it (the newest, or None)."""

    fact: Shipped
    own: Period | None

    @property
    def years(self) -> int:
        """How many years."""
        return self.own.years if self.own else self.fact.years

    @property
    def confirmed(self) -> bool:
        """Whether somebody at the school, or whoever made the data, read it at its source."""
        return self.own is not None or self.fact.confidence == "R"


@dataclass(frozen=True, slots=True)
class Standing:
    """How long one case is kept and why. `said` if a lead chose the kind; `in_hand` if a proposal has it."""

    case: UUID
    reference: str
    circle_key: UUID
    closed: bool
    kind: Kind
    years: int
    counted_from: From
    born_year: int | None
    said: bool
    until: date | None
    held: bool
    in_hand: bool

    def due(self, today: date) -> bool:
        """Whether it may be proposed today."""
        return self.until is not None and not self.in_hand and self.may_go(today)

    def may_go(self, today: date) -> bool:
        """Whether the rules let it go today."""
        if self.until is None:
            return False
        return rules.may_go(closed=self.closed, held=self.held, until=self.until, today=today) is None


def periods_of(school: School) -> Mapping[Kind, Years]:
    """Give the period of each kind as it stands. One query."""
    own = {Kind(row.kind): row for row in school.periods_kept.select_related("by").order_by("at", "pk")}
    return {kind: Years(fact, own.get(kind)) for kind, fact in shipped().items()}


def today() -> date:
    """The day it is at the school."""
    return timezone.localdate(clock.now())


def standings(school: School, only: Collection[UUID] | None = None) -> list[Standing]:
    """Say of every closed case (or of those named, open ones too) until when it is kept; the next to go first. Five queries."""
    rows = Case.objects.filter(school=school)
    rows = rows.filter(state=CaseState.CLOSED) if only is None else rows.filter(pk__in=only)
    cases = list(rows.values_list("pk", "reference", "circle_key_id", "closed_at"))
    told = _told(school, [each[0] for each in cases] if only is not None else None)
    said = {row.pk: row for row in Keeping.objects.filter(case__school=school).defer("why")}
    held = set(Hold.objects.filter(case__school=school, lifted_at=None).values_list("case_id", flat=True))
    in_hand = set(
        Item.objects.filter(shredding__school=school, state__in=[ItemState.WAITING, ItemState.KEY_GONE]).values_list(
            "case", flat=True
        )
    )
    periods = periods_of(school)
    found = [
        _standing(case, told.get(case[0], set()), said.get(case[0]), periods, (case[0] in held, case[0] in in_hand))
        for case in cases
    ]
    return sorted(found, key=lambda each: (each.until is None, str(each.until), each.reference))


def _told(school: School, only: list[UUID] | None) -> Mapping[UUID, set[str]]:
    """The coded answers of what happened, by case; of some cases only, if they are named."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Report.objects.filter(school=school, gathered__isnull=False)
    rows = rows.filter(gathered__case__state=CaseState.CLOSED) if only is None else rows.filter(gathered__case__in=only)
    for case, coded in rows.values_list("gathered__case_id", "coded").iterator():
        what = coded.get("what")
        found[case].update(what if isinstance(what, list) else [])
    return found


def _standing(
    case: tuple[UUID, str, UUID, datetime | None],
    whats: set[str],
    said: Keeping | None,
    periods: Mapping[Kind, Years],
    flags: tuple[bool, bool],
) -> Standing:
    pk, reference, circle_key, closed_at = case
    kind = Kind(said.kind) if said and said.kind else rules.kind_of(whats)
    born, period = (said.born_year if said else None), periods[kind]
    until = None
    if closed_at is not None:
        until = rules.kept_until(
            years=period.years,
            counted_from=period.fact.counted_from,
            closed_on=timezone.localdate(closed_at),
            born_year=born,
        )
    chosen = bool(said and said.kind)
    return Standing(
        pk, reference, circle_key, closed_at is not None, kind, period.years, period.fact.counted_from, born, chosen,
        until, *flags,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers only, for the office: closed cases kept, due, held, in a proposal; and how many end in each year."""

    kept: int
    due: int
    held: int
    in_hand: int
    by_year: Sequence[tuple[int, int]]


def counts(found: Sequence[Standing]) -> Counts:
    """Count what `standings` found."""
    by_year: dict[int, int] = defaultdict(int)
    for each in found:
        if each.until is not None:
            by_year[each.until.year] += 1
    due, held = sum(each.due(today()) for each in found), sum(each.held for each in found)
    return Counts(len(found), due, held, sum(each.in_hand for each in found), sorted(by_year.items()))


def certificates(school: School, state: State) -> list[tuple[Shredding, int]]:
    """Give the proposals in a state with how many of their cases went, the last first: who and when, never which. One query."""
    went = Count("items", filter=Q(items__state=ItemState.GONE))
    rows = school.shreddings.filter(state=state).select_related("proposed_by", "answered_by").annotate(went=went)
    return [(row, row.went) for row in rows.order_by("-done_at", "-pk")[:200]]  # type: ignore[attr-defined]

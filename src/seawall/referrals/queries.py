"""Shapes that pages need: a case's referrals opened, what is due today, the clock of the duty to report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Min
from django.utils import timezone

from seawall.guidance.rules.decision_data import reviews
from seawall.referrals import rules
from seawall.referrals.rules import MADE, UNDER_THE_DUTY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from seawall.cases.models import Case
    from seawall.guidance.rules.decision_data import Clock
    from seawall.referrals.models import Referral
    from seawall.schools.models import School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True)
class Due:
    """A referral that somebody has to do something about: `late` if the clock of the duty to report has ended."""

    row: Referral
    late: bool


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """One referral, opened. `due`: somebody has to look again; `late`: the clock ended before it was made."""

    row: Referral
    whom: str
    said: str
    reference: str
    answer: str
    due: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """The clock of the duty to report for one case: when it ends, and when the police or social care were first told."""

    text: Clock
    source: str
    ends_at: datetime
    made_at: datetime | None
    late: bool


def due(school: School, ring: Ring, now: datetime) -> list[Due]:
    """Referrals that wait for somebody on this day, in cases this ring opens, the oldest check first; nothing is opened.

    The rows come with their `case` and its owner. One query, beside those of the ring.
    """
    found = school.referrals.open_to(ring).filter(case__state="open").due(_day(now))
    rows: Iterable[Any] = found.select_related("case__owner", "case__circle_key").annotate(
        told_at=Min("case__gathered__report__received_at")
    )
    return [Due(row, _late(school, row, row.told_at, now)) for row in rows]


def of_case(case: Case) -> list[Referral]:
    """The referrals of a case in the order of their beginning, still sealed. One query."""
    return list(case.referrals.select_related("made_by", "drafted_by").order_by("drafted_at", "pk"))


def open_referrals(
    case: Case, key: DataKey, rows: list[Referral], now: datetime, told: datetime | None = None
) -> list[Opened]:
    """Open referrals of a case with its key. One query where a clock runs and `told` (see `told_at`) is not given, else none."""
    days = case.school.duty_within_days
    ends_at = _ends_at(case.school, told or told_at(case) if days and rows else None)
    return [_open(row, key.open(row, "words"), ends_at, _day(now), now) for row in rows]


def police_open(case: Case) -> bool:
    """Whether the police or CEOP are being told of a case, or have not finished: nothing is deleted while they may want it."""
    return case.referrals.to_police().exists()


def told_at(case: Case) -> datetime:
    """When the school was first told: its earliest report, or the day the case was opened if it has none."""
    first: datetime | None = case.gathered.aggregate(at=Min("report__received_at"))["at"]
    return first or case.opened_at


def duty(case: Case, now: datetime) -> Duty | None:
    """The clock of the duty to report; None where the school runs none. Two queries where it does."""
    ends_at = _ends_at(case.school, told_at(case) if case.school.duty_within_days else None)
    if ends_at is None:
        return None
    made = case.referrals.filter(agency__in=UNDER_THE_DUTY, state__in=MADE).aggregate(at=Min("made_at"))["at"]
    late = (made or now) > ends_at
    return Duty(reviews().clocks["mandatory_report"], case.school.duty_source, ends_at, made, late)


def _day(now: datetime) -> date:
    return timezone.localtime(now).date()


def _ends_at(school: School, told: datetime | None) -> datetime | None:
    days = school.duty_within_days
    return told + timedelta(days=days) if told and days else None


def _late(school: School, row: Referral, told: datetime | None, now: datetime) -> bool:
    return rules.is_late(row.agency, _ends_at(school, told or row.case.opened_at), row.made_at, now)


def _open(row: Referral, words: dict[str, str], ends_at: datetime | None, today: date, now: datetime) -> Opened:
    told = {name: words.get(name, "") for name in ("whom", "said", "reference", "answer")}
    due_now = rules.is_due(row.state, row.next_check, today)
    return Opened(row, **told, due=due_now, late=rules.is_late(row.agency, ends_at, row.made_at, now))

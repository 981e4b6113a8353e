"""
How soon somebody must be reached, by danger: the deadlines of first contact as one table (product B2).

"At once" and the longest times are our own decision (docs/adr/0009): no guidance names a number. To change a deadline, change a
row here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from seawall.guidance.rules.danger_table import Level
from seawall.rota.rules.calendar import Promise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seawall.rota.rules.calendar import Calendar

PROMISES: Final[Mapping[Level, Promise]] = {
    Level.IMMEDIATE: Promise(within=timedelta(minutes=15)),
    Level.URGENT: Promise(within=timedelta(hours=1)),
    Level.SOON: Promise(school_hours=timedelta(hours=4), at_most=timedelta(days=4)),
    Level.ROUTINE: Promise(at_most=timedelta(days=7)),
}
"""Immediate: a quarter of an hour. Urgent: an hour, at night too. Soon: four school hours. Routine: the end of the next school
day. The longest times are there for holidays: a child who writes in July is not answered in September."""

SOURCE: Final = "Our decision, after the four levels of product B2; no guidance names a number of minutes"
DECIDED_ON: Final = date(2026, 11, 24)


def due(level: Level, since: datetime, calendar: Callable[[], Calendar]) -> datetime:
    """Say until when somebody must be reached who has waited `since`. `calendar` is asked for only if school time counts."""
    promise = PROMISES[level]
    return promise.due(since, None if promise.within is not None else calendar())

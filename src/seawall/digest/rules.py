"""When a digest is due. Plain Python."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from seawall.notices.rules import Digest

if TYPE_CHECKING:
    from datetime import date, datetime

    from seawall.rota.rules.calendar import Calendar

LATEST: Final = timedelta(hours=6)
"""So long after its time it is still left, if the worker stood still. Later its reader has looked, or the day is over."""


def day_due(now: datetime, digest: Digest, at: int, calendar: Calendar) -> date | None:
    """The school's day whose digest is due now, for somebody who wants it `at` so many minutes after midnight; or None."""
    day = calendar.day_of(now)
    if digest is Digest.NEVER or (digest is Digest.SCHOOL and calendar.school_time(day) is None):
        return None
    due = calendar.moment(day, at)
    return day if due <= now < due + LATEST else None

"""What came forward in the fortnight after a briefing: counts only, small ones hidden, and none before it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from seawall.briefings.rules.states import FORTNIGHT, State
from seawall.figures import rules
from seawall.kit import clock
from seawall.reports.rules import State as ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from seawall.briefings.models import Briefing, Session


@dataclass(frozen=True, slots=True)
class Came:
    """From when until when; of the year group, and of all. A count is None where it is hidden, or not over yet."""

    since: datetime
    until: datetime
    over: bool
    year: int | None = None
    everybody: int | None = None


def came_forward(briefing: Briefing, sessions: Iterable[Session]) -> Came | None:
    """Count the reports of the fortnight after the last group was told; None if the briefing was not held. One query."""
    times = [each.starts_at for each in sessions if each.starts_at and each.attended_at]
    if briefing.state not in {State.HELD, State.FOLLOWED_UP} or not times:
        return None
    since = max(times)
    until = since + timedelta(days=FORTNIGHT)
    if until > clock.now():
        return Came(since, until, over=False)
    rows = briefing.school.reports.exclude(state=ReportState.JUNK).filter(received_at__gte=since, received_at__lt=until)
    coded = list(rows.values_list("coded", flat=True))
    year = sum(1 for each in coded if each.get("year") == briefing.year)
    counts = {"year": year, "others": len(coded) - year}
    gone = rules.hidden(counts, adds_up=True)
    return Came(
        since,
        until,
        over=True,
        year=None if "year" in gone else year,
        everybody=None if rules.total_hidden(counts) else len(coded),
    )

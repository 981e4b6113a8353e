"""The figures of a term, from what stands in clear: times, levels, coded choices. Nothing is opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from seawall.evidence.wording import CHANNELS
from seawall.figures import rules
from seawall.guidance.rules.danger import Level
from seawall.reports.questions import BY_KEY
from seawall.reports.rules import State
from seawall.takedowns.models import Step
from seawall.takedowns.rules import State as AccountState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from seawall.figures.rules import Period
    from seawall.schools.models import School


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: `count` is None where it is hidden."""

    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts. `total` is None where it is hidden, or where the lines do not add up to anything."""

    key: str
    title: str
    lines: list[Line]
    adds_up: bool
    total: int | None

    @property
    def tallest(self) -> int:
        """The highest count shown; at least one."""
        return max([line.count or 0 for line in self.lines], default=0) or 1


@dataclass(frozen=True, slots=True)
class Times:
    """How fast: the middle time in hours (None: too few), and so many in a hundred in time (None: too few)."""

    middle: float | None
    in_time: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period."""

    period: Period
    total: int | None
    tables: list[Table]
    contact: Times
    removal: Times


def figures(school: School, period: Period) -> Figures:
    """Count what came in a term, without what was set aside. Three queries."""
    first, end = _moment(period.start), _moment(period.end)
    rows = list(
        school.reports.exclude(state=State.JUNK)
        .filter(received_at__gte=first, received_at__lt=end)
        .values_list("received_at", "coded", "channel", "danger", "waits_since", "due_at", "contacted_at")
    )
    weeks = _by_week(period, [row[0] for row in rows])
    tables = [
        weeks,
        _table("channel", _("Through which door"), Counter(row[2] for row in rows), CHANNELS),
        _table("danger", _("How grave"), Counter(str(row[3]) for row in rows), _levels()),
        *_coded([row[1] for row in rows]),
    ]
    hours = [_hours(row[4], row[6]) for row in rows if row[6]]
    in_time = rules.share(sum(1 for row in rows if row[6] and row[6] <= row[5]), len(rows))
    contact = Times(rules.middle(hours), in_time)
    return Figures(period, weeks.total, tables, contact, _removal(school, first, end))


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here


def _hours(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since) / timedelta(hours=1))


def _by_week(period: Period, received: Iterable[datetime]) -> Table:
    mondays = period.weeks
    counts = {monday.isoformat(): 0 for monday in mondays}
    for at in received:
        day = timezone.localtime(at).date()
        counts[(day - timedelta(days=day.weekday())).isoformat()] += 1
    names = {monday.isoformat(): date_format(monday, "j F Y") for monday in mondays}
    return _table("week", _("By week, from its Monday"), counts, names)


def _levels() -> dict[str, str]:
    names = {
        "immediate": _("Immediate"),
        "urgent": _("Urgent"),
        "soon": _("Soon"),
        "routine": _("Routine"),
    }
    return {str(level.value): names[level.key] for level in sorted(Level, reverse=True)}


def _coded(rows: list[dict[str, Any]]) -> list[Table]:
    """By year group, kind and app: as it was answered; kinds and apps can be several in one report."""
    year = {"none": _("Not said"), **_choices("year")}
    kinds: Counter[str] = Counter(value for row in rows for value in row.get("what") or ())
    apps: Counter[str] = Counter(value for row in rows for value in row.get("apps") or ())
    return [
        _table("year", _("Year group, as it was answered"), Counter(row.get("year") or "none" for row in rows), year),
        _table("what", _("What happened (there can be several in one report)"), kinds, _choices("what"), adds_up=False),
        _table("apps", _("Which app (there can be several in one report)"), apps, _choices("apps"), adds_up=False),
    ]


def _choices(key: str) -> dict[str, str]:
    return {str(value): str(words) for value, words in BY_KEY[key].choices}


def _table(key: str, title: str, counts: Mapping[str, int], names: Mapping[Any, Any], *, adds_up: bool = True) -> Table:
    """Hide what is small; codes without a name (of another version) stand as they are."""
    known = {str(code): str(name) for code, name in names.items()}
    whole = dict.fromkeys(known, 0) | dict(counts)
    gone = rules.hidden(whole, adds_up=adds_up)
    lines = [Line(known.get(code, code), None if code in gone else count) for code, count in whole.items()]
    total = None if not adds_up or rules.total_hidden(whole) else sum(whole.values())
    return Table(key, title, lines, adds_up, total)


def _removal(school: School, first: datetime, end: datetime) -> Times:
    """From the day an account was first seen to the day it was gone, for accounts first seen in the period."""
    seen = dict(
        school.fake_accounts.filter(seen_at__gte=first, seen_at__lt=end)
        .exclude(state=AccountState.NOT_FAKE)
        .values_list("pk", "seen_at")
    )
    gone: dict[Any, datetime] = {}
    steps = Step.objects.filter(account__in=seen, state=AccountState.REMOVED, taken_back_at=None, round=1).order_by(
        "at"
    )
    for account, at in steps.values_list("account", "at"):
        gone.setdefault(account, at)
    hours = [_hours(seen[account], at) for account, at in gone.items()]
    return Times(rules.middle(hours), rules.share(len(gone), len(seen)))

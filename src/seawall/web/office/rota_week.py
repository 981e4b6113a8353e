"""The rota as the office's page shows it: a week by days, the holes, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.kit import clock
from seawall.notices.queries import without_a_way
from seawall.rota.queries import readers
from seawall.rota.rules.calendar import DAY, Kind
from seawall.rota.rules.entries import FURTHEST, clock_of
from seawall.rota.rules.shifts import EVERY_DAY, LOOK_AHEAD
from seawall.schools.rules import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from seawall.rota.models import Slot
    from seawall.rota.rules.shifts import Hole, Rota, Turn
    from seawall.schools.models import School

MOST_HOLES: Final = 12
_OFF: Final[Mapping[Kind, StrOrPromise]] = {
    Kind.HOLIDAY: gettext_lazy("Holiday"),
    Kind.BANK_HOLIDAY: gettext_lazy("Bank holiday"),
    Kind.INSET: gettext_lazy("Inset day"),
}


@dataclass(frozen=True, slots=True)
class Reads:
    """Somebody reads, from and until, as the clock shows it."""

    name: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the week view. `what` is its kind; `nobody`: nobody reads at all."""

    day: date
    what: StrOrPromise
    reads: list[Reads]

    @property
    def nobody(self) -> bool:
        """Whether nobody reads on it."""
        return not self.reads


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - DAY * day.weekday()


def week(rota: Rota, names: Mapping[UUID, str], first: date) -> list[DayRow]:
    """Seven days from a Monday on."""
    days = [first + DAY * number for number in range(7)]
    return [DayRow(day, _what(rota, day), [_reads(rota, names, turn) for turn in rota.turns(day)]) for day in days]


def _what(rota: Rota, day: date) -> StrOrPromise:
    span = rota.calendar.school_time(day)
    if span is not None:
        zone = rota.calendar.zone
        since, until = (f"{each.astimezone(zone):%H:%M}" for each in (span.start, span.end))
        return _("School, %(since)s to %(until)s") % {"since": since, "until": until}
    off = rota.calendar.off(day)
    return _OFF[off] if off is not None else _("No school")


def _reads(rota: Rota, names: Mapping[UUID, str], turn: Turn) -> Reads:
    zone = rota.calendar.zone
    until = f"{turn.span.end.astimezone(zone):%H:%M}"
    return Reads(
        names.get(turn.person, ""), f"{turn.span.start.astimezone(zone):%H:%M}", "24:00" if until == "00:00" else until
    )


@dataclass(frozen=True, slots=True)
class Holes:
    """Where nobody reads in the next six weeks: the first of them, and how many more there are."""

    shown: list[Hole]
    more: int


def holes(rota: Rota) -> Holes:
    """Find them, from now on."""
    now = clock.now().replace(second=0, microsecond=0)
    found = rota.holes(now, now + LOOK_AHEAD)
    return Holes(found[:MOST_HOLES], max(0, len(found) - MOST_HOLES))


def missing(school: School, rota: Rota) -> list[str]:
    """What is missing for nobody to be left waiting, a sentence each, the gravest first."""
    people = readers(school)
    heads = list(school.people.working().filter(role=Role.HEAD))
    last = rota.calendar.last_known()
    soon = clock.now().astimezone(rota.calendar.zone).date() + timedelta(days=42)
    silent = ", ".join(person.get_full_name() for person in without_a_way([*people, *heads]))
    found = {
        _(
            "Nobody is put down to read. Until somebody is, every notice goes to every lead and deputy, at any hour, "
            "and children are not told when somebody reads."
        ): not rota.is_set,
        _(
            "No e-mail is sent from this server. Whoever looks after it sets SEAWALL_MAIL_URL."
        ): not settings.SEAWALL_MAIL,
        _("Notices cannot reach: %(names)s. They can add an address at “How to reach me”.") % {"names": silent}: silent,
        _("Nobody has the role of headteacher, so the last step of the ladder reaches nobody."): not heads,
        _("The school’s hours are not set. Monday to Friday, 8:30 to 15:30, is assumed."): not rota.calendar.hours,
        _("No term is entered. Every weekday that is no holiday counts as a school day."): last is None,
        _("The last term that is entered ends on %(day)s. Enter the next one.")
        % {"day": f"{last:%-d %B %Y}" if last else ""}: last is not None and last < soon,
    }
    return [sentence for sentence, is_missing in found.items() if is_missing]


def weekday_names(slot: Slot) -> str:
    """The weekdays of a shift, in words."""
    if slot.weekdays == EVERY_DAY:
        return _("Every day")
    days = [day for day in WEEKDAYS if slot.weekdays >> day & 1]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:  # noqa: PLR2004 - three or more in a row
        return _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    return ", ".join(str(WEEKDAYS[day]) for day in days)


def hours_in_words(slot: Slot) -> str:
    """From and until, as the clock shows it."""
    return f"{clock_of(slot.starts)}–{clock_of(slot.ends)}"


def moment_of(text: str, default: date) -> date:
    """Read the day in an address (2026-07-20); anything else, or a day that is years away, is the default."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return default
    return day if abs(day - default) < FURTHEST else default

"""When Marram Bay School is open, and who reads when: a believable year, with one hole to find."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from seawall.notices.actions import set_reach
from seawall.rota.actions import add_dates, add_shift, set_hours
from seawall.rota.queries import today
from seawall.rota.rules.calendar import MIDNIGHT, Dates, Kind
from seawall.rota.rules.shifts import EVERY_DAY, Season, Shift

if TYPE_CHECKING:
    from seawall.schools.models import Person, School

_HOURS: Final = dict.fromkeys(range(5), (8 * 60 + 40, 15 * 60 + 10))
_TERMS: Final = (
    (Kind.INSET, (9, 1), (9, 1)),
    (Kind.TERM, (9, 1), (12, 18)),
    (Kind.HOLIDAY, (10, 26), (10, 30)),
    (Kind.TERM, (1, 5), (3, 27)),
    (Kind.HOLIDAY, (2, 16), (2, 20)),
    (Kind.TERM, (4, 13), (7, 21)),
    (Kind.BANK_HOLIDAY, (5, 4), (5, 4)),
    (Kind.HOLIDAY, (5, 25), (5, 29)),
)
"""Of any year, by month and day. Between two terms are holidays."""

_BEGAN, _PLANNED = timedelta(days=60), timedelta(days=365)
_MON_TO_FRI, _MON_TO_THU, _SATURDAY, _SUNDAY = 0b0011111, 0b0001111, 0b0100000, 0b1000000
_SHIFTS: Final = (
    ("asha", _MON_TO_FRI, 7 * 60 + 30, 18 * 60, Season.SCHOOL),
    ("dev", _MON_TO_THU, 18 * 60, 22 * 60, Season.SCHOOL),
    ("dev", _MON_TO_FRI, 9 * 60, 12 * 60, Season.HOLIDAYS),
    ("asha", _MON_TO_FRI, 17 * 60, 19 * 60, Season.HOLIDAYS),
    ("asha", _SATURDAY, 10 * 60, 13 * 60, Season.ALWAYS),
    ("dev", _SUNDAY, 10 * 60, 19 * 60, Season.ALWAYS),
)


def plan(school: School, people: dict[str, Person]) -> None:
    """Enter hours, dates and shifts, and how Dev wants to be reached."""
    asha, now = people["asha"], today()
    set_hours(school=school, by_weekday=_HOURS, seen=0, by=asha)
    for dates in _dates(now):
        add_dates(school=school, dates=dates, by=asha)
    for key, weekdays, starts, ends, season in _SHIFTS:
        shift = Shift(people[key].pk, weekdays, starts, ends, now - _BEGAN, now + _PLANNED, season)
        add_shift(school=school, shift=shift, by=asha)
    add_shift(school=school, shift=_away(people["dev"], now), by=asha)
    set_reach(person=people["dev"], by_mail=True, quiet=(22 * 60, 7 * 60), by=people["dev"])


def _dates(now: date) -> list[Dates]:
    """The dates of this year and the next two that are not over."""
    years = range(now.year, now.year + 3)
    found = [Dates(kind, date(year, *first), date(year, *last)) for year in years for kind, first, last in _TERMS]
    return [dates for dates in found if now <= dates.last <= now + _PLANNED]


def _away(person: Person, now: date) -> Shift:
    """A Sunday about three weeks from now: nobody reads from Saturday noon to Monday morning."""
    sunday = now + timedelta(days=20 + (6 - (now + timedelta(days=20)).weekday()))
    return Shift(person.pk, EVERY_DAY, 0, MIDNIGHT, sunday, sunday, away=True)

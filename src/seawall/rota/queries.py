"""The calendar and the rota of a school, as the rules know them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from seawall.kit import clock
from seawall.rota.models import Hours, Period, Slot
from seawall.rota.rules.calendar import Calendar
from seawall.rota.rules.shifts import Rota
from seawall.schools.rules import LEADS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from seawall.schools.models import Person, School


def zone() -> ZoneInfo:
    """The clock of the schools on this server."""
    return timezone.get_default_timezone()


def today() -> date:
    """The day it is at the schools of this server."""
    return clock.now().astimezone(zone()).date()


def calendar(school_id: UUID) -> Calendar:
    """Return a school's calendar; its hours are empty if they were never set. Two queries."""
    hours = Hours.objects.filter(school_id=school_id).values_list("by_weekday", flat=True).first() or {}
    dates = tuple(period.as_dates() for period in Period.objects.filter(school_id=school_id))
    return Calendar(zone(), {int(day): (start, end) for day, (start, end) in hours.items()}, dates)


def slots(school: School) -> QuerySet[Slot]:
    """Shifts and absences that are not over, of those who are still leads or deputies here."""
    yesterday = today() - timedelta(days=1)
    return school.slots.filter(last__gte=yesterday, person__is_active=True, person__role__in=LEADS)


def rota(school: School) -> Rota:
    """Return a school's rota. Three queries. Not in it, whatever was entered: people who left, or who hold no keys yet."""
    can_read = slots(school).filter(person__holder__shares__circle_key__circle=school.team_id).distinct()
    return Rota(calendar(school.pk), tuple(slot.as_shift() for slot in can_read))


def readers(school: School) -> list[Person]:
    """Those who can read what comes in: leads and deputies who work here and hold the team's keys, by name."""
    in_team = school.people.leads().filter(holder__shares__circle_key__circle=school.team_id).distinct()
    return sorted(in_team, key=lambda person: person.get_full_name().casefold())

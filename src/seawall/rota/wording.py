"""When somebody reads what comes in, in words for a child. Plain functions over the rota: no request, no database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from seawall.rota.rules.calendar import Calendar
    from seawall.rota.rules.shifts import Rota

_ALWAYS: Final = timedelta(days=7)
"""Reading without a break for longer than this is "day and night"."""
_NOON: Final = 12
_WEEK: Final = range(7)


def said(rota: Rota, now: datetime) -> str:
    """Say when somebody reads: now and until when, or when the next time is. Nothing if there is no rota."""
    if not rota.is_set:
        return ""
    span = rota.next_reading(now)
    if span is None:
        return _("We cannot say when somebody looks next. Tell us all the same, and tell an adult near you, too.")
    if span.start > now:
        return _("The next time somebody looks is %(when)s.") % {"when": moment(span.start, now, rota.calendar)}
    if span.end - now > _ALWAYS:
        return _("Somebody reads what comes in, day and night.")
    if rota.calendar.day_of(span.end - timedelta(minutes=1)) == rota.calendar.day_of(now):
        return _("Somebody reads what comes in today until %(when)s.") % {"when": hour(span.end, rota.calendar)}
    return _("Somebody reads what comes in until %(when)s.") % {"when": moment(span.end, now, rota.calendar)}


def unknown() -> str:
    """What is said where nothing is known."""
    return _("They read it as soon as they can.")


def moment(at: datetime, now: datetime, calendar: Calendar) -> str:
    """A moment as somebody says it: today at 5 pm, tomorrow at 8:30 am, Monday at 8:30 am, Monday 7 September at 8:30 am."""
    local, days = at.astimezone(calendar.zone), (calendar.day_of(at) - calendar.day_of(now)).days
    named = (_("today"), _("tomorrow"))
    day = named[days] if days < len(named) else date_format(local, "l" if days < len(_WEEK) else "l j F")
    return _("%(day)s at %(hour)s") % {"day": day, "hour": hour(at, calendar)}


def hour(at: datetime, calendar: Calendar) -> str:
    """A time of day as somebody says it: 5 pm, 8:30 am, midday, midnight."""
    local = at.astimezone(calendar.zone)
    if local.minute == 0 and local.hour % _NOON == 0:
        return _("midday") if local.hour else _("midnight")
    time = f"{(local.hour - 1) % _NOON + 1}" + (f":{local.minute:02d}" if local.minute else "")
    return (_("%(time)s am") if local.hour < _NOON else _("%(time)s pm")) % {"time": time}

"""Figures in words, the same on the page, in the table file and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from seawall.figures.rules import FLOOR

if TYPE_CHECKING:
    from datetime import timedelta

    from seawall.figures.queries import Figures, Table
    from seawall.figures.rules import Period


def name_of(period: Period) -> str:
    """Return how a term is called."""
    names = {1: _("Autumn term %(year)s"), 2: _("Spring term %(year)s"), 3: _("Summer term %(year)s")}
    return names[period.term] % {"year": period.start.year}


def days_of(period: Period, day: timedelta) -> str:
    """Return from when until when, in days; `day` is one day."""
    first, last = (date_format(each, "j F Y") for each in (period.start, period.end - day))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def facts(found: Figures) -> list[tuple[str, str]]:
    """Return what stands above the tables: how many, and how fast."""
    fewer = _("fewer than %(most)s") % {"most": FLOOR}
    return [
        (_("Reports"), fewer if found.total is None else str(found.total)),
        (_("Until somebody reached them, the middle one"), _hours(found.contact.middle)),
        (_("Reached within the promised time"), _share(found.contact.in_time)),
        (_("Until a fake account was gone, the middle one"), _hours(found.removal.middle)),
        (_("Fake accounts that are gone"), _share(found.removal.in_time)),
    ]


def rows(table: Table) -> list[tuple[str, str]]:
    """Return the lines of a table as they are shown, its total last where it has one. Weeks without a report are left out."""
    shown = [line for line in table.lines if line.count != 0 or table.key != "week"]
    lines = [(line.name, _cell(line.count)) for line in shown]
    return [*lines, (_("All"), _cell(table.total))] if table.adds_up else lines


def _cell(count: int | None) -> str:
    return _("hidden") if count is None else str(count)


def _hours(hours: float | None) -> str:
    return _("too few to say") if hours is None else _("%(hours)s hours") % {"hours": number_format(hours, 1)}


def _share(hundredths: int | None) -> str:
    return _("too few to say") if hundredths is None else f"{hundredths} %"

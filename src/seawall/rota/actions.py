"""Verbs on hours, dates and shifts. Entering the same thing twice, or removing what is gone, changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.journal.actions import record
from seawall.kit.refusal import Clash, Gone, refuse_unless
from seawall.rota.models import Hours, Period, Slot
from seawall.rota.queries import today
from seawall.rota.rules import entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.journal.actions import Actor
    from seawall.rota.rules.calendar import Dates
    from seawall.rota.rules.shifts import Shift
    from seawall.schools.models import School


@transaction.atomic
def set_hours(*, school: School, by_weekday: Mapping[int, tuple[int, int]], seen: int, by: Actor) -> None:
    """Set the school's hours (weekday, Monday is 0, to minutes since midnight). `seen` is the version the page showed, 0: none.

    Raises Refused for an end before its start, Clash if somebody else set them since.
    """
    for starts, ends in by_weekday.values():
        refuse_unless(entries.may_have_hours(starts, ends))
    hours = {str(day): list(span) for day, span in sorted(by_weekday.items())}
    if seen:
        there = Hours.objects.filter(school=school, version=seen).update(by_weekday=hours, version=F("version") + 1)
    else:
        there = Hours.objects.get_or_create(school=school, defaults={"by_weekday": hours})[1]
    if not there:
        raise Clash(
            _("Somebody else changed the hours first. Nothing of yours was saved. Look again before you decide.")
        )
    record("rota.hours_set", subject=school, by=by, school_id=school.pk)


@transaction.atomic
def add_dates(*, school: School, dates: Dates, by: Actor) -> None:
    """Add a term, a holiday or single days. Raises Refused with the sentence."""
    known = [period.as_dates() for period in Period.objects.filter(school=school)]
    if dates in known:
        return
    refuse_unless(entries.may_add_dates(dates, known, today()))
    Period.objects.create(school=school, kind=dates.kind.value, first=dates.first, last=dates.last)
    record("rota.dates_added", subject=school, by=by, school_id=school.pk, kind=dates.kind.value)


@transaction.atomic
def remove_dates(*, school: School, pk: int, by: Actor) -> None:
    """Take dates out."""
    if Period.objects.filter(school=school, pk=pk).delete()[0]:
        record("rota.dates_removed", subject=school, by=by, school_id=school.pk)


@transaction.atomic
def add_shift(*, school: School, shift: Shift, by: Actor) -> None:
    """Put somebody down to read, or as away. Raises Refused, or Gone if they are not in this school's safeguarding team."""
    person = school.people.leads().filter(pk=shift.person).first()
    if person is None:
        raise Gone(_("Only somebody who is in the safeguarding team can be put down to read."))
    known = [slot.as_shift() for slot in Slot.objects.filter(school=school, person=person)]
    if shift in known:
        return
    refuse_unless(entries.may_add_shift(shift, known, today()))
    slot = Slot(school=school, person=person, season=shift.season.value, weekdays=shift.weekdays, away=shift.away)
    slot.starts, slot.ends, slot.first, slot.last = shift.starts, shift.ends, shift.first, shift.last
    slot.save(force_insert=True)
    record("rota.away_added" if shift.away else "rota.shift_added", subject=person, by=by)


@transaction.atomic
def remove_shift(*, school: School, pk: int, by: Actor) -> None:
    """Take a shift or an absence out."""
    slot = Slot.objects.filter(school=school, pk=pk).select_related("person").first()
    if slot is not None:
        slot.delete()
        record("rota.shift_removed", subject=slot.person, by=by, school_id=school.pk)

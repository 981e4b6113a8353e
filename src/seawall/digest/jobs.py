"""Leaving the digests that are due. The notice's own row is the memory: one a person and day, killed at any line or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seawall.digest.queries import numbers_of
from seawall.digest.rules import day_due
from seawall.journal.actions import WORKER
from seawall.kit import clock
from seawall.notices.actions import notify
from seawall.notices.models import Notice, Reach
from seawall.notices.rules import Digest, Kind
from seawall.rota.queries import calendar, readers
from seawall.schools.models import School

if TYPE_CHECKING:
    from datetime import date

    from seawall.schools.models import Person


def leave_due() -> int:
    """Leave each digest whose time has come, at every school; return how many. The worker calls it every minute."""
    chosen = Reach.objects.exclude(digest=Digest.NEVER).values_list("person__school_id", flat=True)
    return sum(_leave_at(school) for school in School.objects.filter(pk__in=chosen))


def _leave_at(school: School) -> int:
    days, now = calendar(school.pk), clock.now()
    chosen = {
        reach.person_id: reach for reach in Reach.objects.filter(person__school=school).exclude(digest=Digest.NEVER)
    }
    count = 0
    for person in readers(school):
        reach = chosen.get(person.pk)
        day = day_due(now, Digest(reach.digest), reach.digest_at, days) if reach else None
        if day is not None:
            count += _leave(school, person, day)
    return count


def _leave(school: School, person: Person, day: date) -> int:
    about = f"digest:{day}"
    if Notice.objects.filter(about=about, person=person).exists():
        return 0
    numbers = numbers_of(person)
    return notify(school=school, people=[person], kind=Kind.DIGEST, about=about, numbers=numbers, by=WORKER)

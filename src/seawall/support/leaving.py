"""Somebody leaves, and what they had goes to a colleague: reports, cases, tasks and check-ins, in the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.journal.actions import record_each
from seawall.kit import clock
from seawall.kit.refusal import Refused
from seawall.reports.rules import State as ReportState
from seawall.rota.queries import readers
from seawall.schools.actions import remove_person
from seawall.support.models import CheckIn, Task
from seawall.vault.models import Share

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from seawall.schools.models import Person


@transaction.atomic
def leave(*, person: Person, to: Person | None, by: Person) -> int:
    """Take somebody out, and give what is open of theirs to a colleague who can read it; return how many things that were.

    With nobody named, and where a case is closed off to the colleague, it waits for everybody who may open it. The office can
    do this without opening anything, so the chronology gets no line (it is sealed); the journal has one for each.
    Raises Refused if the colleague is not in the team, or if the person is the last who can open something.
    """
    if to is not None and (to.pk == person.pk or to not in readers(person.school)):
        raise Refused(_("Only somebody who is in the safeguarding team can take over."))
    handed = _hand_over(person, to, by) if to is not None else 0
    remove_person(person=person, by=by)
    return handed


def _hand_over(person: Person, to: Person, by: Person) -> int:
    keys = Share.objects.filter(holder=to.holder_id).values("circle_key_id")
    now = clock.now()
    tasks = Task.objects.open().filter(owner=person, case__circle_key_id__in=keys)
    check_ins = CheckIn.objects.planned().filter(owner=person, case__circle_key_id__in=keys)
    cases = person.school.cases.open().filter(owner=person, circle_key_id__in=keys)
    reports = person.school.reports.filter(
        assigned_to=person, state__in=[ReportState.NEW, ReportState.READ], circle_key_id__in=keys
    )
    return (
        _give(reports, to, by, assigned_to=to)
        + _give(cases, to, by, owner=to)
        + _give(tasks, to, by, owner=to, changed_by=by, changed_at=now)
        + _give(check_ins, to, by, owner=to, changed_by=by, changed_at=now)
    )


def _give(rows: QuerySet[Any], to: Person, by: Person, **new: object) -> int:
    found = list(rows.only("pk"))
    rows.order_by().update(version=F("version") + 1, **new)
    record_each("work.handed_over", subjects=found, by=by, school_id=to.school_id, to=str(to.pk))
    return len(found)

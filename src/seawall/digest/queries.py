"""What a digest counts: the same rows as "My day" and the queue, of what its reader could open. Nothing is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from seawall.guidance.rules.danger import Level
from seawall.kit import clock
from seawall.support.common import today
from seawall.support.queries import check_ins_due, tasks_due
from seawall.takedowns.queries import to_look_at
from seawall.takedowns.rules import CHASED
from seawall.vault.ring import Holding

if TYPE_CHECKING:
    from seawall.schools.models import Person


def numbers_of(person: Person) -> dict[str, int]:
    """Count what waits for a lead; tasks, check-ins and accounts only if they are theirs or nobody's. Seven queries.

    Somebody without keys has nothing to count.
    """
    if person.holder_id is None:
        return {}
    school, held, day = person.school, Holding(person.holder_id), today()
    reports = school.reports.open_to(held)
    levels = reports.waiting().order_by().values_list("danger").annotate(n=Count("pk"))
    chase = to_look_at(school, held, clock.now()).filter(state__in=CHASED)
    return {
        **{f"waiting_{Level(danger).key}": n for danger, n in levels},
        "messages": school.mailboxes.with_news().filter(circle_key_id__in=held.held_keys()).count(),
        "late": reports.overdue(clock.now()).count(),
        "tasks": tasks_due(school, held, person, day).count(),
        "check_ins": check_ins_due(school, held, person, day).count(),
        "chase": chase.filter(Q(case__owner=person) | Q(case__owner=None)).count(),
    }

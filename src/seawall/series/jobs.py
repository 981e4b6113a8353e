"""Lifting in the queue what meets an open series or case, some seconds after it arrived. Run twice, nothing is lifted twice."""

from __future__ import annotations

from seawall.journal.actions import WORKER
from seawall.reports.actions import lift
from seawall.schools.models import School
from seawall.series.meeting import met
from seawall.series.rules import LIFTS, MET_SERIES


def lift_waiting() -> int:
    """Look at what waits at every school, and lift what meets something known; return how many."""
    return sum(_lift_at(school) for school in School.objects.all())


def _lift_at(school: School) -> int:
    waiting = school.reports.waiting().order_by("pk").values_list("pk", "reasons")
    reasons = {pk: codes for pk, codes in waiting.iterator(chunk_size=500) if MET_SERIES not in codes}
    found = met(school, reasons)
    new = {pk: each.why for pk, each in found.items() if each.why not in reasons[pk]}
    return sum(lift(report=pk, why=why, to=LIFTS[why], by=WORKER) for pk, why in new.items())

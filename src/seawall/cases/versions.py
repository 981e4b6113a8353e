"""Two leads at once: each change of a case takes the next version, and whoever comes second is told what changed."""

from __future__ import annotations

from django.db.models import F

from seawall.cases.models import Case
from seawall.kit.refusal import Clash
from seawall.reports.changes import came_second


def claim(case: Case, seen: int) -> None:
    """Take the next version of a case, or raise Clash if somebody else took it since `seen`."""
    if not Case.objects.filter(pk=case.pk, version=seen).update(version=F("version") + 1):
        raise Clash(came_second(case))
    case.refresh_from_db()

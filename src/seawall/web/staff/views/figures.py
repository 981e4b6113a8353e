"""Figures of a school year, for the head, governors and leads: numbers only, small ones hidden; as a page and as a table file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.figures import queries, rules
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_see_counts
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from datetime import date

    from seawall.figures.queries import Figures
    from seawall.web.shared.requests import PersonRequest


@gate(may_see_counts)
def figures(request: PersonRequest, year: int | None = None) -> HttpResponse:
    """The figures of a school year; of this one if none is named."""
    now = rules.school_year(timezone.localdate(clock.now()))
    wanted = now if year is None else year
    found = _found(request, wanted) if year is not None or rules.period_of(now, _today()) else None
    years = [each for each in range(now, now - 4, -1) if rules.period_of(each, _today())]
    shown = {"found": found, "year": wanted, "years": years, "floor": rules.FLOOR}
    return render(request, "staff/figures.html", shown)


@gate(may_see_counts)
def figures_file(request: PersonRequest, year: int) -> HttpResponse:
    """The same as comma-separated values."""
    found = _found(request, year)
    record("figures.taken", subject=request.school, by=request.user, school_id=request.school.pk, year=year)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{year}.csv"'
    out = csv.writer(answer)
    out.writerow([_("table"), _("line"), _("reports")])
    fewer = _("1 to %(most)s, or hidden beside one") % {"most": rules.FLOOR - 1}
    for table in found.tables:
        out.writerows([table.key, line.name, fewer if line.count is None else line.count] for line in table.lines)
    return answer


def _found(request: PersonRequest, year: int) -> Figures:
    period = rules.period_of(year, _today())
    if period is None:
        raise Gone(_("There are no figures of that year."))
    return queries.figures(request.school, period)


def _today() -> date:
    return timezone.localdate(clock.now())

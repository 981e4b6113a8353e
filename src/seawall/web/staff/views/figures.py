"""Figures of a term, for the head, governors and leads: numbers only, small ones hidden; as a page, a file, and on paper."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.figures import queries, rules, wording
from seawall.figures.paper import figures_pdf
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_see_counts
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from datetime import date

    from seawall.figures.rules import Period
    from seawall.web.shared.requests import PersonRequest


@gate(may_see_counts)
def figures(request: PersonRequest, year: int | None = None, term: int = 1) -> HttpResponse:
    """The figures of a term; of the running one if none is named."""
    now = rules.period_of(*rules.term_of(_today()), _today()) if year is None else _period(year, term)
    found = queries.figures(request.school, now) if now else None
    shown: dict[str, object] = {"terms": [(each, wording.name_of(each)) for each in rules.periods(_today())]}
    shown |= {"found": found, "period": now, "floor": rules.FLOOR}
    if found and now:
        days = wording.days_of(now, timedelta(days=1))
        tables = [(table, wording.rows(table)) for table in found.tables]
        shown |= {"name": wording.name_of(now), "days": days, "facts": wording.facts(found), "tables": tables}
    return render(request, "staff/figures.html", shown)


@gate(may_see_counts)
def figures_file(request: PersonRequest, year: int, term: int) -> HttpResponse:
    """The same as comma-separated values."""
    found = queries.figures(request.school, _period(year, term))
    school = request.school
    record("figures.taken", subject=school, by=request.user, school_id=school.pk, year=year, term=term)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{year}-{term}.csv"'
    out = csv.writer(answer)
    out.writerow([_("table"), _("line"), _("reports")])
    fewer = _("1 to %(most)s, or hidden beside one") % {"most": rules.FLOOR - 1}
    for table in found.tables:
        out.writerows([table.key, line.name, fewer if line.count is None else line.count] for line in table.lines)
    return answer


@gate(may_see_counts)
def figures_paper(request: PersonRequest, year: int, term: int) -> HttpResponse:
    """The same on paper, once the term is over: of a running one, two printings would tell what came between."""
    period = _period(year, term)
    if not period.over:
        raise Gone(_("This term is not over. Its figures are there as a PDF afterwards."))
    data = figures_pdf(request.school, queries.figures(request.school, period))
    school = request.school
    record("figures.printed", subject=school, by=request.user, school_id=school.pk, year=year, term=term)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="figures-{year}-{term}.pdf"'
    return answer


def _period(year: int, term: int) -> Period:
    period = rules.period_of(year, term, _today())
    if period is None:
        raise Gone(_("There are no figures of that term."))
    return period


def _today() -> date:
    return timezone.localdate(clock.now())

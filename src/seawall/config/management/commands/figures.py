"""`./run manage figures`: the figures of a term that is over, schools beside one another, for a trust that runs the server."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from seawall.config import finding
from seawall.evidence.sheets import safe_cell
from seawall.figures import queries, rules, wording
from seawall.journal.actions import SERVER, record
from seawall.kit import clock
from seawall.schools.models import School

if TYPE_CHECKING:
    from datetime import date

    from seawall.figures.rules import Period


class Command(BaseCommand):
    """Print what stands above a school's tables, a row a school: no sum, from which one school could be taken away."""

    help = (
        "Prints the figures of a term as CSV, a row a school; small numbers are hidden. Each school's journal says so."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all-schools", action="store_true", help="every school on this server")
        finding.add_school(parser)
        parser.add_argument(
            "--term", metavar="YEAR-TERM", help="such as 2026-1: autumn 2026 (2 is spring, 3 summer); else the last"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        period = _term(options["term"], timezone.localdate(clock.now()))
        schools = list(School.objects.order_by("name", "pk")) if options["all_schools"] else []
        out = csv.writer(self.stdout, lineterminator="\n")
        for number, school in enumerate(schools or [finding.the_school(options["school"])]):
            facts = wording.facts(queries.figures(school, period))
            record(
                "figures.compared", subject=school, by=SERVER, school_id=school.pk, year=period.year, term=period.term
            )
            if not number:
                out.writerow(["School", "Term", *(key for key, _value in facts)])
            out.writerow(map(safe_cell, [school.name, wording.name_of(period), *(value for _key, value in facts)]))


def _term(typed: str | None, today: date) -> Period:
    """Return the term that is meant; it must be over, as for a PDF. Raises CommandError."""
    if typed is None:
        return next(each for each in rules.periods(today) if each.over)
    year, _dash, term = typed.partition("-")
    numbers = year.isascii() and year.isdigit() and term.isascii() and term.isdigit()
    period = rules.period_of(int(year[:9]), int(term[:9]), today) if numbers else None
    if period is None:
        raise CommandError("Type a term such as 2026-1: the year in which the school year began, and 1, 2 or 3.")
    if not period.over:
        raise CommandError("This term is not over. Two looks at it would tell what came between.")
    return period

"""`./run manage verify-chronology`: proves the chronologies of a school whole, or names the first broken line of each case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from seawall.cases.chronology import broken_in
from seawall.cases.models import Line
from seawall.schools.models import School

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Check every chronology: each line as it was written, none missing, none added. Needs no password: nothing is opened."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", help="the short name of one school; without it, all of them")

    def handle(self, **options: Any) -> None:
        schools = School.objects.order_by("slug")
        if options["school"]:
            schools = schools.filter(slug=options["school"])
            if not schools:
                raise CommandError(f"There is no school with the short name {options['school']}.")
        broken = sum(self._check(school) for school in schools)
        if broken:
            raise CommandError(f"{broken} of the chronologies are not as they were written.", returncode=1)

    def _check(self, school: School) -> int:
        found = list(broken_in(school))
        for each in found:
            self.stdout.write(f"{school.slug}: case {each.case.reference}: line {each.number} {each.what}")
        lines = Line.objects.filter(case__school=school).count()
        whole = "whole" if not found else f"{len(found)} broken"
        self.stdout.write(f"{school.slug}: {school.cases.count()} cases, {lines} lines, {whole}")
        return len(found)

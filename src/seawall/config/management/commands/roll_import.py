"""`./run manage roll-import SCHOOL FILE`: say what a file would change on a school's roll; with --confirm, change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding
from seawall.journal.actions import SERVER
from seawall.kit.refusal import RefusedError
from seawall.roll import actions
from seawall.roll.rules.changes import digest

if TYPE_CHECKING:
    from seawall.roll.models import Import
    from seawall.roll.rules.changes import Plan
    from seawall.schools.models import School


class Command(BaseCommand):
    """Print counts and bad rows, never a name: a terminal's history is no place for a roll."""

    help = "Reads a OneRoster zip or a CSV file and says what it would change. Nothing changes without --confirm."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("school", metavar="SCHOOL", help="short name of the school")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--confirm", action="store_true", help="change the roll")
        parser.add_argument("--leaving", type=int, metavar="N", help="how many leave, where it is more than a tenth")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        school, file = finding.the_school(options["school"]), options["file"]
        try:
            row = self._read(school, file)
            plan = actions.preview(row)
            self.stdout.write(_told(plan))
            if not options["confirm"]:
                actions.drop(row=row, by=SERVER)
                self.stdout.write("Nothing was changed. To change the roll, run it again with --confirm.")
                return
            actions.confirm(row=row, seen=digest(plan), said=options["leaving"], by=SERVER)
        except RefusedError as error:
            more = " (--leaving N)" if "type that number" in str(error) else ""
            raise CommandError(f"{error}{more}") from None
        self.stdout.write("The roll was changed.")

    def _read(self, school: School, file: Path) -> Import:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}") from None
        row = actions.receive(school=school, data=data, name=file.name, by=SERVER)
        missing = actions.missing_columns(row)
        if missing:
            actions.drop(row=row, by=SERVER)
            raise CommandError(
                f"No heading was understood as: {', '.join(missing)}. Choose the columns on the office's page."
            )
        return row


def _told(plan: Plan) -> str:
    lines = [f"{each.file}, line {each.line}: {each.reason}{'' if each.left_out else ' (taken)'}" for each in plan.odd]
    held = (
        [f"{plan.held} seem to have left, but not all rows could be read: nobody is taken for a leaver."]
        if plan.held
        else []
    )
    counts = f"{len(plan.added)} new, {len(plan.changed)} different, {len(plan.left)} left, {plan.same} the same."
    return "\n".join([*lines, *held, counts])

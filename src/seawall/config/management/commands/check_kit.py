"""`./run manage check-kit`: see that the paper in the safe is this school's recovery kit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding
from seawall.config.asking import Asker, kit_words
from seawall.journal.actions import SERVER
from seawall.kit.refusal import RefusedError
from seawall.schools.actions import check_kit


class Command(BaseCommand):
    """Ask for the kit's words and say whether they are right."""

    help = "Checks the recovery kit that is in the school's safe, and finishes a set-up in which it was not typed back."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        finding.add_school(parser)

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        school = finding.the_school(options["school"])
        words = Asker(self.stdout).ask("The twelve words of the recovery kit, in their order", kit_words)
        try:
            check_kit(school=school, kit_words=tuple(words.split()), by=SERVER)
        except RefusedError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"This is the recovery kit of {school.name}. Put it back into the safe.")

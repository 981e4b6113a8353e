"""`./run manage new-kit`: a new recovery kit, when the old one is lost or was seen by somebody."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding, kit_on_paper
from seawall.config.asking import Asker, an_address
from seawall.kit.refusal import RefusedError
from seawall.schools.actions import new_kit


class Command(BaseCommand):
    """Ask a lead for their password, print new words, have two typed back."""

    help = "Makes a new recovery kit; the old one opens nothing any more. A safeguarding lead has to be there."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        finding.add_school(parser)
        parser.add_argument("--email", help="the address of a safeguarding lead, who types their password")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        school = finding.the_school(options["school"])
        asker = Asker(self.stdout)
        lead = finding.the_person(
            school, asker.ask("E-mail address of a safeguarding lead", an_address, options["email"])
        )
        ring = finding.their_ring(lead, asker)
        try:
            words = new_kit(school=school, through=ring, by=lead)
        except RefusedError as error:
            raise CommandError(str(error)) from None
        kit_on_paper.show(self.stdout, school, words)
        kit_on_paper.type_back(asker, school, words, lead)
        self.stdout.write("The new kit is confirmed. Tear the old one up.")

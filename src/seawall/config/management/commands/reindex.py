"""`./run manage reindex`: make the keys by which a school's identifiers are met anew, by the newest forms."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seawall.config import finding
from seawall.config.asking import Asker, an_address
from seawall.links import reindexing


class Command(BaseCommand):
    """Ask a lead for their password, go through every identifier they can open, and say how far it is."""

    help = (
        "Makes the keys of all identifiers of a school anew after an update of their forms (docs/links.md). Killed, it "
        "goes on where it ended. A safeguarding lead types their password: the server alone can't open what was told."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the school, the lead, and whether to do all."""
        finding.add_school(parser)
        parser.add_argument("--email", help="the address of a safeguarding lead, who types their password")
        parser.add_argument(
            "--all", action="store_true", help="also what was made by the newest forms, from the beginning"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        """Go on until everything is done; a line of progress after each batch. Raises CommandError."""
        finding.ready()
        school, asker = finding.the_school(options["school"]), Asker(self.stdout)
        asked = asker.ask("E-mail address of a safeguarding lead", an_address, options["email"])
        lead = finding.the_person(school, asked)
        ring = finding.their_ring(lead, asker)
        run = reindexing.begin(school=school, all_rows=options["all"], by=lead)
        if run.done:
            self.stdout.write(f"Going on after {run.done:,} of {run.total:,}.")
        for step in reindexing.go_on(run=run, ring=ring, by=lead):
            self.stdout.write(f"{step.done:,} of {step.total:,}")
        left = school.identifiers.of_old_version().count()
        if left:
            self.stdout.write(
                f"{left:,} stand in cases closed off to {lead.get_full_name()}. Somebody who can open them does them."
            )
        self.stdout.write("Done.")

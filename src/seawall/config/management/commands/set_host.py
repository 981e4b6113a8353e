"""`./run manage set-host`: the host name of a school, and whether browsers will reach it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seawall.config import finding, reaching
from seawall.config.asking import Asker
from seawall.journal.actions import SERVER
from seawall.schools.actions import change_facts


class Command(BaseCommand):
    """Set the name, or only look (without --host)."""

    help = "Gives a school a host name of its own (--host '' takes it away), and says what keeps browsers from it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        finding.add_school(parser)
        parser.add_argument("--host", help="the name, such as tell.marram-bay.example; left out: nothing is changed")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        school = finding.the_school(options["school"])
        if options["host"] is not None:
            check = reaching.a_host(there=True, but=school.pk)
            host = Asker(self.stdout).ask("Host name", check, options["host"])
            change_facts(school=school, facts={"host": host or None}, by=SERVER)
        self.stdout.write(f"{school.name}: {school.host or 'no host name of its own'}")
        for sentence in reaching.troubles(school.host or "") or [
            "Nothing that shows from here keeps browsers from it."
        ]:
            self.stdout.write(f"  - {sentence}")

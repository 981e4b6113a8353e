"""`./run manage forget-account`: somebody's account with the school's own sign-in was made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seawall.config import finding
from seawall.journal.actions import SERVER
from seawall.schools import outside


class Command(BaseCommand):
    """Forget the account that a person is bound to."""

    help = "Forgets which account of the school's own sign-in a person uses; the next one with their address is taken."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        finding.add_school(parser)
        parser.add_argument("address", help="the e-mail address they sign in with")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        person = finding.the_person(finding.the_school(options["school"]), options["address"])
        there = outside.forget(person=person, by=SERVER)
        self.stdout.write("Forgotten." if there else "There was none.")

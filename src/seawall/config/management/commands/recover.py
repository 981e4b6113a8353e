"""`./run manage recover`: a safeguarding lead whose password is lost gets back in with the recovery kit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding
from seawall.config.asking import Asker, an_address, kit_words
from seawall.journal.actions import SERVER
from seawall.kit.refusal import RefusedError
from seawall.schools.actions import recover_with_kit


class Command(BaseCommand):
    """Ask for the kit's words and a new password."""

    help = (
        "Gives a safeguarding lead or deputy whose password is lost a new one, with the school's recovery kit in hand."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        finding.add_school(parser)
        parser.add_argument("--email", help="the address they sign in with")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        school = finding.the_school(options["school"])
        asker = Asker(self.stdout)
        person = finding.the_person(school, asker.ask("E-mail address of the lead", an_address, options["email"]))
        words = asker.ask("The twelve words of the recovery kit, in their order", kit_words)
        password = asker.password(f"A new password that only {person.name} knows", person)
        try:
            recover_with_kit(person=person, kit_words=tuple(words.split()), new_password=password, by=SERVER)
        except RefusedError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{person.name} can sign in with the new password and open what was told. The second factor is as it was. "
            "The kit stays good; put it back into the safe."
        )

"""`./run manage add-person`: somebody who works at the school, with a password for the first time they sign in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding
from seawall.config.asking import Asker, a_name, an_address
from seawall.journal.actions import SERVER
from seawall.kit.codes import Code
from seawall.kit.refusal import RefusedError
from seawall.schools.actions import Hire, add_person
from seawall.schools.rules import LEADS, Role


def _a_role(typed: str) -> str:
    role = typed.strip().lower()
    if role not in set(Role):
        raise ValueError(f"The role must be one of: {', '.join(Role)}.")
    return role


class Command(BaseCommand):
    """Ask who it is, and print a password to hand over."""

    help = "Adds somebody who works at the school. The same can be done on the page People after signing in."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        finding.add_school(parser)
        parser.add_argument("--name", help="their name")
        parser.add_argument("--email", help="the address they sign in with")
        parser.add_argument("--role", help=f"one of: {', '.join(Role)}")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        school = finding.the_school(options["school"])
        asker = Asker(self.stdout)
        name = asker.ask("Name", a_name(120), options["name"])
        email = asker.ask("E-mail address they sign in with", an_address, options["email"])
        role = Role(asker.ask(f"Role ({', '.join(Role)})", _a_role, options["role"]))
        password = "-".join(Code.new().words[:4])
        try:
            add_person(school=school, who=Hire(name, email, role, password), by=SERVER, password_is_theirs=False)
        except RefusedError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{name} is added. Password for the first time they sign in, when they choose their own:\n\n    {password}\n"
        )
        if role in LEADS:
            self.stdout.write(
                "Then a safeguarding lead who is in the team has to let them in, on the page People: "
                "only they can hand on the keys."
            )

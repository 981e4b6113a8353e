"""`./run manage set-up`: a school, its first safeguarding lead and its recovery kit, in one sitting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import kit_on_paper, reaching, starting
from seawall.config.asking import Asker, a_name, a_short_name, an_address
from seawall.journal.actions import SERVER
from seawall.kit.refusal import RefusedError
from seawall.schools.actions import Hire, NewSchool, set_up_school
from seawall.schools.models import Person, School, sign_in_key
from seawall.schools.rules import Role
from seawall.vault.server import make_key_file

_WELCOME = """This sets up a school. You need: the school's name, its safeguarding lead beside you (they choose a password that
nobody else knows), and pen and paper or a printer. Nothing is written before all questions are answered."""


class Command(BaseCommand):
    """Ask, then make the folder, the key, the tables, the school; print the kit and have two words typed back."""

    help = "Sets up a school on this server: the first one, or one more. It never changes a school that is there."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", help="the school's name")
        parser.add_argument("--short-name", help="its short name for addresses, such as marram-bay")
        parser.add_argument("--phone", default="", help="its telephone number, for the public pages")
        parser.add_argument("--reads-when", default="", help="when somebody reads what comes in, in a sentence")
        parser.add_argument("--host", help="a host name of its own, such as tell.marram-bay.example; may stay empty")
        parser.add_argument("--lead-name", help="the safeguarding lead's name")
        parser.add_argument("--lead-email", help="the e-mail address the lead signs in with")

    def handle(self, *_args: object, **options: Any) -> None:
        if settings.SEAWALL_DEMO or (settings.DATA / "demonstration").exists():
            raise CommandError(
                "This folder holds the demonstration. A real school wants one of its own (SEAWALL_DATA)."
            )
        there = _what_is_there()
        asker = Asker(self.stdout)
        self.stdout.write(_WELCOME + "\n")
        new = self._answers(asker, options, there=there)
        _make_ground()
        try:
            made = set_up_school(by=SERVER, **new)
        except RefusedError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"\n{made.school.name} is set up.")
        self._kit(asker, made)
        self.stdout.write(_next_steps(made))

    def _answers(self, asker: Asker, options: dict[str, Any], *, there: bool) -> dict[str, Any]:
        name = asker.ask("Name of the school", a_name(120), options["name"])
        slug = asker.ask(
            "Short name, for addresses (such as marram-bay)", _free_slug(there=there), options["short_name"]
        )
        host = self._host(asker, options["host"], there=there)
        lead = asker.ask("Name of the safeguarding lead", a_name(120), options["lead_name"])
        email = asker.ask("E-mail address they sign in with", _free_address(there=there), options["lead_email"])
        question = f"A password that only {lead} knows (12 characters or more; a few words are good)"
        password = asker.password(question, Person(name=lead, email=email, school=School(name=name, slug=slug)))
        return {
            "slug": slug,
            "name": name,
            "host": host or None,
            "phone": options["phone"][:40],
            "reads_when": options["reads_when"][:300],
            "lead": Hire(lead, email, Role.LEAD, password),
        }

    def _host(self, asker: Asker, given: str | None, *, there: bool) -> str:
        """Ask for the host name, if somebody is there to ask, and say at once what keeps browsers from it."""
        if given is None and not asker.at_terminal:
            return ""
        question = "Host name by which browsers reach it, such as tell.marram-bay.example (empty: none yet)"
        host = asker.ask(question, reaching.a_host(there=there), given)
        for sentence in reaching.troubles(host):
            self.stdout.write(f"  To do: {sentence}")
        return host

    def _kit(self, asker: Asker, made: NewSchool) -> None:
        kit_on_paper.show(self.stdout, made.school, made.kit_words)
        try:
            kit_on_paper.type_back(asker, made.school, made.kit_words, made.lead)
        except (CommandError, KeyboardInterrupt):
            raise CommandError(
                "The school is there, but the recovery kit was not typed back, so the set-up is not finished. With the kit in "
                "hand: ./run manage check-kit   Without it: ./run manage new-kit"
            ) from None


def _what_is_there() -> bool:
    """Say whether this server has tables already. Raises CommandError if its key was lost: a new one would not fit."""
    if not starting.database_is_there():
        return False
    if School.objects.exists() or settings.SEAWALL_KEY_FILE.exists():
        starting.check_key()
    starting.bring_tables_up_to_date()
    return True


def _make_ground() -> None:
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not settings.SEAWALL_KEY_FILE.exists():
            make_key_file(settings.SEAWALL_KEY_FILE)
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from None
    call_command("migrate", interactive=False, verbosity=0)


def _free_slug(*, there: bool) -> Any:
    def check(typed: str) -> str:
        slug = a_short_name(typed)
        if there and School.objects.filter(slug=slug).exists():
            raise ValueError("A school with this short name is there already. It was not changed.")
        return slug

    return check


def _free_address(*, there: bool) -> Any:
    def check(typed: str) -> str:
        address = an_address(typed)
        if there and Person.objects.filter(username=sign_in_key(address)).exists():
            raise ValueError("Somebody with this e-mail address is there already.")
        return address

    return check


def _next_steps(made: NewSchool) -> str:
    several = School.objects.count() > 1
    where = f"/at/{made.school.slug}/" if several else "/"
    to_do = "".join(f"\n     - {sentence}" for sentence in reaching.troubles(made.school.host or ""))
    return f"""
What comes next
  1. The paper goes into the school's safe.
  2. ./run serve   then {made.lead.name} signs in at http://127.0.0.1:8000{where}sign-in/
     and sets up a second factor: an authenticator app or a passkey.
  3. Everything else, with what is missing and why: the page "Office", "Setting up". People are invited there, too.
  4. Keep a copy of this file apart from the database's backups; without it they cannot be used:
     {settings.SEAWALL_KEY_FILE}
  5. Before others reach the server: docs/how-to/run-a-server.md{to_do}"""

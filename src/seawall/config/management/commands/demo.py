"""`./run demo`: a made-up school with a believable week, to look around in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import starting
from seawall.config.demo import keeping, mailing
from seawall.config.demo.cast import (
    ACCOUNTS,
    CHILD_CODE,
    PARENT_CODE,
    PASSWORD,
    SECOND_ACCOUNTS,
    SECOND_SLUG,
    SLUG,
    Account,
)
from seawall.config.management.commands.serve import add_address


class Command(BaseCommand):
    """Seed the demonstration the first time, print who can sign in, serve."""

    help = (
        "Runs a demonstration: Marram Bay School, made up from first to last. Its data lies apart from a real school's."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_address(parser)
        parser.add_argument("--fresh", action="store_true", help="throw the demonstration away and make it anew")
        parser.add_argument("--two", action="store_true", help="with a second school, Heron Hill (for tests)")
        parser.add_argument("--mail", action="store_true", help="with a mail server (Dovecot), and mails that arrive")
        parser.add_argument("--no-serve", action="store_true", help="only make it")
        parser.add_argument(
            "--codes", action="store_true", help="print the codes of the authenticator apps now, and end"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        if not settings.SEAWALL_DEMO:
            raise CommandError("Start the demonstration with: ./run demo")
        if options["codes"]:
            self.stdout.write("\n".join(f"{each.code()}  {each.email}" for each in ACCOUNTS if each.second_factor))
            return
        if not options["no_serve"]:
            starting.check_port(options["host"], options["port"])  # before anything is thrown away under a running one
        made = keeping.ensure(fresh=options["fresh"], second_school=options["two"])
        self.stdout.write("The week at Marram Bay School was made.\n" if made else "")
        base = f"http://{options['host']}:{options['port']}"
        mail = ["", *mailing.begin()] if options["mail"] and not options["no_serve"] else []
        self.stdout.write(_box([*_lines(base, two=options["two"]), *mail]) + "\n")
        if options["no_serve"]:
            return
        starting.open_doors(host=options["host"], port=options["port"], stdout=self.stdout)


def _lines(base: str, *, two: bool) -> list[str]:
    accounts = (*ACCOUNTS, *(SECOND_ACCOUNTS if two else ()))
    first = f"{base}/at/{SLUG}" if two else base
    return [
        "SEAWALL, DEMONSTRATION: a made-up school. Nothing and nobody in it is real.",
        "",
        f"Tell, as a child or parent   {first}/",
        f"Sign in, as staff            {first}/sign-in/",
        *([f"The second school            {base}/at/{SECOND_SLUG}/"] if two else []),
        "",
        f"Password of everybody        {PASSWORD}",
        "",
        *_people(accounts),
        "",
        "The last column is the secret for an authenticator app.",
        "The six digits it shows now:  ./run demo --codes",
        "",
        "Come back with a code (on the start page: I have a code)",
        f"  Callum, year 7             {' '.join(CHILD_CODE)}",
        f"  Jess's mother              {' '.join(PARENT_CODE)}",
    ]


def _people(accounts: tuple[Account, ...]) -> list[str]:
    return [
        f"  {each.email:<26} {each.what:<26} {each.secret if each.second_factor else '(password only)'}"
        for each in accounts
    ]


def _box(lines: list[str]) -> str:
    width = max(map(len, lines))
    edge = "─" * (width + 2)
    return "\n".join([f"┌{edge}┐", *(f"│ {line:<{width}} │" for line in lines), f"└{edge}┘"])

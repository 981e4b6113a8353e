"""`./run serve`: a school's server, web pages and worker together."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seawall.config import starting


def add_address(parser: CommandParser) -> None:
    """Take where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="the port (8000)")


class Command(BaseCommand):
    """Check that set-up was done, bring tables and static files up to date, serve."""

    help = "Runs the server: the web pages and the worker. The first time, run `./run manage set-up` before."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_address(parser)

    def handle(self, *_args: object, **options: Any) -> None:
        starting.check_set_up()
        starting.check_https(options["host"])
        starting.open_doors(host=options["host"], port=options["port"], stdout=self.stdout)

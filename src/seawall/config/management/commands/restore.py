"""`./run manage restore FILE`: everything back from a backup, on a clean machine, on either kind of database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from seawall.config.asking import Asker
from seawall.config.copies import archive, places
from seawall.vault.server import put_key_file


class Command(BaseCommand):
    """See that nothing is there, lay the tables out as they were, fill them, compare, bring them up to date."""

    help = "Puts everything back from a backup into an empty database. It never writes over anything."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--passphrase-file", type=Path, help="a file whose first line is the passphrase")

    def handle(self, *_args: object, **options: Any) -> None:
        if settings.SEAWALL_DEMO or (settings.DATA / "demonstration").exists():
            raise CommandError(
                "This folder holds the demonstration. A real school wants one of its own (SEAWALL_DATA)."
            )
        given = options["passphrase_file"]
        typed = "" if given else Asker(self.stdout).known_password("The passphrase of the backup")
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        places.refuse_unless_empty(connection)
        with archive.opened(options["file"], archive.passphrase_from(given, typed)) as opened:
            opened.check()
            places.refuse_newer(connection, opened.about.migrations)
            _put_key(opened.key)
            places.lay_out(connection, opened.about.migrations)
            digests = opened.about.digests
            places.pour(connection, ((table, opened.rows(table)) for table in digests))
            if wrong := places.differing(connection, digests):
                raise CommandError(
                    f"These tables are not as they were: {', '.join(wrong)}. Start again in an empty database."
                )
            made_at = opened.about.made_at
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            f"Everything of {made_at} is back: {len(digests)} tables, every row as it was. What came in after that is not in it. "
            "Now: ./run manage verify-chronology, then ./run serve. Everybody signs in again."
        )


def _put_key(key: str) -> None:
    """Put the server's key where it is looked for. Raises CommandError if another one lies there."""
    if not put_key_file(settings.SEAWALL_KEY_FILE, key):
        raise CommandError(
            f"At {settings.SEAWALL_KEY_FILE} lies another key than that of the backup. Nothing was changed. Restore with a "
            "folder of its own (SEAWALL_DATA)."
        )

"""`./run manage backup FILE`: everything in one encrypted file, made while the house runs, and opened again to prove it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding
from seawall.config.asking import Asker
from seawall.config.copies import archive, places
from seawall.config.copies.tables import tables


class Command(BaseCommand):
    """Take a still picture of the database, write it, open what was written and read it all."""

    help = "Writes all that Seawall keeps, and the server's key, into one file under a passphrase. People can go on working."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; it must not be there yet")
        parser.add_argument(
            "--passphrase-file", type=Path, help="a file whose first line is the passphrase (for a timer)"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        path, given = options["file"], options["passphrase_file"]
        if path.exists():
            raise CommandError(f"{path} is there already. Nothing is written over it: choose another name.")
        typed = (
            ""
            if given
            else Asker(self.stdout).password("A passphrase for this backup (keep it where the backup is not)")
        )
        words, key = archive.passphrase_from(given, typed), settings.SEAWALL_KEY_FILE.read_text("ascii").strip()
        whole = path.with_name(f"{path.name}.part")
        whole.unlink(missing_ok=True)
        try:
            with places.still() as connection:
                migrations = places.applied(connection)
                archive.write(
                    whole, connection=connection, tables=tables(), migrations=migrations, key=key, words=words
                )
            with archive.opened(whole, words) as opened:
                count = opened.check()
            whole.rename(path)
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error.strerror}. There is none.") from None
        finally:
            whole.unlink(missing_ok=True)
        self.stdout.write(
            f"{path}: {count} rows in {len(opened.about.digests)} tables, {path.stat().st_size // 1024 + 1} KB. It was opened "
            "again and every row is as it was. Keep it on another machine; try `restore` there once a term."
        )

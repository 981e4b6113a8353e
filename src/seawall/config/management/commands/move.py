"""`./run manage move ADDRESS`: everything into another, empty database, such as from SQLite to PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.config import finding
from seawall.config.copies import places
from seawall.config.copies.tables import digest_of, rows, tables
from seawall.config.databases import by_address


class Command(BaseCommand):
    """Copy every row from a still picture of this database into another, then compare the two, table by table."""

    help = "Copies everything into another, empty database and proves that nothing changed. Stop `serve` first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", help="the address of the other database, as for DATABASE_URL")

    def handle(self, *_args: object, **options: Any) -> None:
        finding.ready()
        try:
            wanted = by_address(options["to"])
        except ValueError:
            raise CommandError(
                "This is no address of a database. One looks like postgresql://user@127.0.0.1/seawall"
            ) from None
        with places.still() as here:
            if here.vendor != "sqlite" and wanted["ENGINE"] == here.settings_dict["ENGINE"]:
                raise CommandError("Between two PostgreSQL databases, use backup and restore, or pg_dump.")
            digests = {table: digest_of(table, here) for table in tables()}
            with places.another(wanted) as there:
                places.refuse_unless_empty(there)
                places.lay_out(there, places.applied(here))
                places.pour(there, ((table, rows(table, here)) for table in digests))
                wrong = places.differing(there, digests)
        for table, digest in digests.items():
            self.stdout.write(f"{'differs' if table.name in wrong else 'same':8} {table.name:40} {digest}")
        if wrong:
            raise CommandError("Some tables are not the same. Stay with the old database, and tell us.")
        self.stdout.write(
            "Everything is there, and nothing changed. Set DATABASE_URL to the new address; keep the old as it is."
        )

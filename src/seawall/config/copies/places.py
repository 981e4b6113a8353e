"""Databases to copy from and to: a still picture of the one in use, and another one by its address."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from seawall.config.copies.tables import LEFT_OUT, Table, digest_of, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper

    from seawall.config.copies.tables import Row

type Migrations = list[tuple[str, str]]


@contextmanager
def another(settings: Mapping[str, Any], alias: str = "other") -> Iterator[BaseDatabaseWrapper]:
    """Open another database by its settings, under a name, for as long as the block runs."""
    connections.settings[alias] = {**connections.settings["default"], "CONN_MAX_AGE": 0, **settings}
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def still() -> Iterator[BaseDatabaseWrapper]:
    """The database as it is at one moment; nobody who writes meanwhile waits for us, and nothing they write is in it."""
    live = connections["default"]
    if live.vendor != "sqlite":
        with transaction.atomic():
            with live.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield live
        return
    where = Path(str(live.settings_dict["NAME"]))
    with tempfile.TemporaryDirectory(dir=where.parent, prefix="backup-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with (
            closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        with another({"NAME": str(copy)}, "still") as connection:
            yield connection


def applied(connection: BaseDatabaseWrapper) -> Migrations:
    """Which migrations a database has."""
    return sorted(MigrationExecutor(connection).loader.applied_migrations or {})


def refuse_unless_empty(connection: BaseDatabaseWrapper) -> None:
    """See that nothing is in a database. Raises CommandError: nothing is ever written over what somebody told."""
    try:
        there = connection.introspection.table_names()
        for table in sorted({*there} - LEFT_OUT - {"django_migrations"}):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - quoted
                if cursor.fetchone():
                    raise CommandError(
                        "There is something in this database already, and nothing was changed. Restore into an empty one: "
                        "a new folder (SEAWALL_DATA), or a new PostgreSQL database."
                    )
    except DatabaseError as error:
        raise CommandError(f"The database does not answer ({type(error).__name__}). Is its address right?") from None


def refuse_newer(connection: BaseDatabaseWrapper, migrations: Migrations) -> None:
    """See that we know all these migrations. Raises CommandError if a newer Seawall made them; nothing is changed."""
    if unknown := sorted({*migrations} - {*MigrationExecutor(connection).loader.graph.nodes}):
        raise CommandError(
            f"This was made by a newer Seawall (it has {unknown[0][0]} {unknown[0][1]}). Install that version first. "
            "Nothing was changed."
        )


def lay_out(connection: BaseDatabaseWrapper, migrations: Migrations) -> None:
    """Make the tables of an empty database as they were."""
    executor, wanted = MigrationExecutor(connection), {*migrations}
    nodes = executor.loader.graph.node_map
    followed = {parent.key for key in wanted for parent in nodes[key].parents if parent.key[0] == key[0]}
    executor.migrate(sorted(wanted - followed))


def pour(connection: BaseDatabaseWrapper, told: Iterable[tuple[Table, Iterable[Row]]]) -> list[Table]:
    """Fill the tables of a database in one transaction: all of it, or nothing. Return the tables."""
    filled = []
    with transaction.atomic(using=connection.alias):
        for table, inside in told:
            fill(table, inside, connection)
            filled.append(table)
        with connection.cursor() as cursor:
            for statement in _next_numbers(connection):
                cursor.execute(statement)
    return filled


def _next_numbers(connection: BaseDatabaseWrapper) -> list[str]:
    """Statements that let automatic numbers go on after the highest. SQLite needs none."""
    from django.apps import apps  # noqa: PLC0415 - at the time of use, all models are there

    there = {*connection.introspection.table_names()}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in there]
    return list(connection.ops.sequence_reset_sql(no_style(), models))


def differing(connection: BaseDatabaseWrapper, digests: Mapping[Table, str]) -> list[str]:
    """Names of tables whose rows are not what their digest says."""
    return [table.name for table, digest in digests.items() if digest_of(table, connection) != digest]

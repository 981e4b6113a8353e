"""New rows as finished statements, made before a transaction: inside it nothing is left but to run them.

Building a row's statement takes Django many times longer than the database takes to run it. SQLite has one writer at a time,
so whoever builds while it is their turn lets every other child wait for that (docs/performance.md).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.sql import InsertQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

type Statement = tuple[str, Sequence[Any]]


def insertions(rows: Iterable[Model]) -> list[Statement]:
    """Return the statements that insert new rows, in their order; rows of one table that follow one another in one statement.

    A key that the database gives is not read back.
    """
    return [statement for _table, group in groupby(rows, type) for statement in _insertion(list(group))]


def _insertion(rows: list[Model]) -> list[Statement]:
    query = InsertQuery(type(rows[0]))
    fields = [field for field in rows[0]._meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    query.insert_values(fields, rows)
    statements: list[Statement] = query.get_compiler(connection=connection).as_sql()
    return statements


def run(statements: Iterable[Statement]) -> None:
    """Run statements. Call it inside a transaction. Raises IntegrityError as saving the rows would."""
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)


def are_written(rows: Iterable[Model]) -> None:
    """Note in rows whose statements were run and committed that they are there: saving one again changes it."""
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - documented by Django for exactly this

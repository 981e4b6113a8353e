"""Tables as plain rows, the same from SQLite and PostgreSQL, with a digest of each: what a copy is made of and proven by.

Nothing is opened: what is sealed is copied as it lies. Sessions are left out; people sign in again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.expressions import Col

from seawall.schools.models import SignIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper

LEFT_OUT: Final = frozenset({Session._meta.db_table, SignIn._meta.db_table})
CHUNK: Final = 1_000
"""Rows read or written at a time."""

type Row = tuple[Any, ...]

_FIELDS: Final[Mapping[str, models.Field[Any, Any]]] = {
    "bytes": models.BinaryField(),
    "uuid": models.UUIDField(),
    "moment": models.DateTimeField(),
    "day": models.DateField(),
    "time": models.TimeField(),
    "json": models.JSONField(),
    "yes_no": models.BooleanField(),
    "plain": models.TextField(),
}
_KINDS: Final = {
    "BinaryField": "bytes",
    "UUIDField": "uuid",
    "DateTimeField": "moment",
    "DateField": "day",
    "TimeField": "time",
    "JSONField": "json",
    "BooleanField": "yes_no",
}
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "bytes": base64.b64decode,
    "uuid": UUID,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
}
_WRITTEN: Final[Mapping[str, Callable[[Any], Any]]] = {
    "bytes": lambda value: base64.b64encode(bytes(value)).decode(),
    "uuid": str,
    "moment": lambda value: value.isoformat(),
    "day": lambda value: value.isoformat(),
    "time": lambda value: value.isoformat(),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, and each column with the kind of what is in it."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, model: type[models.Model]) -> Table:
        """The table of a model."""
        fields = model._meta.concrete_fields
        return cls(model._meta.db_table, tuple((str(each.column), _kind(each)) for each in fields))


def _kind(column: Any) -> str:  # noqa: ANN401 - any field
    while column.is_relation:
        column = column.target_field
    return "bytes" if isinstance(column, models.BinaryField) else _KINDS.get(column.get_internal_type(), "plain")


def tables() -> list[Table]:
    """Every table of the house, by name."""
    found = {
        model._meta.db_table: Table.of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def rows(table: Table, connection: BaseDatabaseWrapper) -> Iterator[Row]:
    """Every row of a table, as Python has its values. Reads on as it is asked."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name, _kind in table.columns)
    readers = [_converters(table.name, kind, connection) for _name, kind in table.columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table.name)}")  # noqa: S608 - names of our own tables, quoted
        while found := cursor.fetchmany(CHUNK):
            for row in found:
                yield tuple(read(value) for read, value in zip(readers, row, strict=True))


def _converters(table: str, kind: str, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    plain = _FIELDS[kind]
    column = Col(table, plain)
    steps = [] if kind == "plain" else [*connection.ops.get_db_converters(column), *plain.get_db_converters(connection)]

    def read(value: Any) -> Any:  # noqa: ANN401
        for step in steps:
            value = step(value, column, connection)
        return bytes(value) if kind == "bytes" and value is not None else value

    return read


def fill(table: Table, told: Iterable[Row], connection: BaseDatabaseWrapper) -> None:
    """Write rows into an empty table. Call it inside a transaction: what points to other tables is checked at its end."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name, _kind in table.columns)
    marks = ", ".join("%s" for _column in table.columns)
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - as above
    kinds = [kind for _name, kind in table.columns]
    with connection.cursor() as cursor:
        for some in _chunks(told):
            cursor.executemany(
                statement, [[_for(connection, *pair) for pair in zip(kinds, row, strict=True)] for row in some]
            )


def _for(connection: BaseDatabaseWrapper, kind: str, value: Any) -> Any:  # noqa: ANN401
    return value if kind == "plain" or value is None else _FIELDS[kind].get_db_prep_value(value, connection)


def _chunks(told: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in told:
        some.append(row)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


def line_of(table: Table, row: Row) -> bytes:
    """A row as a line of JSON, always the same for the same values."""
    kinds = [kind for _name, kind in table.columns]
    values = [
        _WRITTEN[kind](value) if kind in _WRITTEN and value is not None else value
        for kind, value in zip(kinds, row, strict=True)
    ]
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def row_of(table: Table, line: bytes) -> Row:
    """A row from its line. Raises ValueError if it is none."""
    values = json.loads(line)
    return tuple(
        _READ[kind](value) if kind in _READ and value is not None else value
        for (_name, kind), value in zip(table.columns, values, strict=True)
    )


@dataclass(slots=True)
class Digest:
    """How many rows, and the sum of their SHA-256: in whatever order they come, the same rows have the same digest."""

    rows: int = 0
    _sum: int = field(default=0, repr=False)

    def add(self, line: bytes) -> None:
        """Count a row in."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest())) % (1 << 256)

    @property
    def told(self) -> str:
        """The digest as it is written down."""
        return f"{self.rows} {self._sum:064x}"


def digest_of(table: Table, connection: BaseDatabaseWrapper) -> str:
    """Read a whole table and return its digest."""
    found = Digest()
    for row in rows(table, connection):
        found.add(line_of(table, row))
    return found.told

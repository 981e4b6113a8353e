"""Suggestions among many identifiers, on the engine in use: rows with random keys, and some that a real report meets."""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.utils import timezone

from bench.fill import SEED
from bench.table import Row, percentile
from seawall.config.demo import roll as made_up
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.links import queries
from seawall.links.models import Identifier
from seawall.links.on_roll import on_roll
from seawall.links.rules.canon import CANON_VERSION
from seawall.links.rules.imitation import possible
from seawall.reports.models import Report
from seawall.series.jobs import lift_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from django.db.models import Field

    from tests.world import World

_BATCH: Final = 20_000
_SAID: Final = 100_000
_TIMES: Final = 200
_MS: Final = 10
_ROLL_MS: Final = 20
_PUPILS: Final = 2_000
_MET_IN: Final = 30
_FIELDS: Final = {field.name: field for field in Identifier._meta.concrete_fields}


def measure(world: World, identifiers: int) -> list[Row]:
    """Keep so many identifiers, then time what a report's page asks of them, and what the job that lifts asks."""
    report, _code = world.tell("he is kai_bramble9 or jess.m_07x, ring 07700 900733", year="7")
    ring = world.ring(world.asha)
    _keep(report, identifiers)
    shown = queries.of_report(report, ring.data_key(report))
    took, found = [], queries.Suggested()
    for _ in range(_TIMES):
        started = time.perf_counter()
        found = queries.suggestions(report, ring, shown)
        took.append((time.perf_counter() - started) * 1000)
    middle, slow, n = statistics.median(took), percentile(took, 0.95), len(found.met)
    what = f"suggestions for a report's {len(shown)} identifiers among {identifiers:,}, met in {n} reports"
    started = time.perf_counter()
    lifted = lift_waiting()
    all_waiting = (time.perf_counter() - started) * 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return [
        Row(what, f"< {_MS} ms", f"{middle:.1f} ms (p95 {slow:.1f})", middle < _MS),
        Row("  looking over all that waits for what to lift", "", f"{all_waiting:.0f} ms, {lifted} lifted"),
        _roll(world),
        Row("  most memory of the measuring process so far", "", f"{memory:.0f} MB"),
    ]


def _roll(world: World) -> Row:
    """Compare a fake account with a roll of so many pupils, once its names have been opened."""
    made_up.enrol(world.heron, count=_PUPILS, by=world.lena, today=timezone.localdate(clock.now()))
    took = []
    for _ in range(_TIMES // 4):
        started = time.perf_counter()
        possible("jess.m_07", on_roll(world.heron).names, known_fake=True)
        took.append((time.perf_counter() - started) * 1000)
    middle, slow = statistics.median(took), percentile(took, 0.95)
    said = f"{middle:.1f} ms (p95 {slow:.1f}), the first time {took[0]:.0f} ms"
    return Row(f"comparing an account with a roll of {_PUPILS:,}", f"< {_ROLL_MS} ms", said, middle < _ROLL_MS)


def _keep(pattern: Report, identifiers: int) -> None:
    """Keep so many rows, in big batches past the ORM, the indexes of ours after them, saying how far it is."""
    draw = random.Random(SEED)  # noqa: S311 - test data, the same each time
    reports = list(Report.objects.exclude(pk=pattern.pk).values_list("pk", flat=True)[:20_000])
    mine = list(pattern.identifiers.all())
    started = time.monotonic()
    with connection.schema_editor() as editor:
        for index in Identifier._meta.indexes:
            editor.remove_index(Identifier, index)
    for start in range(0, identifiers, _BATCH):
        end = min(start + _BATCH, identifiers)
        with transaction.atomic():
            _write(_rows(mine, reports, range(start, end), draw))
        if end % _SAID == 0 or end == identifiers:
            _say(f"{end:,} kept in {time.monotonic() - started:.0f} s")
    with connection.schema_editor() as editor:
        for index in Identifier._meta.indexes:
            editor.add_index(Identifier, index)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _say(f"indexed in {time.monotonic() - started:.0f} s")


def _say(what: str) -> None:
    print(f"bench:   {what}", file=sys.stderr, flush=True)


def _rows(mine: list[Identifier], reports: list[UUID], numbers: range, draw: random.Random) -> Iterator[list[object]]:
    """Each row as the engine takes it: one of a few patterns, with its own id, report and keys."""
    patterns = [_pattern(like) for like in mine]
    ids = [_prepared(_FIELDS["report"], pk) for pk in reports]
    at, report, exact, skeleton = (list(_FIELDS).index(name) for name in ("id", "report", "exact", "skeleton"))
    for number in numbers:
        row = [*patterns[number % len(mine)]]
        row[at], row[report] = _prepared(_FIELDS["id"], new_id()), ids[number % len(ids)]
        if number >= _MET_IN:
            row[exact], row[skeleton] = draw.randbytes(16), draw.randbytes(16)
        yield row


def _pattern(like: Identifier) -> list[object]:
    row = Identifier(
        school_id=like.school_id,
        report_id=like.report_id,
        kind=like.kind,
        found=like.found,
        exact=like.exact,
        skeleton=like.skeleton,
        canon_version=CANON_VERSION,
        keyed_at=clock.now(),
    )
    return [_prepared(field, getattr(row, field.attname)) for field in _FIELDS.values()]


def _write(rows: Iterable[list[object]]) -> None:
    """Write rows as the engine takes them fastest: COPY on PostgreSQL, one prepared statement on SQLite."""
    columns = ", ".join(f'"{field.column}"' for field in _FIELDS.values())
    table = f"{Identifier._meta.db_table} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for each in rows:
                    copy.write_row(each)
        else:
            places = ", ".join("?" for _ in _FIELDS)
            cursor.cursor.connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - our own names


def _prepared(field: Field[Any, Any], value: object) -> object:
    return field.get_db_prep_save(value, connection)

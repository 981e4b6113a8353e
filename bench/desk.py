"""The desk's pages, timed inside the server: the whole request through all middleware, without the network."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.table import Row, percentile
from tests.world import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from bench.fill import Size
    from seawall.cases.models import Case
    from tests.world import World

_WARM_UP, _TIMES = 3, 25
_QUEUE_MS, _QUEUE_QUERIES = 120, 12
_CASE_MS, _CASE_QUERIES = 150, 20


def measure(world: World, case: Case, size: Size) -> list[Row]:
    """Time the queue and the case's page as a lead sees them."""
    client = signed_in(world, world.asha)
    queue = f"queue page, {size.reports:,} reports kept, {size.waiting} waiting"
    return [
        *_page(client, "/at/marram-bay/desk/", queue, _QUEUE_MS, _QUEUE_QUERIES),
        *_page(
            client, f"/at/marram-bay/desk/cases/{case.pk}/", f"case page, {size.notes} notes", _CASE_MS, _CASE_QUERIES
        ),
    ]


def _page(client: Client, address: str, what: str, most_ms: int, most_queries: int) -> list[Row]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004 - anything else is not the page
        raise RuntimeError(f"{address}: {answer.status_code}")
    asked = len(queries)  # counted now: the next request empties the log
    took = [_timed(client, address) for _ in range(_WARM_UP + _TIMES)][_WARM_UP:]
    middle, slow = statistics.median(took), percentile(took, 0.95)
    kb, cpu = len(answer.content) / 1000, _cpu(client, address)
    return [
        Row(what, f"< {most_ms} ms", f"{middle:.0f} ms (p95 {slow:.0f}, CPU {cpu:.0f}), {kb:.0f} KB", middle < most_ms),
        Row("  its queries", f"<= {most_queries}", str(asked), asked <= most_queries),
    ]


def _cpu(client: Client, address: str) -> float:
    """Return the milliseconds of processor time of one request: less moved by what else the machine does."""
    started = time.process_time()
    for _ in range(_WARM_UP):
        client.get(address)
    return (time.process_time() - started) * 1000 / _WARM_UP


def _timed(client: Client, address: str) -> float:
    started = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - started) * 1000

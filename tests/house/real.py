"""Real servers for tests of the whole house, on the database engine that this run of the tests is for."""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from django.db import connection

from bench.place import own_database
from tests.stories.server import manage, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stories.server import Server


@contextmanager
def demonstration(data: Path) -> Iterator[tuple[Server, dict[str, str]]]:
    """Seed the demonstration and serve it; yield the server and the environment with which it can be started again."""
    postgres = connection.vendor == "postgresql"
    with own_database(os.environ["DATABASE_URL"]) if postgres else nullcontext() as address:
        more = {"DATABASE_URL": address} if address else {}
        done = manage(data, "demo", "--no-serve", **more)
        assert done.returncode == 0, done.stdout + done.stderr
        server = start(data, command=("demo",), **more)
        try:
            yield server, more
        finally:
            server.stop()

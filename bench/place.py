"""A place to measure in: a folder and a database of the bench's own, thrown away at the end."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTGRES: Final = "postgresql://postgres@127.0.0.1:5432/postgres"

_KEPT: Final = ("SEAWALL_TEST_POSTGRES", "SEAWALL_CHROMIUM")


@contextmanager
def place(engine: str) -> Iterator[Path]:
    """Point the settings at a new folder and database; Django must not be set up yet. Raises psycopg.Error."""
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as folder:
        data = Path(folder)
        for name in [name for name in os.environ if name.startswith("SEAWALL_") and name not in _KEPT]:
            del os.environ[name]
        os.environ.pop("DATABASE_URL", None)
        os.environ["SEAWALL_DATA"] = str(data)
        os.environ["SEAWALL_HOSTS"] = "localhost,127.0.0.1,testserver"
        os.environ["DJANGO_SETTINGS_MODULE"] = "seawall.config.settings"
        if engine == "sqlite":
            yield data
        else:
            with own_database(os.environ.get("SEAWALL_TEST_POSTGRES", POSTGRES)) as address:
                os.environ["DATABASE_URL"] = address
                yield data


@contextmanager
def own_database(admin: str) -> Iterator[str]:
    """Make a PostgreSQL database; yield its address; drop it. Raises psycopg.Error if the server at `admin` does not let us."""
    name = f"seawall_bench_{secrets.token_hex(4)}"
    with psycopg.connect(admin, autocommit=True, connect_timeout=5) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{admin.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

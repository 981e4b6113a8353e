"""A database by its address: SQLite as the house uses it, or PostgreSQL."""

from __future__ import annotations

from typing import Any

import dj_database_url


def by_address(address: str) -> dict[str, Any]:
    """Return Django's settings for a database. Raises ValueError for an address that is none."""
    found: dict[str, Any] = dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["ENGINE"] = "seawall.config.sqlite"
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
        }
    found.setdefault("OPTIONS", {})
    return found

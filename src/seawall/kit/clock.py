"""The time, as one small port, so that a test can live through a summer in a second."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """Return the time now, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Make `now()` answer `at` (aware) inside the block. For tests and the demonstration's made-up week."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)

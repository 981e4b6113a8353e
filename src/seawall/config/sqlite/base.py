"""SQLite's one writer at a time, as a queue.

Left alone, SQLite's writers poll: each sleeps and looks again, ever longer, while the lock is free; some wait a second, one
may starve. Here they queue before they begin: threads of a process at a lock, processes at a file beside the database, which
the system hands on the moment it is free, and takes back from a process that was killed. SQLite's own lock stays what keeps
two writers apart; the queue only says who tries it next. Measured: docs/performance.md.
"""

from __future__ import annotations

import fcntl
import os
import threading
from typing import TYPE_CHECKING, Any, Final

from django.db import OperationalError
from django.db.backends.sqlite3 import base

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_WRITES: Final = frozenset({"INSERT", "UPDATE", "DELETE", "REPLAC"})
_FIRST_LETTERS: Final = 6
_LONGEST_WAIT: Final = 20.0
"""Seconds in the queue of a process, if the settings say no `timeout`."""


class Queue:
    """The queue before one database file. `take` and `give` belong in pairs."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._gate = threading.Lock()
        self._handle: int | None = None

    def take(self, seconds: float = _LONGEST_WAIT) -> None:
        """Wait until it is our turn to write. Raises OperationalError, as SQLite would, when that takes too long.

        Only the first in a process's line waits at the file, and it waits for as long as it takes: should another process be
        frozen in the middle of writing, one thread of this one stands there, and the others get their error and go on.
        """
        if not self._gate.acquire(timeout=seconds):
            raise OperationalError("database is locked")
        try:
            if self._handle is None:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        except BaseException:
            self._gate.release()
            raise

    def give(self) -> None:
        """Let the next one write."""
        try:
            if self._handle is not None:
                fcntl.flock(self._handle, fcntl.LOCK_UN)
        finally:
            self._gate.release()

    def forget(self) -> None:
        """Close the file in a child that was forked: our parent's place in the queue is not the child's to give away."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


_queues: dict[str, Queue] = {}


def queue_before(database: str) -> Queue | None:
    """Return the queue of a database; None for one in memory, which belongs to one process alone."""
    if database.startswith("file:") or database == ":memory:":
        return None
    return _queues.get(database) or _queues.setdefault(database, Queue(f"{database}-queue"))


def _start_anew() -> None:
    for queue in _queues.values():
        queue.forget()
    _queues.clear()


os.register_at_fork(after_in_child=_start_anew)


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that queues for a write outside a transaction."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 - as Django has it
        with self.wrapper.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Sequence[Any]) -> Any:  # type: ignore[override]  # noqa: ANN401
        with self.wrapper.turn_for(query):
            return super().executemany(query, param_list)


class Turn:
    """A connection's turn to write, as a context: taken unless the connection has it already."""

    def __init__(self, wrapper: DatabaseWrapper, *, wanted: bool) -> None:
        self._wrapper, self._wanted = wrapper, wanted

    def __enter__(self) -> None:
        self._wanted = self._wanted and self._wrapper.take_turn()

    def __exit__(self, *_: object) -> None:
        if self._wanted:
            self._wrapper.give_turn()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper; a transaction queues before it begins and lets the next one in when it is over."""

    _turn: Queue | None = None
    """The queue in which it is this connection's turn now."""

    def take_turn(self) -> bool:
        """Queue; return whether the turn is new (the connection may have it, or need none). Raises OperationalError."""
        queue = queue_before(str(self.settings_dict["NAME"]))
        if queue is None or self._turn is not None:
            return False
        queue.take(self.settings_dict["OPTIONS"].get("timeout", _LONGEST_WAIT))
        self._turn = queue
        return True

    def give_turn(self) -> None:
        """Let the next one in, if it is our turn."""
        queue, self._turn = self._turn, None
        if queue is not None:
            queue.give()

    def turn_for(self, query: str) -> Turn:
        """Return the turn that a statement needs: one of its own if it writes outside a transaction."""
        writes = query.lstrip()[:_FIRST_LETTERS].upper() in _WRITES
        return Turn(self, wanted=writes and not self.in_atomic_block)

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401 - as Django has it
        del name

        def make(connection: sqlite3.Connection) -> Cursor:
            cursor = Cursor(connection)
            cursor.wrapper = self
            return cursor

        return self.connection.cursor(factory=make)

    def _start_transaction_under_autocommit(self) -> None:
        new = self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            if new:
                self.give_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self.give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.give_turn()

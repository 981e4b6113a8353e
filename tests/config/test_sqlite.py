"""The queue before SQLite's one writer: handed on, given back whatever happens, taken back from the dead, nobody starving."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction

from seawall.config.sqlite.base import Queue, queue_before

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
ALIAS = "queued"
SOON = 60.0
OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # SQLite itself does not wait here: a writer that the queue lets in too early fails at once.
    "init_command": "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=0",
}
WRITERS = """
import json, sys, threading
from django.conf import settings
options = json.loads(sys.argv[4])
settings.configure(DATABASES={"default": {"ENGINE": "seawall.config.sqlite", "NAME": sys.argv[1], "OPTIONS": options}})
import django
django.setup()
from django.db import connection, transaction

def add():
    for _ in range(int(sys.argv[3])):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT n FROM counted")
            cursor.execute("UPDATE counted SET n = %s", [cursor.fetchone()[0] + 1])
    connection.close()

threads = [threading.Thread(target=add) for _ in range(int(sys.argv[2]))]
for each in threads: each.start()
for each in threads: each.join()
"""
HOLDER = """
import sys
from seawall.config.sqlite.base import Queue
queue = Queue(sys.argv[1])
for line in sys.stdin:
    getattr(queue, line.strip())()
    print("done", flush=True)
"""


class Holder:
    """Another process that takes its turn and gives it when told."""

    def __init__(self, path: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        )

    def tell(self, what: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(what.encode() + b"\n")
        self.process.stdin.flush()

    def does(self, what: str) -> None:
        self.tell(what)
        assert self.has_done()

    def has_done(self) -> bool:
        assert self.process.stdout
        return self.process.stdout.readline() == b"done\n"

    def end(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()
        self.process.kill()
        self.process.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "a.sqlite3-queue")


@pytest.fixture
def holder(path: str) -> Iterator[Holder]:
    other = Holder(path)
    yield other
    other.end()


@pytest.fixture
def database(
    tmp_path: Path, django_db_blocker: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database in a file, with the queue before it, under the alias `queued`."""
    name = str(tmp_path / "a.sqlite3")
    settings = {**connections.settings["default"], "ENGINE": "seawall.config.sqlite", "NAME": name, "OPTIONS": OPTIONS}
    monkeypatch.setitem(connections.settings, ALIAS, settings)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _run("PRAGMA journal_mode=WAL")
        _run("CREATE TABLE counted (n INTEGER NOT NULL)")
        _run("INSERT INTO counted VALUES (0)")
        yield name
        connections[ALIAS].close()
        del connections[ALIAS]


def _run(sql: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql)


def _fail_after(sql: str) -> None:
    with suppress(ZeroDivisionError), transaction.atomic(using=ALIAS):
        _run(sql)
        raise ZeroDivisionError


def _count() -> int:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT n FROM counted")
        return int(cursor.fetchone()[0])


def is_free(database: str) -> bool:
    """Whether nobody has the turn: neither a thread of this process nor, by the file, any process."""
    queue = queue_before(database)
    assert queue is not None
    with Path(f"{database}-queue").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return not queue._gate.locked()


@contextmanager
def waiting(queue: Queue) -> Iterator[threading.Event]:
    """Somebody who stands in the queue meanwhile; the event says that they had their turn."""
    had = threading.Event()

    def stand() -> None:
        queue.take()
        queue.give()
        had.set()

    thread = threading.Thread(target=stand)
    thread.start()
    yield had
    thread.join(SOON)
    assert had.is_set()


def test_a_thread_hands_the_turn_to_the_next(path: str) -> None:
    queue = Queue(path)
    queue.take()
    with waiting(queue) as one, waiting(queue) as two:
        assert not one.wait(0.05)
        assert not two.is_set()
        queue.give()
        assert one.wait(SOON)
        assert two.wait(SOON)


def test_a_process_hands_the_turn_to_the_next(path: str, holder: Holder) -> None:
    holder.does("take")
    with waiting(Queue(path)) as we:
        assert not we.wait(0.05)
        holder.does("give")
        assert we.wait(SOON)


def test_another_process_waits_for_us(path: str, holder: Holder) -> None:
    queue = Queue(path)
    queue.take()
    holder.tell("take")
    queue.give()
    assert holder.has_done()


def test_the_turn_of_a_killed_process_is_taken_back(path: str, holder: Holder) -> None:
    holder.does("take")
    with waiting(Queue(path)) as we:
        assert not we.wait(0.05)
        holder.process.kill()
        assert we.wait(SOON)


def test_nobody_starves_while_another_process_asks_again_and_again(path: str, holder: Holder) -> None:
    """The other process has its turns while three threads of ours ask again the moment they have given."""
    queue, enough, ours = Queue(path), threading.Event(), [0]

    def greedy() -> None:
        while not enough.is_set():
            queue.take()
            ours[0] += 1
            queue.give()

    threads = [threading.Thread(target=greedy) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        holder.does("take")
        holder.does("give")
    enough.set()
    assert ours[0]
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()


def test_whoever_waits_too_long_gets_sqlite_s_own_error_and_harms_nobody(path: str) -> None:
    queue = Queue(path)
    queue.take()
    with pytest.raises(OperationalError, match="database is locked"):
        queue.take(0.01)
    with waiting(queue):
        queue.give()


def test_a_queue_that_cannot_be_opened_lets_go(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path / "no such folder" / "queue"))
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            queue.take(0.01)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_gives_nothing_away(database: str) -> None:
    queue = queue_before(database)
    assert queue is not None
    queue.take()
    child = os.fork()
    if not child:
        theirs = queue_before(database)
        os._exit(0 if theirs is not queue and queue._handle is None and theirs and theirs._handle is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert not is_free(database)
    queue.give()
    assert is_free(database)


@pytest.mark.parametrize("name", [":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_a_database_in_memory_has_no_queue(name: str) -> None:
    assert queue_before(name) is None


def test_a_transaction_has_the_turn_from_before_it_begins_until_it_is_over(database: str) -> None:
    assert is_free(database)
    with transaction.atomic(using=ALIAS):
        assert not is_free(database)
        _run("UPDATE counted SET n = 1")
        assert not is_free(database)
    assert is_free(database)


def test_inner_transactions_keep_the_outer_one_s_turn(database: str) -> None:
    with transaction.atomic(using=ALIAS):
        with transaction.atomic(using=ALIAS):
            _run("UPDATE counted SET n = n + 1")
        assert not is_free(database)
        _fail_after("UPDATE counted SET n = 100")
        assert not is_free(database)
        with transaction.atomic(using=ALIAS, savepoint=False):
            _run("UPDATE counted SET n = n + 1")
        assert not is_free(database)
    assert is_free(database)
    assert _count() == 2


def test_given_back_after_a_rollback(database: str) -> None:
    _fail_after("UPDATE counted SET n = 1")
    assert is_free(database)
    with transaction.atomic(using=ALIAS):
        transaction.set_rollback(True, using=ALIAS)
    assert is_free(database)
    assert _count() == 0


def test_given_back_when_the_commit_fails(database: str) -> None:
    _run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    _run("CREATE TABLE b (a INTEGER REFERENCES a DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
        _run("INSERT INTO b VALUES (1)")
    assert is_free(database)
    with transaction.atomic(using=ALIAS):
        _run("UPDATE counted SET n = 1")


def test_given_back_when_a_statement_fails(database: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
        _run("INSERT INTO counted VALUES (NULL)")
    assert is_free(database)


def test_given_back_when_the_connection_is_closed_in_between(database: str) -> None:
    with transaction.atomic(using=ALIAS):
        _run("UPDATE counted SET n = 1")
        connections[ALIAS].close()
        assert is_free(database)
    assert is_free(database)
    assert _count() == 0


def test_given_back_when_the_transaction_cannot_begin(database: str) -> None:
    """Somebody writes past the queue, such as sqlite3 on the command line."""
    import sqlite3

    with sqlite3.connect(database, isolation_level=None) as past:
        past.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            with pytest.raises(OperationalError, match="locked"), transaction.atomic(using=ALIAS):
                pass
            assert is_free(database)
        past.execute("ROLLBACK")
    past.close()
    with transaction.atomic(using=ALIAS):
        _run("UPDATE counted SET n = 1")


def test_a_write_outside_a_transaction_queues_and_a_reading_does_not(database: str, holder: Holder) -> None:
    holder.does("take")
    assert _count() == 0
    threading.Timer(0.05, holder.tell, ["give"]).start()
    _run("  update counted SET n = 1")
    assert holder.has_done()
    assert is_free(database)
    with connections[ALIAS].cursor() as cursor:
        cursor.executemany("INSERT INTO counted VALUES (%s)", [[1], [2]])
    with pytest.raises(IntegrityError):
        _run("INSERT INTO counted VALUES (NULL)")
    assert is_free(database)


def test_many_threads_of_many_processes_lose_nothing_and_meet_no_lock(database: str) -> None:
    command = [sys.executable, "-c", WRITERS, database, "3", "20", json.dumps(OPTIONS)]
    processes = [subprocess.Popen(command, env=_environment()) for _ in range(3)]
    assert [process.wait(SOON) for process in processes] == [0, 0, 0]
    assert _count() == 3 * 3 * 20

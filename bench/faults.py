"""`./run bench --faults`: what breaks, again and again, and what was promised before it broke.

A power cut is a copy of SQLite's files at a random moment, all processes held still, with torn bytes behind the write-ahead log
and without its index, which lives in memory. What was written and not yet on the disk is in the copy, too: whether the disk keeps
what it says it has kept (`synchronous=FULL`) no copy can show.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bench import promises, serving
from bench.processes import family
from bench.table import Row
from tests.stories.server import ROOT, manage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stories.server import Server

_DATABASE: Final = "seawall.sqlite3"
_TORN: Final = 1500


@dataclass(frozen=True, slots=True)
class Cut:
    """The files at one moment, and the visits that were prepared or acknowledged just before it."""

    data: Path
    journal: Path


@dataclass(frozen=True, slots=True)
class Found:
    """What one cut kept."""

    kept: promises.Kept
    whole: bool

    @property
    def fine(self) -> bool:
        """Whether nothing that was promised is lost."""
        return self.whole and self.kept.opened == self.kept.acknowledged


@contextmanager
def still(pid: int) -> Iterator[None]:
    """Hold a process and all below it still."""
    pids = list(family(pid))
    for each in pids:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in pids:
            os.kill(each, signal.SIGCONT)


def cuts_while_sending(server: Server, folder: Path, *, count: int, senders: int, cuts: int) -> list[Cut]:
    """Let so many senders send; meanwhile take copies of the database, each some acknowledgements after the last."""
    journal = folder / "journal.jsonl"
    command = [
        sys.executable,
        "-m",
        "bench.sender",
        str(server.port),
        str(senders),
        str(count),
        "--journal",
        str(journal),
    ]
    made: list[Cut] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(made) < cuts:
            time.sleep(random.uniform(0, 0.02))  # noqa: S311 - a moment nobody chose
            if serving.acknowledged(journal) * (cuts + 1) >= count * (len(made) + 1):
                made.append(_cut(server, journal, folder / f"cut-{len(made)}"))
    return made


def _cut(server: Server, journal: Path, to: Path) -> Cut:
    to.mkdir()
    shutil.copy(journal, to / "journal.jsonl")  # before the copy: what is acknowledged after it is not promised yet
    with still(server.process.pid):
        for name in (_DATABASE, f"{_DATABASE}-wal"):
            if (server.data / name).exists():
                shutil.copy(server.data / name, to / name)
    with (to / f"{_DATABASE}-wal").open("ab") as log:
        log.write(random.randbytes(_TORN))  # noqa: S311 - any bytes
    return Cut(to, to / "journal.jsonl")


def opens(cut: Cut, server: Server) -> Found:
    """Recover a copy as SQLite does, prove it whole, put it under a running server and ask for what was acknowledged."""
    with closing(sqlite3.connect(cut.data / _DATABASE)) as database:
        sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        sound = sound and not database.execute("PRAGMA foreign_key_check").fetchall()
    shutil.copy(server.data / "server.key", cut.data / "server.key")
    chains = manage(cut.data, "verify-chronology").returncode == 0
    server.as_made(cut.data)
    return Found(promises.check(cut.journal, server.port), sound and chains)


def power_cuts(server: Server, folder: Path, *, rounds: int, count: int) -> Row:
    """Cut the power in so many moments while 8 send."""
    found = [opens(cut, server) for cut in cuts_while_sending(server, folder, count=count, senders=8, cuts=rounds)]
    asked, there = (sum(getattr(each.kept, name) for each in found) for name in ("acknowledged", "opened"))
    said = f"{len(found)} cuts: {there} of {asked} acknowledged open, {sum(each.whole for each in found)} whole"
    fine = bool(found) and all(each.fine for each in found)
    return Row("kill: the power, copies of SQLite's files", "every acknowledged one opens", said, fine)


def kills(server: Server, data: Path, *, rounds: int, count: int) -> tuple[list[Row], Server]:
    """Kill all processes in the middle of sending, so many times; after each, ask for what was acknowledged."""
    asked = there = again = 0
    fine = True
    for each in range(rounds):
        journal = data / f"killed-{each}.jsonl"
        fine &= serving.kill_while_sending(server, journal, count=count, senders=8)
        server = serving.serve(data)
        kept = promises.check(journal, server.port)
        asked, there, again = asked + kept.acknowledged, there + kept.opened, again + kept.sent_again
        fine &= kept.acknowledged == kept.opened and kept.acknowledged + kept.sent_again == count
    said = f"{rounds} rounds: {there} of {asked} acknowledged open, {again} sent again"
    return [Row("kill -9 of every process while 8 send", "every acknowledged one opens", said, fine)], server


def measure(data: Path, engine: str, rounds: int) -> list[Row]:
    """Break what can be broken, so many times each."""
    server = serving.serve(data)
    try:
        rows, server = kills(server, data, rounds=rounds, count=24)
        if engine == "sqlite":
            rows.append(power_cuts(server, data, rounds=rounds, count=max(24, 4 * rounds)))
        return rows
    finally:
        server.stop()

"""A real school in a folder, for tests with real worker processes.

As a program: `make FOLDER PORT` makes one; `work` loads everything once and, for each line it reads, becomes a worker by forking.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from tests.stories.server import MANAGE, ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class House:
    """The folder, and the environment that names its database."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    def make(self, port: int) -> None:
        """Set the school up, with a mailbox that moves what it took."""
        command = [sys.executable, "-m", "tests.post.house", "make", str(self.data), str(port)]
        subprocess.run(command, env=environment(self.data, **self.more), cwd=ROOT, check=True, timeout=120)

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker, as `./run serve` does."""
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([*MANAGE, "work"], env=environment(self.data, **self.more), cwd=ROOT, **quiet)

    @contextmanager
    def workers(self) -> Iterator[Callable[[str], str]]:
        """Yield what starts workers without waiting for Python each time.

        `run` returns a worker's process id; `once BYTES` lets one look into the boxes, with files that may be so long at most,
        and returns how it ended.
        """
        command = [sys.executable, "-m", "tests.post.house", "work"]
        pipes: dict[str, Any] = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.DEVNULL,
            "text": True,
        }
        env = environment(self.data, **self.more)
        with subprocess.Popen(command, env=env, cwd=ROOT, **pipes) as mother:
            asks, tells = mother.stdin, mother.stdout
            assert asks
            assert tells

            def start(how: str) -> str:
                asks.write(f"{how}\n")
                asks.flush()
                return str(tells.readline()).strip()

            try:
                yield start
            finally:
                asks.close()
                mother.wait(20)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask or change the database behind everybody's back."""
        if "DATABASE_URL" in self.more:
            with psycopg.connect(self.more["DATABASE_URL"], autocommit=True) as postgres:
                cursor = postgres.execute(statement)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.data / "seawall.sqlite3", timeout=30)) as file, file:
            return file.execute(statement).fetchall()

    def count(self, what: str) -> int:
        """How many rows."""
        return int(self.sql(f"SELECT count(*) FROM {what}")[0][0])  # noqa: S608 - the same

    def free(self) -> None:
        """Let every lease run out, as it does some minutes after whoever held it was killed."""
        self.sql("UPDATE letterbox_box SET lease_until = NULL, next_at = '2000-01-01 00:00:00+00:00'")
        self.sql("UPDATE worker_turn SET lease_until = NULL, due_at = '2000-01-01 00:00:00+00:00'")


def _make(data: Path, port: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from seawall.config.demo.postbox import PASSWORD, USER
    from seawall.letterbox.actions import Settings, add
    from seawall.vault import keys
    from seawall.vault.server import make_key_file
    from tests.world import make_world

    vars(keys).update(_MEMORY_KIB=64, _PASSES=1)
    make_key_file(data / "server.key")
    call_command("migrate", interactive=False, verbosity=0)
    world = make_world()
    how = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sign_in": "password",
        "user": USER,
        "secret": PASSWORD,
    }
    where = {"folder": "INBOX", "takes": "all", "afterwards": "move", "moved_to": "Taken"}
    told: dict[str, Any] = {"address": "safeguarding@school.example", **how, **where}
    add(school=world.marram, told=Settings(**told), by=world.olu)


def _work() -> None:
    import django

    django.setup()
    from seawall.worker.loop import Loop
    from seawall.worker.timetable import TIMETABLE

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        how, _, most = line.strip().partition(" ")
        ends, tells = os.pipe()
        pid = os.fork()
        if pid:
            os.close(tells)
            with os.fdopen(ends) as told:
                sys.stdout.write(f"{pid if how == 'run' else told.read()}\n")
            sys.stdout.flush()
            continue
        os.close(ends)
        if how == "run":
            Loop(TIMETABLE).run()
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
        said = "done"
        try:
            Loop([job for job in TIMETABLE if job.name == "post.look"]).run_due()
        except BaseException as error:  # noqa: BLE001 - told to whoever started it
            said = type(error).__name__
        os.write(tells, said.encode())
        os._exit(0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "seawall.config.settings"
    if sys.argv[1] == "work":
        _work()
    else:
        _make(Path(sys.argv[2]), int(sys.argv[3]))

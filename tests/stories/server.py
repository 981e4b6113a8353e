"""A real server for the browser stories: the demonstration, seeded once, copied for each file that wants it untouched.

Stories never touch the database themselves. Addresses: `server.url("/tell/")`. People: seawall.config.demo.cast.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seawall.config.demo.cast import CHILD_CODE, PARENT_CODE, PASSWORD, Account, account

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CHILD_CODE", "PARENT_CODE", "PASSWORD", "Account", "Server", "account", "running", "seeded"]

ROOT = Path(__file__).resolve().parents[2]
MANAGE = (sys.executable, "-m", "seawall.config.manage")
_START_WITHIN = 180.0  # for what never starts: on a busy machine many start at once
_STOP_WITHIN = 30.0
_DATABASE: Final = "seawall.sqlite3"
_COOKIES: Final = "cookies.json"


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a command of ours over a data folder: nothing of this process's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SEAWALL_") and name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return kept | {"PYTHONPATH": path, "SEAWALL_DATA": str(data), "SEAWALL_STATIC": str(ROOT / "var" / "static")} | more


def manage(data: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours over a data folder, and wait for it."""
    return subprocess.run(
        [*MANAGE, *arguments],
        env=environment(data, **more),
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        check=False,
    )


def seeded(shared: Path, *, two: bool = False) -> Path:
    """Return a folder with the demonstration in it, made once for all processes that share the folder `shared`."""
    template = shared / ("demo-two" if two else "demo")
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = manage(template, "demo", "--no-serve", *(["--two"] if two else []))
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return template


@dataclass
class Server:
    """A running server. `data` is its folder, `log` what it printed."""

    port: int
    data: Path
    process: subprocess.Popen[bytes]
    log: Path
    prefix: str = ""
    host: str = "localhost"
    cookies: dict[str, Sequence[object]] = field(default_factory=dict)
    """Cookies of people who signed in already, by key (conftest.sign_in)."""

    @property
    def base(self) -> str:
        """The address without a slash at its end. `localhost`, because a passkey wants a name."""
        return f"http://{self.host}:{self.port}{self.prefix}"

    def url(self, path: str = "/") -> str:
        """Return a page's whole address."""
        return f"{self.base}{path}"

    def as_made(self, template: Path) -> None:
        """Put the demonstration back as it was made, while the server runs: in one transaction, as any other writer."""
        with (
            closing(sqlite3.connect(template / _DATABASE)) as made,
            closing(sqlite3.connect(self.data / _DATABASE, timeout=60)) as now,
        ):
            made.backup(now)
        self.cookies = signed_in_before(template)

    def stop(self) -> None:
        """Stop it in good order."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(_STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def signed_in_before(data: Path) -> dict[str, Sequence[object]]:
    """Return the cookies of people whose sessions are in the database of a folder."""
    kept = data / _COOKIES
    return json.loads(kept.read_text()) if kept.exists() else {}


def keep_sessions(server: Server, template: Path) -> None:
    """Keep the sessions of a server, which then ends, in the template: nobody signs in again."""
    server.stop()
    with (
        closing(sqlite3.connect(server.data / _DATABASE)) as now,
        closing(sqlite3.connect(template / _DATABASE)) as made,
    ):
        now.backup(made)
    (template / _COOKIES).write_text(json.dumps(server.cookies))


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(data: Path, *, command: Sequence[str] = ("serve",), prefix: str = "", **more: str) -> Server:
    """Start a server over a data folder and wait until it answers. Raises RuntimeError with what it printed."""
    port, log = free_port(), data / "log.txt"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*MANAGE, *command, "--port", str(port)],
            env=environment(data, **more),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            start_new_session=True,
        )
    server = Server(port, data, process, log, prefix)
    try:
        _wait(server)
    except BaseException:
        if process.poll() is None:
            server.kill()
        raise
    return server


def _wait(server: Server) -> None:
    end = time.monotonic() + _START_WITHIN
    while time.monotonic() < end:
        if server.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=30).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError(server.log.read_text(encoding="utf-8", errors="replace"))


@contextmanager
def running(template: Path, data: Path, *, two: bool = False, **more: str) -> Iterator[Server]:
    """Run the demonstration over a copy of `template` in `data`; stop it at the end."""
    shutil.copytree(template, data, dirs_exist_ok=True)
    (data / "log.txt").unlink(missing_ok=True)
    prefix = "/at/marram-bay" if two else ""
    server = start(data, command=("demo", *(["--two"] if two else [])), prefix=prefix, **more)
    server.cookies = signed_in_before(template)
    try:
        yield server
    finally:
        server.stop()

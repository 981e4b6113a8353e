"""Running the house: the web server's processes and the worker under one small parent, which loads no Django itself.

`manage serve` turns into this module once everything is checked. Ctrl-C or SIGTERM stops all of it in good order; if the
parent is killed without a word, its children notice and stop too (kit.processes).
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import threading
import time
from typing import Any, Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from seawall.kit.processes import name_parent

WEB_PROCESSES: Final = 2
THREADS: Final = 4
_STOP_WITHIN: Final = 20
_WORKER: Final = (sys.executable, "-m", "seawall.config.manage", "work")
_LONGEST_PAUSE: Final = 30.0
_QUIET: Final = {"()": "seawall.kit.logs.QuietFormatter", "fmt": "%(asctime)s %(levelname)s %(message)s"}
_LOGGING: Final[dict[str, Any]] = {"formatters": {"generic": _QUIET, "access": _QUIET}}
"""Granian's own formatters print an error's message, and a message may quote what a child wrote."""


class WorkerKeeper:
    """Keeps one worker running beside the web server: starts it again when it dies, ends it at the end."""

    def __init__(self, command: tuple[str, ...] = _WORKER) -> None:
        self._command = command
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker keeper", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self._thread.start()

    def _keep(self) -> None:
        pause = 1.0
        while not self._ending.is_set():
            started = time.monotonic()
            self._process = subprocess.Popen(self._command, process_group=0)  # noqa: S603 - Ctrl-C is for us to pass on
            self._process.wait()
            pause = 1.0 if time.monotonic() - started > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
            if not self._ending.wait(pause):
                sys.stderr.write("Seawall: the worker ended unasked and is started again.\n")

    def end(self) -> None:
        """Stop the worker; it finishes the job in hand unless that takes too long."""
        self._ending.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(arguments: list[str]) -> None:
    """Serve until told to stop. Takes `--host` and `--port`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args(arguments)
    name_parent()
    keeper = WorkerKeeper()
    keeper.start()
    server = Granian(
        "seawall.config.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=WEB_PROCESSES,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN,
    )
    # Granian takes the closing of its terminal for a wish to load anew, and would stay on unseen.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    try:
        server.serve()
    finally:
        keeper.end()


if __name__ == "__main__":
    main(sys.argv[1:])

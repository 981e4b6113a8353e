"""Running the house: the web server's processes and the worker under one small parent, which loads no Django itself.

`manage serve` turns into this module once everything is checked. Ctrl-C or SIGTERM stops all of it in good order; if the
parent is killed without a word, its children notice and stop too (kit.processes).
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from contextlib import suppress
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
    """Keeps one worker running beside the web server: starts it again when it dies, ends it at the end.

    Not by `subprocess`: it waits until every copy of a pipe is closed, and a web process forked at the same moment holds one for
    as long as it lives. The worker ran, then, and nobody noticed when it died.
    """

    def __init__(self, command: tuple[str, ...] = _WORKER) -> None:
        self._command = command
        self._ending = threading.Event()
        self._pid: int | None = None
        self._thread = threading.Thread(target=self._keep, name="worker keeper", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self._thread.start()

    def _keep(self) -> None:
        pause = 1.0
        while not self._ending.is_set():
            started = time.monotonic()
            try:  # in a group of its own: Ctrl-C is for us to pass on
                self._pid = os.posix_spawn(self._command[0], self._command, os.environ, setpgroup=0)
                os.waitpid(self._pid, 0)
            except OSError as error:  # no room for one more process just now: there may be in a moment
                sys.stderr.write(f"Seawall: the worker could not be started ({type(error).__name__}).\n")
            self._pid = None
            pause = 1.0 if time.monotonic() - started > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
            if not self._ending.wait(pause):
                sys.stderr.write("Seawall: the worker ended unasked and is started again.\n")

    def end(self) -> None:
        """Stop the worker; it finishes the job in hand unless that takes too long."""
        self._ending.set()
        for how in (signal.SIGTERM, signal.SIGKILL):
            pid = self._pid
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, how)
                self._thread.join(_STOP_WITHIN)


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

"""The loop: look whose turn it is, claim it, run it, give it back. Several loops at once, on any machines, are safe."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import traceback
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from django.db import DatabaseError, close_old_connections, connection

from seawall.kit import clock
from seawall.worker import models
from seawall.worker.models import LEASE, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.worker.timetable import Job

_log = logging.getLogger("seawall.worker")
_LONGEST_NAP: Final = 5.0
_SHORTEST_NAP: Final = 0.2
_RETRY: Final = timedelta(minutes=1)
_PACKAGE: Final = "seawall"


class Loop:
    """One worker. `stop` may be called from a signal handler or another thread."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._stopping = threading.Event()
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"

    def stop(self) -> None:
        """Finish the job in hand, then end."""
        self._stopping.set()

    def run(self) -> None:
        """Work until told to stop. A database that does not answer is waited for."""
        while not self._stopping.is_set():
            close_old_connections()
            try:
                self.run_due()
                nap = self._nap()
            except DatabaseError as error:
                _log.warning("The database did not answer: %s", where(error))
                nap = _LONGEST_NAP
            self._stopping.wait(nap)

    def run_due(self) -> int:
        """Run every job that is due and free, once; return how many this worker ran."""
        self._enrol()
        ran = 0
        for job in self._jobs:
            if self._stopping.is_set():
                break
            if models.claim(job.name, self.holder, every=job.every):
                self._run(job)
                ran += 1
        return ran

    def _enrol(self) -> None:
        known = set(Turn.objects.values_list("name", flat=True))
        new = [Turn(name=job.name) for job in self._jobs if job.name not in known]
        if new:
            Turn.objects.bulk_create(new, ignore_conflicts=True)

    def _run(self, job: Job) -> None:
        try:
            with _Beat(job.name, self.holder):
                job.run()
        except Exception as error:  # noqa: BLE001 - whatever a job does wrong, the others have their turn
            said = where(error)
            _log.error("%s failed: %s", job.name, said)
            models.failed(job.name, self.holder, error=said, next_at=clock.now() + min(job.every, _RETRY))
        else:
            models.done(job.name, self.holder, next_at=clock.now() + job.every)

    def _nap(self) -> float:
        """Return how long to wait: until the next turn, but never long, for another worker's lease may run out."""
        names = [job.name for job in self._jobs]
        next_due = Turn.objects.filter(name__in=names).order_by("due_at").values_list("due_at", flat=True).first()
        if next_due is None:
            return _LONGEST_NAP
        return min(max((next_due - clock.now()).total_seconds(), _SHORTEST_NAP), _LONGEST_NAP)


def where(error: BaseException) -> str:
    """Return an error's class and the last line of our own code it went through. Never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}{_PACKAGE}{os.sep}" in frame.filename] or list(frames)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if not ours:
        return kind[:300]
    path = ours[-1].filename.rpartition(f"{os.sep}{_PACKAGE}{os.sep}")[2]
    return f"{kind} at {path}:{ours[-1].lineno}"[:300]


class _Beat(threading.Thread):
    """Keeps a lease alive while a long job runs. It touches the database only if the job outlives a third of the lease."""

    def __init__(self, name: str, holder: str) -> None:
        super().__init__(name=f"lease of {name}", daemon=True)
        self._job, self._holder = name, holder
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        try:
            while not self._over.wait(LEASE.total_seconds() / 3):
                self._keep()
        finally:
            connection.close()

    def _keep(self) -> None:
        try:
            models.keep(self._job, self._holder)
        except DatabaseError as error:
            _log.warning("The lease of %s could not be kept: %s", self._job, where(error))

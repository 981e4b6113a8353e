"""Processes that belong together: a child that ends when its parent does, even one that was killed without a word."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Final

PARENT: Final = "SEAWALL_PARENT"
"""The environment's name for the process that a child must not outlive."""

_LOOK_EVERY: Final = 0.5
_GRACE: Final = 8.0


def name_parent() -> None:
    """Call in the parent before it starts children: they can then watch it."""
    os.environ[PARENT] = str(os.getpid())


def stop_with_parent() -> None:
    """Call in a child: when the named parent is gone, this process is asked to stop, and ended if it does not.

    Does nothing if no parent was named: then somebody else (systemd, gunicorn) looks after this process.
    """
    named = os.environ.get(PARENT, "")
    if named.isdecimal() and int(named) != os.getpid():
        threading.Thread(target=_watch, args=(int(named),), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)

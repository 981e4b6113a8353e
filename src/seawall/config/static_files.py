"""Style sheets and scripts, gathered and compressed into STATIC_ROOT when they changed, and only then."""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def gather() -> bool:
    """Bring STATIC_ROOT up to date; return whether there was anything to do. Two at once: the second waits."""
    if settings.WHITENOISE_USE_FINDERS:
        return False  # files are served from where they lie
    root: Path = settings.STATIC_ROOT
    root.mkdir(parents=True, exist_ok=True)
    stamp = root.with_name(root.name + ".stamp")
    with _one_at_a_time(root.with_name(root.name + ".lock")):
        wanted = _fingerprint()
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted and (root / "staticfiles.json").exists():
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Return a fingerprint of every static file by name, size and time: reading them all would be slow on a cold disk."""
    found = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda each: str(each[0])):
            stat = os.stat(storage.path(path))  # noqa: PTH116 - a path as the storage gives it
            found.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return found.hexdigest()


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield

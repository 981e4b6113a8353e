"""How a password's hash is made: as dear to guess as the vault's wrapping (vault.keys), so neither is the weaker door."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import Argon2PasswordHasher

from seawall.kit.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 1000
"""Characters of a password. Longer ones are refused, so that hashing one costs what it should and no more."""

_AT_ONCE: Final = 2
_LONGEST_WAIT: Final = 8.0
_slots = threading.BoundedSemaphore(_AT_ONCE)


@contextmanager
def _a_slot() -> Iterator[None]:
    """Wait for one of the few places where a password is hashed: a flood of sign-ins must not fill the memory.

    Raises Refused after some seconds, so that a flood does not hold every thread of the server either.
    """
    if not _slots.acquire(timeout=_LONGEST_WAIT):
        raise Refused("Very many people are signing in just now. Wait a minute, then try again.")
    try:
        yield
    finally:
        _slots.release()


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id, 64 MiB, three passes, one lane; two at once in a process."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a new password. Raises Refused when the server is too busy."""
        with _a_slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with its hash. Raises Refused when the server is too busy."""
        with _a_slot():
            return super().verify(password, encoded)

"""The server key: what the running server itself must read (the roll, addresses) and the blind index for matching.

The key is a file outside the database (SEAWALL_KEY_FILE), so that a stolen database or its backup reads nothing.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from seawall.vault.keys import KEY_BYTES
from seawall.vault.sealing import DataKey

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

BLIND_BYTES: Final = 16


def make_key_file(path: Path) -> None:
    """Write a new server key, readable by its owner only. Raises FileExistsError if there is one: it is never replaced."""
    _write_key(path, os.urandom(KEY_BYTES).hex())


def _write_key(path: Path, key: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())


def put_key_file(path: Path, key: str) -> bool:
    """Put a key back from a backup. False, and nothing is changed, if another one is there. Raises ValueError if it is no key."""
    if len(bytes.fromhex(key)) != KEY_BYTES:
        raise ValueError("no key")
    if path.exists():
        return path.read_text(encoding="ascii").strip() == key
    _write_key(path, key)
    return True


@lru_cache(maxsize=4)
def read_key(path: Path) -> bytes:
    """Return the 32 bytes in a key file. Raises ImproperlyConfigured, saying what to do, if it is missing or damaged."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        message = (
            f"There is no server key at {path}. Put the key file back from your backup, "
            "or run `./run manage set-up` for a new server."
        )
        raise ImproperlyConfigured(message) from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        message = (
            f"The server key at {path} is damaged: it must hold 64 hexadecimal digits. Put it back from your backup."
        )
        raise ImproperlyConfigured(message)
    return key


@lru_cache(maxsize=4096)
def _subkey_of(master: bytes, purpose: str, school: str) -> bytes:
    return hashlib.blake2b(
        f"{purpose}/{school}".encode(), key=master, digest_size=KEY_BYTES, person=b"seawall.subkey"
    ).digest()


def subkey(purpose: str, school: UUID | None = None) -> bytes:
    """Return the 32-byte key for one purpose, and for one school where it is a school's."""
    return _subkey_of(read_key(settings.SEAWALL_KEY_FILE), purpose, str(school or ""))


def blind(purpose: str, value: str, school: UUID | None = None) -> bytes:
    """Return the 16 bytes under which `value` can be found again without being kept. Equal values give equal bytes."""
    return hashlib.blake2b(
        value.encode("utf-8", "surrogatepass"), key=subkey(f"blind.{purpose}", school), digest_size=BLIND_BYTES
    ).digest()


def server_key_for(purpose: str) -> DataKey:
    """Return the data key the server itself uses for one purpose (staff addresses, authenticator secrets)."""
    return DataKey(subkey(f"server.{purpose}"))

"""Locking a bundle for its receiver with age (age-encryption.org/v1), by a passphrase or by a key only they have.

age stretches a passphrase with scrypt, which takes half a gigabyte and a second or two, and holds Python still meanwhile. A
child who sends at that moment must not wait, so that is done in a process of its own, one at a time.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Final

import pyrage
from django.utils.translation import gettext as _

from seawall.evidence.rules import Lock
from seawall.kit.refusal import Refusal, Refused

_ONE_AT_A_TIME = threading.Lock()
_APART: Final = (
    "import sys, pyrage\n"
    "size = int.from_bytes(sys.stdin.buffer.read(4))\n"
    "words = sys.stdin.buffer.read(size).decode()\n"
    "sys.stdout.buffer.write(pyrage.passphrase.encrypt(sys.stdin.buffer.read(), words))\n"
)


def may_lock_for(key: str) -> Refusal | None:
    """An age key starts with age1 and carries a checksum, so that a slip of the finger is found."""
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        return Refusal(_("This is not an age key. Copy it whole: it starts with age1 and has 62 letters and digits."))
    return None


def lock_file(data: bytes, how: Lock, secret: str) -> bytes:
    """Return `data` locked. Raises Refused if the machine had no room for it."""
    return _by_passphrase(data, secret) if how is Lock.PASSPHRASE else _for_key(data, secret)


def _for_key(data: bytes, key: str) -> bytes:
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(key)]))


def _by_passphrase(data: bytes, passphrase: str) -> bytes:
    words = passphrase.encode()
    with _ONE_AT_A_TIME:
        done = subprocess.run(  # noqa: S603 - our own Python, our own lines; what is secret goes through the pipe
            [sys.executable, "-I", "-c", _APART],
            input=len(words).to_bytes(4) + words + data,
            capture_output=True,
            check=False,
        )
    if done.returncode or not done.stdout:
        raise Refused(
            _(
                "The server could not lock the bundle; it may be short of memory. Nothing is lost: wait a minute and go on."
            )
        )
    return done.stdout

"""Key pairs and how a secret key is kept: wrapped by a password, sealed to another key, or derived from words.

Only the vault itself, schools.actions and retention.jobs may import this module (a contract in pyproject.toml).
Primitives are libsodium's (PyNaCl) and Argon2id (argon2-cffi); nothing is invented here but the order of the bytes.
"""

from __future__ import annotations

import hashlib
import os
import struct
import threading
from dataclasses import dataclass
from typing import Final, Self

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

KEY_BYTES: Final = 32

type Box = bytes | memoryview
"""Bytes as they come: PostgreSQL hands out memoryviews."""

_SALT_BYTES: Final = 16
_MEMORY_KIB: Final = 64 * 1024
_PASSES: Final = 3
_MOST_MEMORY_KIB: Final = 256 * 1024
_MOST_PASSES: Final = 12
_WRAPPED: Final = b"\x01"
_HEADER = struct.Struct(">16sIB")
_CONTEXT_BYTES: Final = 16
_AT_ONCE: Final = 2
_slots = threading.BoundedSemaphore(_AT_ONCE)


class WontOpenError(Exception):
    """The box was not made for this key, this place or this password, or a bit of it was changed."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """An X25519 key pair: `public` may be told to anyone, `secret` opens what was sealed to it."""

    public: bytes
    secret: bytes

    @classmethod
    def new(cls) -> Self:
        """Make a pair from the system's randomness."""
        return cls.of(bytes(PrivateKey.generate()))

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """Return the pair that belongs to a 32-byte secret key."""
        return cls(bytes(PrivateKey(secret).public_key), secret)

    @classmethod
    def from_words(cls, words: bytes, *, purpose: bytes, salt: bytes) -> Self:
        """Derive the pair that random words stand for.

        `words` must hold at least 77 random bits (kit.codes), so a fast hash is enough; `purpose` (at most 16 bytes) and `salt`
        (16 bytes, a school's id) keep the same words from meaning anything elsewhere.
        """
        return cls.of(hashlib.blake2b(words, digest_size=KEY_BYTES, person=purpose, salt=salt).digest())

    def __repr__(self) -> str:
        return f"KeyPair({self.public.hex()[:8]}...)"


def _context_mark(context: bytes) -> bytes:
    return hashlib.blake2b(context, digest_size=_CONTEXT_BYTES, person=b"seawall.context").digest()


def seal_to(public: Box, secret: bytes, *, context: bytes) -> bytes:
    """Seal a secret to a public key, bound to the place it is for. Needs no secret key of the sealer."""
    return bytes(SealedBox(PublicKey(bytes(public))).encrypt(_context_mark(context) + secret))


def open_with(pair: KeyPair, box: Box, *, context: bytes) -> bytes:
    """Return what was sealed to this pair for this place.

    Raises WontOpenError if it was sealed to somebody else, for another place, or was changed.
    """
    try:
        opened = bytes(SealedBox(PrivateKey(pair.secret)).decrypt(bytes(box)))
    except (CryptoError, ValueError, TypeError) as error:
        raise WontOpenError from error
    if opened[:_CONTEXT_BYTES] != _context_mark(context):
        raise WontOpenError
    return opened[_CONTEXT_BYTES:]


def _stretch(password: str, salt: bytes, memory_kib: int, passes: int) -> bytes:
    with _slots:
        return hash_secret_raw(password.encode(), salt, passes, memory_kib, 1, KEY_BYTES, Type.ID)


def wrap(secret: bytes, password: str, *, context: bytes) -> bytes:
    """Wrap a secret key under a password (Argon2id, 64 MiB, 3 passes: about a tenth of a second).

    Never call it inside a transaction: other writers would wait. At most two run at once in a process.
    """
    header = _HEADER.pack(os.urandom(_SALT_BYTES), _MEMORY_KIB, _PASSES)
    salt, memory, passes = _HEADER.unpack(header)
    key = _stretch(password, salt, memory, passes)
    return _WRAPPED + header + bytes(Aead(key).encrypt(secret, aad=_WRAPPED + header + context))


def unwrap(wrapped: Box, password: str, *, context: bytes) -> bytes:
    """Return the secret key wrapped under this password for this place.

    Raises WontOpenError if the password, the place or any byte is another.
    """
    wrapped = bytes(wrapped)
    start = len(_WRAPPED)
    header, box = wrapped[start : start + _HEADER.size], wrapped[start + _HEADER.size :]
    if not wrapped.startswith(_WRAPPED) or len(header) != _HEADER.size:
        raise WontOpenError
    salt, memory, passes = _HEADER.unpack(header)
    if memory > _MOST_MEMORY_KIB or passes > _MOST_PASSES:
        raise WontOpenError  # a changed header must not be able to fill the machine's memory
    try:
        key = _stretch(password, salt, memory, passes)
        return bytes(Aead(key).decrypt(box, aad=_WRAPPED + header + context))
    except Exception as error:  # argon2 and libsodium raise many kinds for a damaged header or box
        raise WontOpenError from error

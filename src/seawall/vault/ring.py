"""Opening: what one signed-in person's keys, or one reporter's code, can open."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

from seawall.vault.keys import KeyPair, WontOpenError, open_with, seal_to
from seawall.vault.models import CircleKey, Share
from seawall.vault.sealing import DataKey, place

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

    from seawall.kit.codes import Code
    from seawall.vault.keys import Box
    from seawall.vault.models import Circle, Locked

__all__ = ["Holding", "ReporterKeys", "Ring", "WontOpenError", "current_key", "lock", "seal_key_to", "seal_own"]

_KEY: str = "key_for_circle"


class Holding:
    """Which circle keys one holder has, none of them open: enough to count rows they could open, without their password."""

    def __init__(self, holder_id: UUID) -> None:
        self.holder_id = holder_id
        self._shares: dict[UUID, bytes] | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.holder_id})"

    def holds(self, circle_key_id: UUID) -> bool:
        """Say whether this person is in the circle, by this key of it."""
        return circle_key_id in self._held()

    def held_keys(self) -> frozenset[UUID]:
        """Return the ids of all circle keys this person holds (for finding the rows they may open)."""
        return frozenset(self._held())

    def _held(self) -> dict[UUID, bytes]:
        if self._shares is None:
            rows = Share.objects.filter(holder_id=self.holder_id).values_list("circle_key_id", "sealed")
            self._shares = {key_id: bytes(sealed) for key_id, sealed in rows}
        return self._shares


class Ring(Holding):
    """The keys of one holder, open for one request. Circle keys are fetched once and opened when needed."""

    def __init__(self, holder_id: UUID, secret: bytes) -> None:
        super().__init__(holder_id)
        self._pair = KeyPair.of(secret)
        self._opened: dict[UUID, KeyPair] = {}

    def circle_pair(self, circle_key_id: UUID) -> KeyPair:
        """Return a circle's key pair. Raises WontOpenError if this person is not in the circle."""
        if circle_key_id not in self._opened:
            sealed = self._held().get(circle_key_id)
            if sealed is None:
                raise WontOpenError
            secret = open_with(self._pair, sealed, context=share_context(circle_key_id, self.holder_id))
            self._opened[circle_key_id] = KeyPair.of(secret)
        return self._opened[circle_key_id]

    def data_key(self, row: Locked) -> DataKey:
        """Return a row's data key. Raises WontOpenError if the row is not this person's to open, or was changed."""
        pair = self.circle_pair(row.circle_key_id)
        return DataKey(open_with(pair, row.key_for_circle, context=place(row, _KEY)))

    def own_data_key(self, row: Model, column: str) -> DataKey:
        """Return a data key that was sealed to this person alone (`seal_key_to` their public key). Raises WontOpenError."""
        return DataKey(open_with(self._pair, getattr(row, column), context=place(row, column)))

    def open_own(self, key: bytes, box: bytes, *, at: bytes) -> bytes:
        """Return what was sealed to this person alone for the place `at` (`seal_own`). Raises WontOpenError."""
        return DataKey(open_with(self._pair, key, context=at)).open_bytes(box, at)

    def relock(self, row: Locked, circle: Circle) -> None:
        """Seal a row's data key to another circle instead (unsaved). Raises WontOpenError if it is not ours to open."""
        key = self.data_key(row)
        _seal_to_circle(row, key, current_key(circle.pk))


class ReporterKeys:
    """What a code of six words opens: a lookup id that finds the mailbox, and a key pair that its keys were sealed to."""

    def __init__(self, code: Code, school_id: UUID) -> None:
        words, salt = code.secret(), school_id.bytes
        self.lookup = hashlib.blake2b(words, digest_size=16, person=b"seawall.lookup", salt=salt).digest()
        self._pair = KeyPair.from_words(words, purpose=b"seawall.reporter", salt=salt)

    def __repr__(self) -> str:
        return "ReporterKeys(...)"

    @property
    def public(self) -> bytes:
        """The public half: what is sealed to it opens by the code only."""
        return self._pair.public

    def data_key(self, row: Locked, column: str = "key_for_reporter") -> DataKey:
        """Return the data key of the reporter's own row. Raises WontOpenError for anybody else's."""
        return DataKey(open_with(self._pair, getattr(row, column), context=place(row, column)))

    @classmethod
    def of(cls, code: Code, school_id: UUID) -> Self:
        """Derive the keys from a code, for one school."""
        return cls(code, school_id)


def share_context(circle_key_id: UUID, holder_id: UUID) -> bytes:
    """Name the place of one share, so that it cannot be handed to another holder or circle."""
    return f"share/{circle_key_id}/{holder_id}".encode()


def current_key(circle_id: UUID) -> CircleKey:
    """Return the circle's key for what is sealed from now on: one query, public halves only."""
    return CircleKey.objects.filter(circle_id=circle_id).order_by("-number")[:1].get()


def _seal_to_circle(row: Locked, key: DataKey, circle_key: CircleKey) -> None:
    row.circle_key = circle_key
    row.key_for_circle = seal_to(circle_key.public, key.secret, context=place(row, _KEY))


def lock(row: Locked, circle_key: CircleKey) -> DataKey:
    """Give a new row its own data key, sealed to a circle. Return the key, with which the row's words are sealed."""
    key = DataKey.new()
    _seal_to_circle(row, key, circle_key)
    return key


def seal_own(public: Box, data: bytes, *, at: bytes) -> tuple[bytes, bytes]:
    """Seal bytes that have no row to one person's public key, for the place `at`; return the sealed key and the box."""
    key = DataKey.new()
    return seal_to(public, key.secret, context=at), key.seal_bytes(data, at)


def seal_key_to(public: bytes, row: Model, key: DataKey, column: str = "key_for_reporter") -> None:
    """Seal a row's data key to one more public key, in `column` of the row."""
    setattr(row, column, seal_to(public, key.secret, context=place(row, column)))

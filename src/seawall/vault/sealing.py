"""Sealing contents under a row's own data key, bound to the row and column, padded so that length tells little."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from seawall.vault.keys import KEY_BYTES, WontOpenError

if TYPE_CHECKING:
    from django.db.models import Model

    from seawall.vault.keys import Box

_VERSION: Final = b"\x01"
_SMALLEST: Final = 256
_MARK: Final = b"\x80"


def place(row: Model, column: str) -> bytes:
    """Return the name of one cell: table, row and column. A box moved to another cell does not open."""
    return f"{row._meta.db_table}/{row.pk}/{column}".encode()


def pad(data: bytes) -> bytes:
    """Pad to the next power of two, at least 256 bytes, so that a length says only roughly how much was told."""
    size = max(_SMALLEST, 1 << len(data).bit_length())
    return data + _MARK + bytes(size - len(data) - 1)


def unpad(padded: bytes) -> bytes:
    """Take the padding off again. Raises WontOpenError if there is none."""
    data, mark, zeros = padded.rpartition(_MARK)
    if not mark or zeros.strip(b"\x00"):
        raise WontOpenError
    return data


class Sealed:
    """A sealed value. It cannot be printed, formatted, compared or put into a page by accident: it has to be opened."""

    __slots__ = ("box",)

    def __init__(self, box: bytes) -> None:
        self.box = bytes(box)

    def __repr__(self) -> str:
        return "Sealed(...)"

    def __str__(self) -> NoReturn:
        message = "a sealed value has no text: open it with its data key, in an action"
        raise TypeError(message)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.box == self.box

    def __hash__(self) -> int:
        return hash(self.box)


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """The random key of one row; everything the row tells is sealed under it (XChaCha20-Poly1305)."""

    secret: bytes

    @classmethod
    def new(cls) -> Self:
        """Make a key from the system's randomness."""
        return cls(os.urandom(KEY_BYTES))

    def __repr__(self) -> str:
        return "DataKey(...)"

    def seal_bytes(self, data: bytes, at: bytes) -> bytes:
        """Seal bytes for the place `at`."""
        return _VERSION + bytes(Aead(self.secret).encrypt(pad(data), aad=_VERSION + at))

    def open_bytes(self, box: Box, at: bytes) -> bytes:
        """Return the bytes sealed for the place `at`. Raises WontOpenError for any other key, place or byte."""
        box = bytes(box)
        if not box.startswith(_VERSION):
            raise WontOpenError
        try:
            return unpad(bytes(Aead(self.secret).decrypt(box[1:], aad=_VERSION + at)))
        except (CryptoError, ValueError, TypeError) as error:
            raise WontOpenError from error

    def seal(self, value: Any, row: Model, column: str) -> Sealed:  # noqa: ANN401 - any JSON value
        """Seal a JSON value for one column of one row."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return Sealed(self.seal_bytes(data, place(row, column)))

    def seal_key(self, key: DataKey, row: Model, column: str) -> Sealed:
        """Seal another row's data key under this one: whoever opens the one opens the other, whatever circle that becomes."""
        return Sealed(self.seal_bytes(key.secret, place(row, column)))

    def open_key(self, row: Model, column: str) -> DataKey:
        """Return the data key sealed in one column of a row. Raises WontOpenError under another key or from another place."""
        return DataKey(self.open_bytes(getattr(row, column).box, place(row, column)))

    def open(self, row: Model, column: str) -> Any:  # noqa: ANN401
        """Return the JSON value sealed in one column of a row; None where nothing was sealed."""
        sealed = getattr(row, column)
        if sealed is None:
            return None
        return json.loads(self.open_bytes(sealed.box, place(row, column)).decode("utf-8", "surrogatepass"))

"""Identities made before the row is written, because a sealed field is bound to the row it belongs to."""

from __future__ import annotations

import secrets
import uuid

from seawall.kit import clock

_RANDOM_BITS = 74


def new_id() -> uuid.UUID:
    """Return a UUID version 7 (RFC 9562): 48 bits of the time in milliseconds, 74 random bits.

    The time part keeps new rows together in an index. It tells when a row was made, which the rows say in clear anyway.
    """
    milliseconds = int(clock.now().timestamp() * 1000)
    random = secrets.randbits(_RANDOM_BITS)
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 7 << 76
    value |= (random >> 62) << 64
    value |= 0b10 << 62
    value |= random & (2**62 - 1)
    return uuid.UUID(int=value)

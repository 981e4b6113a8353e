"""Four words by which two people tell that they mean the same public key, spoken over a table or the phone."""

from __future__ import annotations

import hashlib
from typing import Final

from seawall.kit.codes import word_list

_WORDS: Final = 4
_BYTES_A_WORD: Final = 4


def check_words(public: bytes) -> tuple[str, ...]:
    """Return the words of a public key. Anybody may hear them; another key has others (one chance in 10^15)."""
    digest = hashlib.blake2b(bytes(public), digest_size=_WORDS * _BYTES_A_WORD, person=b"seawall.check").digest()
    listed = word_list()
    numbers = (int.from_bytes(digest[at : at + _BYTES_A_WORD]) for at in range(0, len(digest), _BYTES_A_WORD))
    return tuple(listed[number % len(listed)] for number in numbers)

"""What an identifier can be, and one as it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an identifier is (product.md C1)."""

    ACCOUNT = "account"
    PHONE = "phone"
    EMAIL = "email"
    PAYMENT = "payment"
    BANK = "bank"
    CRYPTO = "crypto"
    WEB = "web"
    GIFT_CARD = "gift_card"


@dataclass(frozen=True, slots=True, repr=False)
class Find:
    """One identifier found in a text: `value` as typed, from `start` to `end`, with the words `before` and `after` it.

    `platform` is a key of data/platforms.toml, or empty where none is known. `where` is the answer it stands in.
    """

    kind: Kind
    platform: str
    value: str
    start: int
    end: int
    where: str = ""
    before: str = ""
    after: str = ""

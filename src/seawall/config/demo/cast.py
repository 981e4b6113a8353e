"""Who is in the demonstration: invented people, `example` addresses, Ofcom's numbers for drama."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "three herons by the sea"  # noqa: S105 - printed for everybody to see
SLUG: Final = "marram-bay"
SECOND_SLUG: Final = "heron-hill"

CHILD_CODE: Final = ("lantern", "harbor", "otter", "violin", "walnut", "tulip")
"""Opens Callum's mailbox: replies, a status line or two, and a message of his own."""
PARENT_CODE: Final = ("kettle", "anchor", "breeze", "banjo", "candle", "umbrella")
"""Opens the mailbox of Jess's mother."""

_STEP: Final = 30


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in. `key` is how stories and the terminal call them."""

    key: str
    name: str
    role: str
    what: str
    host: str = "marram-bay.example"
    second_factor: bool = True

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.key}@{self.host}"

    @property
    def secret(self) -> str:
        """The secret of their authenticator app, in base32; the same on every machine, for this is a demonstration."""
        return base64.b32encode(
            hashlib.blake2b(self.email.encode(), digest_size=20, person=b"seawall.demo").digest()
        ).decode()

    def code(self, at: float | None = None) -> str:
        """Return the six digits their authenticator app shows now, or at a time (RFC 6238)."""
        step = int((time.time() if at is None else at) // _STEP)
        digest = hmac.new(base64.b32decode(self.secret), struct.pack(">Q", step), hashlib.sha1).digest()
        start = digest[-1] & 0x0F
        return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


ACCOUNTS: Final = (
    Account("asha", "Asha Verma", "lead", "safeguarding lead"),
    Account("dev", "Dev Osei", "deputy", "deputy safeguarding lead"),
    Account("hana", "Hana Cole", "head", "headteacher"),
    Account("grace", "Grace Winter", "governor", "safeguarding governor"),
    Account("olu", "Olu Marsh", "office", "school office and IT"),
    Account("tom", "Tom Reed", "staff", "form tutor, year 7", second_factor=False),
)
SECOND_ACCOUNTS: Final = (
    Account("lena", "Lena Frost", "lead", "safeguarding lead", "heron-hill.example"),
    Account("piotr", "Piotr Lind", "staff", "teacher", "heron-hill.example", second_factor=False),
)


def account(key: str) -> Account:
    """Return somebody by first name. Raises KeyError."""
    return {each.key: each for each in (*ACCOUNTS, *SECOND_ACCOUNTS)}[key]


MARRAM: Final[dict[str, str | None]] = {
    "phone": "01632 960100",
    "email": "safeguarding@marram-bay.example",
    "reads_when": "A safeguarding lead reads this on school days from 7:30 to 18:00, and looks in every evening.",
    "police_force": "Marram Constabulary",
    "police_url": "https://police.example/report",
    "social_care_name": "Marram Children's Front Door",
    "social_care_phone": "01632 960150",
    "social_care_hours": "Monday to Friday, 9 to 5",
    "social_care_night_phone": "01632 960151",
    "social_care_url": "https://marram-council.example/refer-a-child",
    "lado_phone": "01632 960152",
    "lado_email": "lado@marram-council.example",
    "colour": "#1b5e6b",
}
"""What is known of the school in the story, in its settings."""
HERON: Final[dict[str, str | None]] = {"phone": "01632 960200", "reads_when": "We read this on school days."}

"""Which mail is for the safeguarding team, what happens to the original, when a box is tried again. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from rapidfuzz.fuzz import partial_ratio

from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Security(StrEnum):
    """How the way to the mail server is kept from being read."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class SignIn(StrEnum):
    """How Seawall signs in."""

    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    TOKEN = "token"  # noqa: S105 - the same
    RENEWED = "renewed"
    """With OAuth2 access tokens that Seawall asks the provider for, each time one runs out."""


class Afterwards(StrEnum):
    """What happens to the original on the mail server, once the report is committed."""

    LEAVE = "leave"
    MOVE = "move"
    DELETE = "delete"


class Takes(StrEnum):
    """Which mails of a box are fetched."""

    SAFEGUARDING = "safeguarding"
    ALL = "all"


class MailState(StrEnum):
    """Where a mail is."""

    KEPT = "kept"
    READ = "read"
    JOINED = "joined"


MOVES: Final[dict[MailState, frozenset[MailState]]] = {
    MailState.KEPT: frozenset({MailState.READ, MailState.JOINED}),
    MailState.READ: frozenset(),
    MailState.JOINED: frozenset(),
}
"""Sealed and written down; then a report of its own, or a message in the mailbox of another. docs/states/ is drawn from it."""

LEASE: Final = timedelta(minutes=10)
"""How long a box that a worker is emptying is left alone by others. It is renewed with every mail."""
LEFT_ALONE: Final = timedelta(minutes=20)
"""A mail that was kept so long ago and is still unread is told to the team as it is: its original may be gone."""
AT_ONCE: Final = 50
"""Mails that are taken in one turn of a box: a flood waits its turn, and so does nobody else."""
AHEAD: Final = 200
FIRST: Final = 10
"""Of the AHEAD newest mails of a flood, FIRST are taken before their turn: of those who wrote least, the newest first."""
MOST_BOXES: Final = 10
BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30))
"""How long after each failure in a row a box is tried again; then always the last."""

_SEEN: Final = re.compile(r"[!-~]{1,500}")
_NEAR: Final = 85
_WORD: Final = "safeguarding"
_SAFE_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?|::1")


def is_safeguarding(subject: str) -> bool:
    """Whether a subject says "safeguarding", however it is typed: "Re: Safe guarding", "SAFEGAURDING", "safe-guarding!"."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", subject[:2_000]).casefold() if c.isalpha())
    if "safeguard" in letters:
        return True
    return len(letters) >= len(_WORD) - 2 and partial_ratio(_WORD, letters) >= _NEAR


def next_try(now: datetime, failures: int) -> datetime:
    """When a box is tried again after so many failures in a row."""
    return now + BACKOFF[min(failures, len(BACKOFF)) - 1]


def may_add_box(*, known: int, host: str, security: str) -> Refusal | None:
    """Say whether a box may be set up: a server by name, reached by TLS unless it is this machine."""
    if known >= MOST_BOXES:
        return Refusal(f"{MOST_BOXES} mailboxes are the most.")
    if not _HOST.fullmatch(host):
        return Refusal("Enter the name of the mail server, such as imap.example.org")
    if security == Security.NONE and host not in _SAFE_HOSTS:
        return Refusal("Without TLS, what a child writes could be read on its way. Choose TLS.")
    return None


def may_renew_at(address: str) -> Refusal | None:
    """Say whether tokens may be asked for at an address: https, a server by name, and no password in it."""
    try:
        parts = urlsplit(address)
        fine = parts.scheme == "https" and bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
        fine = fine and not (parts.username or parts.password or parts.fragment) and bool(_SEEN.fullmatch(address))
    except ValueError:
        fine = False
    if fine:
        return None
    return Refusal("Enter the whole address, beginning with https://")


TROUBLES: Final[Mapping[str, str]] = {
    "wrong_password": "The mail server did not accept the user name and password. Many need an app password.",
    "token_refused": "The provider gives no new token. Allow it again there, then enter the new refresh token here.",
    "token_client": "The provider did not accept the client ID or the client secret. Secrets run out: look there.",
    "token_no_answer": "The provider’s address for tokens did not answer as it should. It is tried again.",
    "token_no_tls": "No secure connection to the provider’s address for tokens could be made. Check the address.",
    "token_unreadable": "The provider’s address for tokens answered with something that is no token. Check the address.",
    "token_not_taken": "The mail server did not accept the provider’s token. Check the user name, and whether IMAP is allowed.",
    "no_tls": "No secure connection could be made. Check the name of the server and its certificate.",
    "no_answer": "The mail server did not answer. Check its name and port.",
    "no_folder": "The folder is not there. Choose one of those shown by a test.",
    "no_move": "The originals could not be moved or deleted. They stay where they are; nothing is taken twice.",
    "cut_off": "The mail server ended the connection. It is tried again.",
    "unreadable": "The mail server said something that could not be understood. It is tried again.",
}
"""What went wrong with a box, by code. Never what the server said: it may hold words of a mail."""


def said(trouble: str) -> str:
    """Say what went wrong."""
    return TROUBLES.get(trouble) or f"The mail server could not be used ({trouble})."

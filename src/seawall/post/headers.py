"""Headers of a mail: read one by one, decoded, each on one line. Nothing here raises."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - a field of a dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from seawall.post.charsets import decode

if TYPE_CHECKING:
    import email.message

LONGEST: Final = 1_000
"""Characters kept of one header. Nobody writes a longer subject by hand."""
MOST_BYTES: Final = 128_000
"""Bytes of headers that are read of one mail."""

_ID: Final = re.compile(r"<([^<>\s]{1,300})>")
_MOST_IDS: Final = 50
_ENCODED: Final = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")
_ROBOT: Final = re.compile(
    r"^(no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|auto(mated|responder|reply)?)\b",
    re.IGNORECASE,
)
_ROBOTS_SUBJECT: Final = re.compile(
    r"^(auto(matic)?[- ]?reply|out of (the )?office|undeliver(able|ed)|delivery status|mail delivery failed)",
    re.IGNORECASE,
)
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_LISTS: Final = (
    "List-Id",
    "List-Unsubscribe",
    "List-Post",
    "List-Help",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response-Suppress",
)


@dataclass(frozen=True, slots=True, repr=False)
class Headers:
    """What the headers of a mail say. Texts are clean and on one line; what is missing is empty."""

    subject: str
    sender: str
    sender_name: str
    senders: int
    date: datetime | None
    dated: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    to: tuple[str, ...]
    automatic: bool


def parse(raw: bytes) -> email.message.Message:
    """Read a block of headers (at most MOST_BYTES of it)."""
    return BytesHeaderParser(policy=compat32).parsebytes(raw[:MOST_BYTES])


def read(message: email.message.Message) -> Headers:
    """Read what matters of a mail's headers."""
    subject = words(message, "Subject")
    senders = _addresses(message, "From")
    name, sender = senders[0] if senders else ("", "")
    dated = words(message, "Date")
    return Headers(
        subject=subject,
        sender=sender,
        sender_name=name,
        senders=len(senders),
        date=_moment(dated),
        dated=dated,
        message_id=_first_id(words(message, "Message-ID")),
        in_reply_to=_first_id(words(message, "In-Reply-To")),
        references=tuple(_ID.findall(words(message, "References", longest=20_000))[-_MOST_IDS:]),
        to=tuple(address for field in ("To", "Cc", "Delivered-To") for _name, address in _addresses(message, field)),
        automatic=_is_automatic(message, sender, subject),
    )


def words(message: email.message.Message, name: str, *, longest: int = LONGEST) -> str:
    """Return one header, decoded and on one line; empty if there is none."""
    return line(_decoded(_raw(message, name)))[:longest]


def line(text: str) -> str:
    """Return text on one line, without control characters: nothing can be slipped into another header."""
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _raw(message: email.message.Message, name: str) -> str:
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            given = str(value)
            return decode(given.encode("utf-8", "surrogateescape"), "")[0] if not given.isascii() else given
    return ""


def _decoded(raw: str) -> str:
    if not _ENCODED.search(raw):
        return raw
    try:
        chunks = decode_header(raw)
    except (HeaderParseError, ValueError, LookupError):
        return raw
    return "".join(decode(chunk, charset or "")[0] if isinstance(chunk, bytes) else chunk for chunk, charset in chunks)


def _addresses(message: email.message.Message, name: str) -> list[tuple[str, str]]:
    try:
        found = getaddresses([line(_raw(message, name))[:4_000]])
    except (ValueError, IndexError, TypeError):
        return []
    return [(line(_decoded(who))[:LONGEST], line(address)[:320]) for who, address in found if "@" in address]


def _first_id(raw: str) -> str:
    found = _ID.search(raw)
    return found.group(1) if found else raw.strip("<> ")[:300]


def _moment(raw: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.astimezone()


def _is_automatic(message: email.message.Message, sender: str, subject: str) -> bool:
    """Whether a machine sent it: lists, bounces, answering robots (RFC 3834). None of them is answered."""
    if words(message, "Auto-Submitted").lower().split(";")[0].strip() not in {"", "no"}:
        return True
    if words(message, "Precedence").lower() in _BULK or any(name in message for name in _LISTS):
        return True
    if "Return-Path" in message and words(message, "Return-Path").replace(" ", "") in {"", "<>"}:
        return True
    if "multipart/report" in words(message, "Content-Type").lower():
        return True
    return bool(_ROBOT.match(sender) or _ROBOTS_SUBJECT.match(subject))

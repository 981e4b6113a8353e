"""From bytes to words: mail says which encoding it is in, and is often wrong. Nothing here raises, and nothing is dropped."""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from typing import Final

WRONG_CHARSET: Final = "It does not say correctly how its letters are written. Some may look wrong."
WRONG_ENCODING: Final = "A part of its text is damaged. What could be read is here."

_SEVEN_BIT: Final = re.compile(r"^(utf-?7|iso-2022-|hz|utf-?16|utf-?32|ucs-)", re.IGNORECASE)
"""Encodings whose bytes may look like plain UTF-8 and are not: what is declared is tried first."""

_NEVER: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
_QUAD: Final = 4
_LONGEST_LETTER: Final = 3


def decode(data: bytes, declared: str, *, was_cut: bool = False) -> tuple[str, str]:
    """Return words and, where they may be wrong, a sentence that says so.

    Strict UTF-8 first, then what was declared, then Windows' Western letters (reference: 27 mails measured). `was_cut` says that
    the end was not fetched, so the last letter may be half there.
    """
    name = codec_of(declared)
    order = [name, "utf-8"] if name and _SEVEN_BIT.match(declared) else ["utf-8", name]
    for codec in order:
        text = _strictly(data, codec, was_cut=was_cut) if codec else None
        if text is not None:
            expected = codec in {name, "utf-8"} if declared else True
            agrees = not declared or name is not None
            return text, "" if expected and agrees else WRONG_CHARSET
    text = _strictly(data, "cp1252", was_cut=False)
    return (text if text is not None else data.decode("latin-1")), WRONG_CHARSET


def _strictly(data: bytes, codec: str, *, was_cut: bool) -> str | None:
    for fewer in range(_LONGEST_LETTER + 1 if was_cut else 1):
        try:
            return data[: len(data) - fewer].decode(codec)
        except (UnicodeError, LookupError, ValueError):
            continue
    return None


def codec_of(declared: str) -> str | None:
    """Return Python's name of a declared encoding; None if it is unknown, or none for text."""
    if not declared or len(declared) > 60 or "\0" in declared:  # noqa: PLR2004 - no encoding has such a name
        return None
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError):
        return None
    name = found.name.replace("-", "_")
    return None if name in _NEVER or not getattr(found, "_is_text_encoding", True) else found.name


def undo(body: bytes, encoding: str) -> tuple[bytes, str]:
    """Undo a transfer encoding; return the bytes and, where they may be damaged, a sentence."""
    kind = encoding.strip().lower()
    if kind == "quoted-printable":
        return quopri.decodestring(body), ""
    if kind == "base64":
        return _base64(body)
    return body, "" if kind in {"", "7bit", "8bit", "binary"} else WRONG_ENCODING


def _base64(body: bytes) -> tuple[bytes, str]:
    packed = _NOT_BASE64.sub(b"", body)
    odd = len(packed) % _QUAD
    if odd == 1:
        packed = packed[:-1]
    try:
        data = binascii.a2b_base64(packed + b"=" * (-len(packed) % _QUAD))
    except binascii.Error:
        return body, WRONG_ENCODING
    junk = len(_NOT_BASE64.sub(b"", body)) < len(body.translate(None, b" \t\r\n=\0"))
    return data, WRONG_ENCODING if odd == 1 or junk else ""


def decoded_size(body: bytes, encoding: str) -> int:
    """Return how many bytes an attachment has, without decoding it."""
    if encoding.strip().lower() != "base64":
        return len(body)
    return len(_NOT_BASE64.sub(b"", body)) * 3 // 4


def estimated_size(octets: int, encoding: str) -> int:
    """Return how many bytes an attachment has by what the mail server says (base64 in lines of 76: two more or fewer)."""
    if encoding.strip().lower() != "base64":
        return octets
    return max(0, (octets - 2 * -(-octets // 78)) * 3 // 4)

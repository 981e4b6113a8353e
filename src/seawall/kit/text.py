"""What people type, made safe to keep: never silently cut, never holding a picture.

A picture can be hidden in text as a data: URL, as base64 or as a uuencoded block. Holding one may be a crime
(reference: UKCIS advice, never store), so such blocks are cut out and counted, and the page says so kindly.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 20_000
"""Characters kept of one answer. Beyond that the person is told, and nothing is cut."""

_DATA_URL = re.compile(r"data:[\w.+-]{1,60}/[\w.+-]{1,80}[^\s,]{0,200},[^\s\"'<>)]*", re.IGNORECASE)
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{400,}={0,2}")
_FEWEST_DIFFERENT: Final = 20
_BASE64_LINES = re.compile(r"(?:^[ \t>]*[A-Za-z0-9+/]{40,}={0,2}[ \t]*(?:\r?\n|\Z)){4,}", re.MULTILINE)
_UUENCODED = re.compile(
    r"^begin(?:-base64)? [0-7]{3,4} [^\n]{0,255}\n(?:(?!begin)[^\n]{1,90}\n)*?(?:end|====)[ \t]*$", re.MULTILINE
)
_UUENCODED_OPEN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} [^\n]{0,255}\n(?:[!-`]{10,90}\n?){2,}", re.MULTILINE)
_KEPT_CONTROLS: Final = frozenset("\n\t")


def _unless_mashed_keys(found: re.Match[str]) -> str:
    """A long run of few different characters is somebody leaning on a key, not a picture: it stays."""
    return " " if len(set(found.group())) >= _FEWEST_DIFFERENT else found.group()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text that may be kept: `text`; how many hidden `pictures` were cut out; by how many characters it is `too_long_by`."""

    text: str
    pictures: int = 0
    too_long_by: int = 0


def clean(typed: str) -> Cleaned:
    """Return `typed` without control characters, lone surrogates and hidden pictures, its ends trimmed.

    Emoji, right-to-left text and joiners stay. The length is told, not enforced: the caller refuses what is too long.
    """
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    pictures = 0
    for pattern in (_DATA_URL, _UUENCODED, _UUENCODED_OPEN, _BASE64_LINES):
        text, cut = pattern.subn(" ", text)
        pictures += cut
    runs = len(_BASE64_RUN.findall(text))
    text = _BASE64_RUN.sub(_unless_mashed_keys, text)
    pictures += runs - len(_BASE64_RUN.findall(text))
    text = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    return Cleaned(text, pictures, max(0, len(text) - LONGEST))

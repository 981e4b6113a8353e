"""Which characters can be printed: those the fonts in kit/fonts have a picture for. Others are printed as their names.

A PDF that keeps for decades may not hold a character without a picture, and a child may write in any script. So nothing is
left out: a character that no font here knows stands as its name in brackets, such as [bengali letter ka].
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
COVERING: Final = ("NotoSans_400Regular.ttf", "NotoNaskhArabic_400Regular.ttf", "NotoEmoji_400Regular.ttf")
"""Fonts in which every report looks for a character."""

_JOINERS: Final = frozenset("\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u00ad\n\t")
"""They shape or place what stands beside them and have no picture of their own."""

_UNSEEN: Final = frozenset("\ufeff\u200b\u2060\u202a\u202b\u202c\u2066\u2067\u2068\u2069\r")
"""Marks that phones put around numbers and names; in a paragraph of its own each text has its direction without them."""

_NEVER: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Unicode's categories of what has no picture, or none that others know."""

_UNICODE_FULL: Final = (3, 10)
_GROUPS: Final = 12


class NoFontsError(Exception):
    """The fonts are not there; the message says how to get them."""


def printable(text: str, *, plainly: bool = False) -> str:
    """Return `text` with what no font can print put as names in brackets, and unseen marks left out.

    `plainly`: only letters, numbers and punctuation stay as they are. An accent on an emoji is in no font, though both are.
    """
    shown = _is_plain if plainly else _has_picture
    return "".join(c if shown(c) else _named(c) for c in text)


@cache
def coverage() -> frozenset[int]:
    """Return the characters that the fonts have. Raises NoFontsError."""
    groups = (group for name in COVERING for group in _groups(FONTS / name))
    return frozenset(code for first, last in groups for code in range(first, last + 1))


def _has_picture(character: str) -> bool:
    if character in _JOINERS:
        return True
    if character in _UNSEEN or unicodedata.category(character) in _NEVER:
        return False
    return ord(character) in coverage()


def _is_plain(character: str) -> bool:
    return character == "\n" or (unicodedata.category(character)[0] in "LNPZ" and _has_picture(character))


def _named(character: str) -> str:
    if character in _UNSEEN or character in _JOINERS:
        return ""
    name = unicodedata.name(character, "").lower()
    return f"[{name or f'U+{ord(character):04X}'}]"


def _groups(path: Path) -> list[tuple[int, int]]:
    """Read the ranges out of a font's table of characters (OpenType `cmap`, format 12)."""
    try:
        font = path.read_bytes()
    except FileNotFoundError:
        raise NoFontsError("The fonts for printing are missing. `./run` fetches them; then try again.") from None
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count]):
        kind, size = struct.unpack_from(">H10xI", cmap, offset)
        if (platform, encoding) == _UNICODE_FULL and kind == _GROUPS:
            groups = struct.iter_unpack(">III", cmap[offset + 16 : offset + 16 + 12 * size])
            return [(first, last) for first, last, glyph in groups if glyph]
    raise NoFontsError(f"{path.name} is not a font that can be read here.")


def _table(font: bytes, wanted: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for tag, offset, size in struct.iter_unpack(">4s4xII", font[12 : 12 + 16 * count]):
        if tag == wanted:
            return font[offset : offset + size]
    return b""

"""
From what a child typed to rough tokens: small letters without accents, apostrophes, zero-width or look-alike letters.

Language-blind. Each step is one pass over the text, so the time grows with its length and no faster.
"""

from __future__ import annotations

import re
import unicodedata

BREAK = "\n"
"""The token for the end of a sentence or line; several in a row are one."""

_ALIKE = {
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y", "х": "x",
    "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "һ": "h", "ӏ": "l", "ԛ": "q", "ԝ": "w", "ѵ": "v", "ь": "b", "ё": "e", "ї": "i",
    "α": "a", "β": "b", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "γ": "y",
    "η": "n", "ω": "w", "σ": "s", "ϲ": "c", "ϳ": "j",
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʀ": "r", "ɴ": "n", "ɪ": "i",
    "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h", "ᴊ": "j", "ᴋ": "k", "ʟ": "l", "ᴍ": "m",
    "ᴏ": "o", "ᴘ": "p", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ʏ": "y", "ᴢ": "z",
}  # fmt: skip
_SQUARED = {chr(start + n): chr(ord("a") + n) for start in (0x1F170, 0x1F150, 0x1F1E6) for n in range(26)}
LOOK_ALIKES = {**_ALIKE, **_SQUARED}
"""Small letters and symbols that are drawn like a Latin letter, and that letter."""
_TO_LATIN = str.maketrans(LOOK_ALIKES)

_APOSTROPHES = str.maketrans("", "", "'\u2018\u2019\u201b`\u00b4\u02b9\u02bb\u02bc\u02c8\u2032\uff07")
_SKIN = range(0x1F3FB, 0x1F400)

_TOKEN = re.compile(
    r"[£€]|\$(?=\s?\d)"
    r"|[@$*]?[^\W_]+(?:[*@$!|]+[^\W_]+)*"
    r"|[.!?]+|[\n\r;]+"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]"
)


def tokens_of(text: str) -> list[str]:
    """Cut a text into rough tokens: words, numbers, single emoji, money signs and `BREAK`. Takes any text; raises nothing."""
    plain = _plain(text)
    tokens: list[str] = []
    for match in _TOKEN.finditer(plain):
        token = match.group()
        if token[0] not in ".!?\n\r;":
            tokens.append(token)
        elif _ends_a_sentence(plain, match.end(), token) and tokens and tokens[-1] != BREAK:
            tokens.append(BREAK)
    return tokens


def _ends_a_sentence(text: str, end: int, mark: str) -> bool:
    return mark[0] in "\n\r;" or end == len(text) or text[end].isspace()


def _plain(text: str) -> str:
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.replace("\0", "").lower()
    text = unicodedata.normalize("NFKD", text).upper().casefold()
    text = unicodedata.normalize("NFKD", text).translate(_TO_LATIN)
    return "".join(letter for letter in text if not _unseen(letter))


def _unseen(letter: str) -> bool:
    if letter.isascii():
        return letter == "\0"
    return unicodedata.category(letter) in {"Mn", "Me", "Mc", "Cf", "Cc", "Cs", "Co", "Cn"} or ord(letter) in _SKIN

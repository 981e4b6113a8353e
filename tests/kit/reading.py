"""Reading a PDF back as its reader would: which words stand where. Only what Typst writes is understood."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

# One entry a line: without the ^, the end of one pair and the beginning of the next would look like a range.
_PAIR = re.compile(r"^<([0-9a-f]+)>[ ]*<([0-9a-f]+)>$", re.MULTILINE)
_RANGE = re.compile(r"^<([0-9a-f]+)>[ ]*<([0-9a-f]+)>[ ]*<([0-9a-f]+)>$", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """Words drawn at one place, in points from the left and the top of their page."""

    x: float
    text: str


def text_of(made: bytes) -> str:
    """All words of a PDF in the order in which they were drawn."""
    return "".join(run.text for run in runs(made))


def place_of(made: bytes, word: str) -> float:
    """How far from the left the first run that holds a word begins. Raises StopIteration if none does."""
    return next(run.x for run in runs(made) if word in run.text)


def runs(made: bytes) -> Iterator[Run]:
    """Every run of glyphs, page by page."""
    with pikepdf.open(io.BytesIO(made)) as document:
        for page in document.pages:
            yield from _runs_of(page)


def _runs_of(page: pikepdf.Page) -> Iterator[Run]:
    fonts = {name: _unicode(font) for name, font in page.resources["/Font"].items()}
    x, stack, glyphs = 0.0, list[float](), dict[str, str]()
    for step in pikepdf.parse_content_stream(page):
        operands: Any = step.operands
        match str(step.operator):
            case "q":
                stack.append(x)
            case "Q":
                x = stack.pop()
            case "cm":
                x += float(operands[4])
            case "Tf":
                glyphs = fonts[str(operands[0])]
            case "TJ" | "Tj":
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                coded = "".join(bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
                yield Run(x, "".join(glyphs.get(coded[at : at + 4], "") for at in range(0, len(coded), 4)))


def _unicode(font: Any) -> dict[str, str]:
    table = font["/ToUnicode"].read_bytes().decode("ascii", "replace").lower()
    found: dict[str, str] = {}
    for start, end, first in _RANGE.findall(table):
        letters = bytes.fromhex(first).decode("utf-16-be", "replace")
        for step in range(int(end, 16) - int(start, 16) + 1):
            found[f"{int(start, 16) + step:04x}"] = letters[:-1] + chr(ord(letters[-1]) + step)
    for glyph, text in _PAIR.findall(table):
        found[glyph] = bytes.fromhex(text).decode("utf-16-be", "replace")
    return found

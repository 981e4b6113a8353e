"""The parts of a mail as a tree: the same whether the mail server described them or a whole file was taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 12
"""How deep parts lie in parts; below that they are counted, not read."""
MOST_PARTS: Final = 250
"""How many parts of a mail are looked at; the others are counted."""
MOST_TEXT: Final = 400_000
"""Bytes that are fetched of one part of text, and MOST_ALL of all of them."""
MOST_ALL: Final = 1_500_000

TOO_DEEP: Final = "It has parts inside parts, too deep to read. They were counted."
TOO_MANY: Final = "It has very many parts. Only the first ones were read."
TOO_LONG: Final = "It is very long. Only the beginning was fetched; the rest lies in the original."


@dataclass(slots=True, repr=False)
class Part:
    """One part. `section` is its number on the mail server; `body` what was fetched of it, as it lies (None: it was not)."""

    kind: str = "text/plain"
    charset: str = ""
    encoding: str = ""
    octets: int = 0
    attached: bool = False
    section: str = ""
    body: bytes | None = None
    headers: bytes = b""
    cut: bool = False
    size: int | None = None
    children: list[Part] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        """Whether it is text that may be fetched: plain or HTML, and not attached as a file."""
        return self.kind in {"text/plain", "text/html"} and not self.attached

    @property
    def is_message(self) -> bool:
        """Whether it is a whole mail inside this one."""
        return self.kind in {"message/rfc822", "message/global"}

    @property
    def is_multipart(self) -> bool:
        """Whether it only holds other parts."""
        return self.kind.startswith("multipart/")


def walk(root: Part) -> Iterator[Part]:
    """Every part, the outermost first, in order."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += reversed(part.children)


def to_fetch(root: Part) -> list[Part]:
    """Return the parts that may be fetched: text, and the headers of mails inside; within the bounds of a mail."""
    left = MOST_ALL
    wanted = []
    for part in walk(root):
        if part.is_message:
            wanted.append(part)
        elif part.is_text and left > 0:
            wanted.append(part)
            left -= min(part.octets, MOST_TEXT)
    return wanted

"""From HTML to the words a reader would see. One pass, whatever is in it; nothing of it is run, fetched or kept as HTML."""

from __future__ import annotations

import html
import re
from typing import Final

_NAME: Final = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_HREF: Final = re.compile(r"""href\s*=\s*["']?\s*([^"'\s>]{1,500})""", re.IGNORECASE)
_UNSEEN: Final = frozenset({"script", "style", "title"})
_BREAKS: Final = frozenset(
    "p div br tr li ul ol table h1 h2 h3 h4 h5 h6 hr blockquote pre section article header footer dl dt dd".split()  # noqa: SIM905 - a list of words reads best as words
)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_DEEPEST: Final = 20


class _Page:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.href = ""
        self.label: list[str] = []
        self.pictures = 0
        self.endless: set[str] = set()

    def find(self, text: str, needle: str, at: int) -> int:
        """Find something further on, -1 if it is not there; looked for in vain only once, so that a page is read in one pass."""
        found = -1 if needle in self.endless else text.find(needle, at)
        if found < 0:
            self.endless.add(needle)
        return found

    def say(self, text: str) -> None:
        if text:
            self.line.append(text)
            if self.href:
                self.label.append(text)

    def end_line(self) -> None:
        said = _SPACES.sub(" ", "".join(self.line)).strip()
        mark = "> " * min(self.quotes, _DEEPEST)
        if said or (self.lines and self.lines[-1].strip(" >")):
            self.lines.append((mark + said).rstrip() if said else mark.rstrip())
        self.line = []

    def tag(self, inside: str) -> None:
        found = _NAME.match(inside)
        name = found.group(1).lower() if found else ""
        closing = inside.startswith("/")
        if "data:" in inside.lower():
            self.pictures += 1
        if name == "a":
            self._link("" if closing else inside)
        if name in _BREAKS:
            self.end_line()
        if name == "blockquote":
            self.quotes = max(0, self.quotes + (-1 if closing else 1))
        if name in {"td", "th"}:
            self.line.append(" ")

    def _link(self, inside: str) -> None:
        """Where a link leads is kept beside its words: it may be the account that somebody tells of."""
        label = "".join(self.label).strip()
        if self.href and self.href.lower().startswith(("http:", "https:", "mailto:")):
            bare = self.href.removeprefix("mailto:").rstrip("/")
            if bare not in label:
                self.line.append(f" <{bare}>")
        found = _HREF.search(inside[:2_000])
        self.href, self.label = (html.unescape(found.group(1)) if found else ""), []


def to_text(page: str) -> tuple[str, int]:
    """Return the words of a page, a line a block (quotes behind "> "), and how many pictures were written into its tags."""
    out = _Page()
    low = page.lower()
    at, end = 0, len(page)
    while at < end:
        opens = page.find("<", at)
        if opens < 0:
            opens = end
        out.say(html.unescape(page[at:opens]))
        if opens >= end:
            break
        at = _after_markup(out, page, low, opens)
    out.end_line()
    while out.lines and not out.lines[-1].strip(" >"):
        out.lines.pop()
    return "\n".join(out.lines).strip(), out.pictures


def _after_markup(out: _Page, page: str, low: str, opens: int) -> int:
    """Read the markup that starts at `opens`; return where words go on. What never ends is read as words: nothing is lost."""
    if page.startswith("<!--", opens):
        closes = out.find(page, "-->", opens + 4)
        if closes >= 0:
            return closes + 3
    closes = page.find(">", opens)
    starts_tag = opens + 1 < len(page) and (page[opens + 1].isalpha() or page[opens + 1] in "/!?")
    if closes < 0:
        out.say(html.unescape(page[opens:]))
        return len(page)
    if not starts_tag:
        out.say("<")
        return opens + 1
    inside = page[opens + 1 : closes]
    out.tag(inside)
    found = _NAME.match(inside)
    name = found.group(1).lower() if found else ""
    if name in _UNSEEN and not inside.startswith("/"):
        over = out.find(low, f"</{name}", closes)
        return over if over >= 0 else closes + 1
    return closes + 1

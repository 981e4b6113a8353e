"""What somebody wrote, and what hangs below it: quotes, forwarded mails, signatures. Folded away, never thrown away."""

from __future__ import annotations

import re
from typing import Final

_STARTS_A_TAIL: Final = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded message|original-nachricht|message d'origine)\s*-{2,}"
    r"|begin forwarded message:|-{5,}\s*forwarded message.*)\s*$",
    re.IGNORECASE,
)
_WROTE: Final = re.compile(
    r"^\s*(on|am|le|el|w dniu|dnia)\b.{3,200}\b(wrote|schrieb|a écrit|escribió|napisał\(?a?\)?)\s*:\s*$", re.IGNORECASE
)
_WROTE_STARTS: Final = re.compile(r"^\s*(on|am|le|el)\b.{3,200}$", re.IGNORECASE)
_FROM: Final = re.compile(r"^\s*\*?(from|von|de|od):\*?\s+\S", re.IGNORECASE)
_SENT: Final = re.compile(r"^\s*\*?(sent|date|gesendet|envoyé|to|subject|wysłano):\*?\s+\S", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"^\s*(sent from (my|yahoo|outlook|mail)\b.{0,60}|get outlook for \w+.{0,60}|sent via .{1,40})\s*$", re.IGNORECASE
)
_LONGEST_SIGNATURE: Final = 15
_QUOTE: Final = re.compile(r"^\s*>(\s|>|\w|$)")
"""A line of a quote; not a face such as >:( at the start of a line."""
_BY_A_MACHINE: Final = re.compile(r"@|\b\d{4}\b|\d[:.]\d\d")
"""A mail program's "wrote:" names an address, a year or a time. "On Sunday he wrote:" is somebody telling, and stays."""


def fold(text: str) -> tuple[str, str]:
    """Return what was written, and what is folded away below it. Every line is in one of the two."""
    own: list[str] = []
    away: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        taken = _tail_at(lines, at)
        if taken:
            away += lines[at : at + taken]
            at += taken
        else:
            own.append(lines[at])
            at += 1
    return "\n".join(own).strip(), "\n".join(away).strip()


def _tail_at(lines: list[str], at: int) -> int:
    """How many lines from here on are folded away; 0: this one was written."""
    line = lines[at]
    if _QUOTE.match(line) or _PHONE.match(line):
        return 1
    if _WROTE.match(line):
        return _quote_after(lines, at, 1)
    two = f"{line} {lines[at + 1]}" if at + 1 < len(lines) else ""
    if _WROTE_STARTS.match(line) and _WROTE.match(two):
        return _quote_after(lines, at, 2)
    outlook = _FROM.match(line) and any(_SENT.match(each) for each in lines[at + 1 : at + 4])
    if outlook or _STARTS_A_TAIL.match(line):
        return len(lines) - at
    if line in {"-- ", "--"} and len(lines) - at <= _LONGEST_SIGNATURE:
        return len(lines) - at
    return 0


def _quote_after(lines: list[str], at: int, heads: int) -> int:
    """After "... wrote:" either lines behind ">" follow, between which somebody may answer, or the old mail to the end."""
    following = next((each for each in lines[at + heads :] if each.strip()), "")
    head = " ".join(lines[at : at + heads])
    if not _BY_A_MACHINE.search(head) and not _QUOTE.match(following):
        return 0
    return heads if _QUOTE.match(following) or not following else len(lines) - at

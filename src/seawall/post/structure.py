"""What a mail server says a mail is made of (BODYSTRUCTURE, RFC 3501 7.4.2), as the same tree. Nothing is fetched to know it."""

from __future__ import annotations

import re
from typing import Final

from seawall.post.mime import is_attached
from seawall.post.parts import DEEPEST, MOST_PARTS, TOO_DEEP, TOO_MANY, Part

_TOKEN: Final = re.compile(rb'\s*(?:(\()|(\))|"((?:[^"\\]|\\.)*)"|\{(\d+)\}\r?\n|([^\s()"]+))', re.DOTALL)
_BARE: Final = frozenset({"text/", "text/octet-stream"})
"""What servers make of a type that only says "text"."""
_MOST_TOKENS: Final = 100_000

type Node = bytes | list[Node] | None


class UnreadableError(ValueError):
    """The mail server's description of a mail could not be read."""


def tokens(raw: bytes) -> Node:
    """Read one parenthesised list. Raises UnreadableError."""
    stack: list[list[Node]] = [[]]
    at = 0
    for _ in range(_MOST_TOKENS):
        found = _TOKEN.match(raw, at)
        if not found:
            break
        at = found.end()
        if found.group(1):
            stack.append([])
        elif found.group(2):
            if len(stack) == 1:
                break
            done = stack.pop()
            stack[-1].append(done)
            if len(stack) == 1:
                return done
        elif found.group(4):
            size = int(found.group(4)[:9])
            stack[-1].append(raw[at : at + size])
            at += size
        else:
            stack[-1].append(_atom(found))
    raise UnreadableError


def _atom(found: re.Match[bytes]) -> bytes | None:
    if found.group(3) is not None:
        return re.sub(rb"\\(.)", rb"\1", found.group(3), flags=re.DOTALL)
    return None if found.group(5).upper() == b"NIL" else found.group(5)


def parts_of(raw: bytes) -> tuple[Part, list[str]]:
    """Return the tree of a mail, each part with its number, and what could not be read. Raises UnreadableError."""
    problems: list[str] = []
    node = tokens(raw)
    if not isinstance(node, list) or not node:
        raise UnreadableError
    return _Tree(problems).part(node, "", 0), problems


class _Tree:
    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        self.count = 0

    def _note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def part(self, node: list[Node], section: str, depth: int) -> Part:
        self.count += 1
        if node and isinstance(node[0], list):
            return self._multipart(node, section, depth)
        return self._leaf(node, section or "1", depth)

    def _multipart(self, node: list[Node], section: str, depth: int) -> Part:
        inside = _leading_lists(node)
        subtype = _text(node, len(inside)) or "mixed"
        whole = Part(kind=f"multipart/{subtype}", section=section)
        for number, child in enumerate(inside, start=1):
            if depth >= DEEPEST or self.count >= MOST_PARTS:
                self._note(TOO_DEEP if depth >= DEEPEST else TOO_MANY)
                whole.children.append(Part(kind="application/octet-stream", size=0))
                continue
            whole.children.append(self.part(child, f"{section}.{number}".lstrip("."), depth + 1))
        return whole

    def _leaf(self, node: list[Node], section: str, depth: int) -> Part:
        kind = f"{_text(node, 0) or 'application'}/{_text(node, 1) or 'octet-stream'}"
        part = Part(
            kind="text/plain" if kind in _BARE else kind,
            charset=_param(node, 2, b"charset"),
            encoding=_text(node, 5),
            octets=_number(node, 6),
            section=section,
        )
        more = 8 if kind.startswith("text/") else 10 if part.is_message else 7
        part.attached = is_attached(_disposition(node, more + 1))
        if part.is_message and len(node) > 8 and isinstance(node[8], list):  # noqa: PLR2004 - RFC 3501: its own structure
            self._inner(part, node[8], depth)
        return part

    def _inner(self, part: Part, node: list[Node], depth: int) -> None:
        if depth >= DEEPEST:
            self._note(TOO_DEEP)
            return
        is_multi = bool(node) and isinstance(node[0], list)
        part.children = [self.part(node, part.section if is_multi else f"{part.section}.1", depth + 1)]


def _leading_lists(node: list[Node]) -> list[list[Node]]:
    found = []
    for each in node:
        if not isinstance(each, list):
            break
        found.append(each)
    return found


def _text(node: list[Node], at: int) -> str:
    value = node[at] if at < len(node) else None
    return value.decode("ascii", "replace").strip().lower()[:120] if isinstance(value, bytes) else ""


def _number(node: list[Node], at: int) -> int:
    digits = _text(node, at)
    return int(digits) if digits.isdigit() and len(digits) < 12 else 0  # noqa: PLR2004 - more than a terabyte is no size


def _param(node: list[Node], at: int, name: bytes) -> str:
    pairs = node[at] if at < len(node) else None
    if not isinstance(pairs, list):
        return ""
    for key, value in zip(pairs[::2], pairs[1::2], strict=False):
        if isinstance(key, bytes) and key.lower() == name and isinstance(value, bytes):
            return value.decode("ascii", "replace")[:60]
    return ""


def _disposition(node: list[Node], at: int) -> str:
    found = node[at] if at < len(node) else None
    first = found[0] if isinstance(found, list) and found else None
    return first.decode("ascii", "replace") if isinstance(first, bytes) else ""

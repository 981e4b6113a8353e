"""A whole mail in a file, taken apart into the tree that a mail server describes. Bounded in depth and number; never raises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from seawall.post import headers
from seawall.post.charsets import decoded_size, undo
from seawall.post.parts import DEEPEST, MOST_PARTS, MOST_TEXT, TOO_DEEP, TOO_LONG, TOO_MANY, Part

if TYPE_CHECKING:
    import email.message

_BLANK: Final = re.compile(rb"\r?\n[ \t]*\r?\n")
_LONGEST_BOUNDARY: Final = 200
_KIND: Final = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,120}", re.ASCII)


class _Taking:
    """What is counted while one mail is taken apart."""

    def __init__(self) -> None:
        self.parts = 0
        self.problems: list[str] = []

    def note(self, problem: str) -> None:
        if problem and problem not in self.problems:
            self.problems.append(problem)


def take_apart(raw: bytes) -> tuple[bytes, Part, list[str]]:
    """Return a mail's headers, its parts, and what could not be taken apart."""
    taking = _Taking()
    head, body = split(raw)
    return head, _part(head, body, 0, taking), taking.problems


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Return headers and body. A file that starts with an empty line has no headers."""
    if raw[:1] in {b"\n", b"\r"}:
        return b"", raw.lstrip(b"\r\n")
    found = _BLANK.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def _part(head: bytes, body: bytes, depth: int, taking: _Taking, default: str = "text/plain") -> Part:
    taking.parts += 1
    about = headers.parse(head)
    part = described(about, default)
    part.octets = len(body)
    if part.is_multipart:
        _children(part, about, body, depth, taking)
    elif part.is_message:
        _inner(part, body, depth, taking)
    elif part.is_text:
        part.body, part.cut = body[:MOST_TEXT], len(body) > MOST_TEXT
        if part.cut:
            taking.note(TOO_LONG)
    if not part.is_text:
        part.size = decoded_size(body, part.encoding)
    return part


def _inner(part: Part, body: bytes, depth: int, taking: _Taking) -> None:
    if part.encoding == "base64":  # not allowed, and seen
        body, problem = undo(body, part.encoding)
        taking.note(problem)
    part.headers, inner = split(body)
    if depth >= DEEPEST:
        taking.note(TOO_DEEP)
        return
    part.children = [_part(part.headers, inner, depth + 1, taking)]


def _children(part: Part, about: email.message.Message, body: bytes, depth: int, taking: _Taking) -> None:
    boundary = _param(about, "boundary")[:_LONGEST_BOUNDARY]
    pieces = _pieces(body, boundary.encode("utf-8", "surrogateescape")) if boundary else []
    if not pieces:  # no boundary, or one that never comes: what is there is read as text
        inner = Part(octets=len(body), body=body[:MOST_TEXT], cut=len(body) > MOST_TEXT)
        part.children = [inner]
        return
    if depth >= DEEPEST:
        taking.note(TOO_DEEP)
        part.children = [Part(kind="application/octet-stream", octets=len(body), size=len(body))]
        return
    default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    for piece in pieces:
        if taking.parts >= MOST_PARTS:
            taking.note(TOO_MANY)
            part.children.append(Part(kind="application/octet-stream", octets=len(piece), size=len(piece)))
            continue
        part.children.append(_part(*split(piece), depth + 1, taking, default))


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces, start = [], None
    for found in line.finditer(body):
        if start is not None:
            pieces.append(_below(body[start : found.start()]))
        start = None if found.group(1) else found.end()
        if start is None:
            break
    if start is not None:
        pieces.append(_below(body[start:]))
    return pieces


def _below(piece: bytes) -> bytes:
    """A piece without the end of the line that the boundary stands on; an empty line at its start stays: it has no headers."""
    return piece[2:] if piece.startswith(b"\r\n") else piece.removeprefix(b"\n")


def described(about: email.message.Message, default: str = "text/plain") -> Part:
    """Return a part without its body, by its headers."""
    given = headers.words(about, "Content-Type").split(";")[0].strip().lower()
    kind = given if _KIND.fullmatch(given) else default if not given else "application/octet-stream"
    if given in {"text", "plain", "text/"}:
        kind = "text/plain"
    return Part(
        kind=kind,
        charset=_param(about, "charset")[:60],
        encoding=headers.words(about, "Content-Transfer-Encoding").lower()[:40],
        attached=is_attached(headers.words(about, "Content-Disposition")),
    )


def is_attached(disposition: str) -> bool:
    """Whether a part is attached as a file."""
    return disposition.split(";", maxsplit=1)[0].strip().lower() == "attachment"


def _param(about: email.message.Message, name: str) -> str:
    try:
        found = about.get_param(name, "", header="content-type")
    except (ValueError, LookupError, TypeError):
        return ""
    value = found[2] if isinstance(found, tuple) else str(found or "")
    return value.strip()

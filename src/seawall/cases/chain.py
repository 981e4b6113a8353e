"""The hash chain of a chronology: what a line's mark is made of. Plain Python, so that anyone can compute it again.

A mark is the SHA-256 of a JSON text (keys sorted, no spaces, UTF-8) with the line's number, id, case, kind, facts, times
(ISO 8601, UTC, microseconds), author, the line it corrects, the SHA-256 of its sealed words, and the mark before it, in hex.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.cases.models import Line

FIRST: Final = bytes(32)
"""What stands before a case's first line."""

_VERSION: Final = 1


def mark_of(line: Line, box: bytes | None, before: bytes) -> bytes:
    """Return the mark of a line with the sealed words `box` after the mark `before`."""
    told = {
        "version": _VERSION,
        "number": line.number,
        "id": str(line.pk),
        "case": str(line.case_id),
        "kind": line.kind,
        "facts": line.facts,
        "happened_at": _utc(line.happened_at),
        "written_at": _utc(line.written_at),
        "author": str(line.author_id),
        "corrects": str(line.corrects_id) if line.corrects_id else None,
        "words": hashlib.sha256(box).hexdigest() if box is not None else None,
        "before": bytes(before).hex(),
    }
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")

"""The hash chain of a school's journal: what a line's mark is made of. Plain Python, so that anyone can compute it again.

A mark is the SHA-256 of a JSON text (keys sorted, no spaces, UTF-8) with the line's number in the chain, its id, school, time
(ISO 8601, UTC, microseconds), actor, verb, subject and facts, and the mark before it, in hex.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from seawall.journal.models import Line

FIRST: Final = bytes(32)
"""What stands before a school's first line."""

_VERSION: Final = 1


def mark_of(line: Line, number: int, before: bytes) -> bytes:
    """Return the mark of a line that is the `number`th of its chain, after the mark `before`."""
    told = {
        "version": _VERSION,
        "number": number,
        "id": line.pk,
        "school": str(line.school_id) if line.school_id else None,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": line.by,
        "verb": line.verb,
        "subject": line.subject,
        "facts": line.facts,
        "before": bytes(before).hex(),
    }
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()

"""What the evidence page of a case shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seawall.kit import clock
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.evidence.models import Bundle
    from seawall.evidence.rules import State
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """A bundle with its words opened; `who` and `why` are empty where its home case is closed off to this person."""

    row: Bundle
    state: State
    who: str
    why: str


def bundles_of(case: Case, ring: Ring) -> list[Made]:
    """Every bundle a case is in, the newest first. Two queries, whatever the number."""
    rows = case.bundles.select_related("made_by", "case").defer("file", "secret").order_by("-begun_at", "-pk")
    return [opened(row, ring) for row in rows]


def opened(row: Bundle, ring: Ring) -> Made:
    """Open a bundle's words with the key of its home case."""
    try:
        words = ring.data_key(row.case).open(row, "asked")
    except WontOpenError:
        words = {"who": "", "why": ""}
    return Made(row, row.state_at(clock.now()), words["who"], words["why"])

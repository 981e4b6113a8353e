"""The one family of refusals. A rule answers with a `Refusal`; an action raises; one middleware makes the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done: one plain sentence that the person who asked will read."""

    reason: str | _StrPromise


class RefusedError(Exception):
    """Base of all refusals; `refusal.reason` is safe to show to the person who asked."""

    def __init__(self, refusal: Refusal | str | _StrPromise) -> None:
        self.refusal = refusal if isinstance(refusal, Refusal) else Refusal(refusal)
        super().__init__(str(self.refusal.reason))


class Refused(RefusedError):  # noqa: N818 - the house's own words
    """The person may not do this, or not now."""


class Gone(RefusedError):  # noqa: N818
    """It is not there, or not for this person: both look alike from outside."""


class Clash(RefusedError):  # noqa: N818
    """Somebody else changed it first; the sentence says what changed."""


def refuse_unless(refusal: Refusal | None) -> None:
    """Raise `Refused` if a rule answered with a refusal; do nothing if it answered None."""
    if refusal is not None:
        raise Refused(refusal)

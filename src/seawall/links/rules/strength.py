"""How much a shared identifier says, in figures for the order and in words for the page."""

from __future__ import annotations

from enum import StrEnum
from math import prod
from typing import TYPE_CHECKING, Final

from seawall.links.rules.data import weights
from seawall.links.rules.same import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seawall.links.rules.canon import Forms
    from seawall.links.rules.kinds import Kind

_HARDLY: Final = 0.85
_SELDOM: Final = 0.6


class Sure(StrEnum):
    """How sure a suggestion is, all its reasons together."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


def weight(kind: Kind, found: Forms, how: Answer) -> float:
    """Return how much it says that this identifier is met elsewhere, exactly or by its skeleton: from 0 to 1."""
    whole: float = weights()[how.value].get(kind.value, 0.0)
    if how is Answer.EXACT:
        return whole
    letters = len(found.skeleton.partition(":")[2])
    short: float = next((part for most, part in weights()["short"].items() if letters <= int(most)), 1.0)
    return whole * short


def together(each: Iterable[float]) -> float:
    """Add hints up as independent ones: two weak ones say more than one, and never more than everything."""
    return 1 - prod(1 - one for one in each)


def sure(sum_: float) -> Sure:
    """Return the name of a sum of weights."""
    levels: dict[str, float] = weights()["sure"]
    return Sure.STRONG if sum_ >= levels["strong"] else Sure.LIKELY if sum_ >= levels["likely"] else Sure.WEAK


def by_chance(one: float) -> str:
    """Say how rare it is that two people share this."""
    return "hardly ever by chance" if one >= _HARDLY else "seldom by chance" if one >= _SELDOM else "it may be chance"

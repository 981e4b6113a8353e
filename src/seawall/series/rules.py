"""What may be done with a series, and how an act is taken back exactly. Plain Python: no Django, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.guidance.rules.danger import Level
from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

LONGEST_NAME: Final = 120
LONGEST_WHY: Final = 2_000
FEWEST: Final = 2
"""Cases with which a series begins."""

MET_SERIES: Final = "met_series"
MET_CASE: Final = "met_case"
LIFTS: Final[dict[str, Level]] = {MET_SERIES: Level.URGENT, MET_CASE: Level.SOON}
"""How grave a report is at least that meets a known account of an open series, or of an open case. Our decision (ADR 0013)."""


class Kind(StrEnum):
    """What a person did with a series."""

    BEGUN = "begun"
    JOINED = "joined"
    TAKEN_OUT = "taken_out"
    SPLIT = "split"
    MERGED = "merged"
    RENAMED = "renamed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Moved[C: Hashable, S: Hashable]:
    """One case that went from a series to another; None stands for no series."""

    case: C
    start: S | None
    end: S | None


def may_begin(cases: int) -> Refusal | None:
    """One case alone is no series."""
    return None if cases >= FEWEST else Refusal("A series has at least two cases. Choose another one.")


def may_put_in(*, here: bool, elsewhere: bool) -> Refusal | None:
    """A case stands in one series at most: what joins two series is an act of its own."""
    if here:
        return Refusal("This case is in this series already.")
    if elsewhere:
        return Refusal("This case is in another series. Join the two series, or take it out there first.")
    return None


def may_take_out(*, here: bool) -> Refusal | None:
    """Only what is in it can be taken out."""
    return None if here else Refusal("This case is not in this series any more.")


def may_split(*, moving: int, all_: int) -> Refusal | None:
    """Something goes and something stays."""
    if not moving:
        return Refusal("Choose the cases that go into the new series.")
    return None if moving < all_ else Refusal("Leave at least one case in this series.")


def may_merge(*, same: bool, cases: int) -> Refusal | None:
    """Two different series, and the other has something to bring."""
    if same:
        return Refusal("That is this series.")
    return (
        None if cases else Refusal("There is no case left in that series. Look again: it may have been joined already.")
    )


def may_take_back(*, kind: str, undone: bool, moves: bool, still: bool) -> Refusal | None:
    """An act can be taken back once, and only while its cases stand where it put them: otherwise it would not be exact."""
    if undone:
        return Refusal("This was taken back already.")
    if kind == Kind.RENAMED or not moves:
        return Refusal("This moved no case, so there is nothing to take back.")
    if not still:
        return Refusal("A case was moved again since. Take that back first, or move each case by hand.")
    return None


def stand_still[C: Hashable, S: Hashable](moves: Iterable[Moved[C, S]], now: Mapping[C, S]) -> bool:
    """Say whether each moved case is still where these moves put it."""
    return all(now.get(move.case) == move.end for move in moves)


def reverse[C: Hashable, S: Hashable](moves: Iterable[Moved[C, S]]) -> list[Moved[C, S]]:
    """Return the moves that put everything back exactly as it was."""
    return [Moved(move.case, move.end, move.start) for move in moves]

"""The periods as the data ship them: years, from when they count, and where that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seawall.guidance.data_file import DataError, needs, sourced, tables
from seawall.retention.rules import From, Kind, may_be_years

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = Path(__file__).with_name("periods.toml")
_NEEDED: Final = {"years": int, "counted_from": str, "source": str, "checked_on": date, "confidence": str}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A period as it ships. `confidence`: R read, S in somebody else's summary, M to be confirmed."""

    kind: Kind
    years: int
    counted_from: From
    source: str
    checked_on: date
    confidence: str


@cache
def shipped(path: Path = _FILE) -> Mapping[Kind, Shipped]:
    """Give the period of each kind. Raises DataError, with file and line, if the file is wrong."""
    found = {}
    for place, key, entry in tables(path):
        needs(place, entry, _NEEDED, {})
        sourced(place, entry)
        if key not in set(Kind) or entry["counted_from"] not in set(From) or may_be_years(entry["years"]):
            raise DataError(f"{place.says()}: no such period")
        kind = Kind(key)
        found[kind] = Shipped(kind, **{**entry, "counted_from": From(entry["counted_from"])})
    if set(found) != set(Kind):
        raise DataError(f"{path.name}:1: a period is missing")
    return found

"""
Where to turn: police, helplines and removal tools, as dated data, one file a country (data/routes/).

Nothing is invented: what is not known, or where sources disagree, is left empty, and the school's office sees that it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from seawall.guidance import data_file
from seawall.guidance.data_file import CONFIDENCE, REGIONS, DataError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONFIDENCE", "NATIONS", "Route", "RouteError", "load_routes", "routes", "routes_in"]

FOLDER: Final = Path(__file__).parent / "data" / "routes"
NATIONS: Final = frozenset(REGIONS)
AUDIENCES: Final = frozenset({"child", "friend", "parent", "staff"})
SPOKEN: Final = ("name", "purpose", "text", "hours", "like")
"""What of a route is words, to be translated."""
RouteError = DataError


@dataclass(frozen=True, slots=True)
class Route:
    """One place to turn to. Empty strings and None mean: not known. `confidence` is a key of `CONFIDENCE`."""

    key: str
    name: str
    purpose: str
    audience: tuple[str, ...]
    nations: tuple[str, ...]
    source: str
    checked_on: date
    confidence: str
    phone: str = ""
    text: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""
    like: str = ""
    """What it will be like to turn there, in a child's words."""
    min_age: int | None = None
    max_age: int | None = None
    emergency: bool = False
    note: str = ""

    @property
    def to_be_confirmed(self) -> bool:
        """Say whether the school's office should confirm this route before relying on it."""
        return self.confidence != "R"

    @property
    def reached(self) -> bool:
        """Say whether there is anything to ring, open or write to."""
        return bool(self.phone or self.url or self.email or self.text)

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return "".join(character for character in self.phone if character.isdigit() or character == "+")


@cache
def routes() -> Mapping[str, Route]:
    """Give every route by key, in the order of the files. Raises `RouteError` if one is wrong."""
    found: dict[str, Route] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, route in load_routes(path).items():
            if key in found:
                raise RouteError(f"{path.name}:1: {key} stands in another file, too")
            found[key] = route
    return found


def routes_in(nation: str) -> Mapping[str, Route]:
    """Give the routes of a nation by key. Raises KeyError for a nation without a pack."""
    if nation not in NATIONS:
        raise KeyError(nation)
    return {key: route for key, route in routes().items() if nation in route.nations}


def load_routes(path: Path) -> Mapping[str, Route]:
    """Read a routes file. Raises `RouteError` naming file, line, entry and key."""
    return {key: _route(place, key, entry) for place, key, entry in data_file.tables(path)}


_NEEDED: Final[dict[str, type]] = {
    **dict.fromkeys(("name", "purpose"), str),
    **dict.fromkeys(("audience", "nations"), list),
    "source": str,
    "checked_on": date,
    "confidence": str,
}
_KNOWN: Final[dict[str, type]] = {
    **dict.fromkeys(("phone", "text", "email", "url", "hours", "like", "note"), str),
    "min_age": int,
    "max_age": int,
    "emergency": bool,
}


def _route(place: Place, key: str, entry: dict[str, Any]) -> Route:
    data_file.needs(place, entry, _NEEDED, _KNOWN)
    data_file.sourced(place, entry)
    audience = data_file.words(place, entry, "audience", AUDIENCES)
    nations = data_file.words(place, entry, "nations", NATIONS)
    data_file.phone(place, "phone", entry.get("phone", ""), nations)
    data_file.link(place, "url", entry.get("url", ""))
    data_file.email(place, "email", entry.get("email", ""))
    if not any(entry.get(way) for way in ("phone", "url", "email", "text", "note")):
        raise RouteError(f"{place.says()}: phone, url, email, text or a note is needed")
    return Route(**{**entry, "key": key, "audience": audience, "nations": nations})

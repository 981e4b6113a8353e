"""
Where to turn: police, helplines and removal tools, as dated data (data/routes.toml).

Nothing is invented: what is not known, or where sources disagree, is left empty.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).parent / "data" / "routes.toml"
NATIONS = frozenset({"england", "wales", "scotland", "northern_ireland"})
AUDIENCES = frozenset({"child", "friend", "parent", "staff"})
CONFIDENCE = {
    "R": "read on the publisher's own page",
    "S": "read in somebody else's summary",
    "M": "from general knowledge, to be confirmed",
}


class RouteError(Exception):
    """A data file is wrong; the message names the file, the entry and the key."""


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
    min_age: int | None = None
    max_age: int | None = None
    emergency: bool = False
    note: str = ""

    @property
    def to_be_confirmed(self) -> bool:
        """Say whether the school's office should confirm this route before relying on it."""
        return self.confidence != "R"


@cache
def routes() -> Mapping[str, Route]:
    """Give every route by key, in the order of the file. Raises `RouteError` if the file is wrong."""
    return load_routes(FILE)


def load_routes(path: Path) -> Mapping[str, Route]:
    """Read a routes file. Raises `RouteError` naming file, entry and key."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RouteError(f"{path.name}: {error}") from error
    return {key: _route(path.name, key, entry) for key, entry in data.items()}


_LISTS = {"audience": AUDIENCES, "nations": NATIONS}
_ALL = {field.name for field in fields(Route)} - {"key"}
_NEEDED = ("name", "purpose", "audience", "nations", "source", "checked_on", "confidence")
_TYPES: dict[str, type] = {"checked_on": date, "min_age": int, "max_age": int, "emergency": bool}
_SHAPES = {
    "phone": re.compile(r"[\d ]{3,16}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+"),
    "url": re.compile(r"https://\S+"),
    "confidence": re.compile("[RSM]"),
}


def _route(file: str, key: str, entry: object) -> Route:
    if not isinstance(entry, dict):
        raise RouteError(f"{file}: {key}: must be a table")
    for name in _NEEDED:
        if not entry.get(name):
            raise RouteError(f"{file}: {key}: {name} is missing")
    values: dict[str, Any] = {}
    for name, value in entry.items():
        values[name] = _value(f"{file}: {key}: {name}", name, value)
    if not any(values.get(way) for way in ("phone", "url", "email", "text", "note")):
        raise RouteError(f"{file}: {key}: phone, url, email, text or a note is needed")
    return Route(key=key, **values)


def _value(where: str, name: str, value: object) -> object:
    if name not in _ALL:
        raise RouteError(f"{where} is not a known key")
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) and each in _LISTS[name] for each in value):
            raise RouteError(f"{where} must be a list out of {', '.join(sorted(_LISTS[name]))}")
        return tuple(value)
    kind = _TYPES.get(name, str)
    if type(value) is not kind:
        raise RouteError(f"{where} must be of type {kind.__name__}")
    if name in _SHAPES and value and not _SHAPES[name].fullmatch(str(value)):
        raise RouteError(f"{where} is not well formed: {value}")
    return value

"""
How to stop it happening: the letter's six points, and where the settings live by app and device, as dated data.

The data are data/stop.toml and data/settings.toml; their source is guidance reference 5.2 and 5.3. What is not known is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from seawall.guidance import data_file
from seawall.guidance.data_file import DataError, Place
from seawall.guidance.platforms import Fact, platforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DATA: Final = Path(__file__).parent / "data"
READERS: Final = ("parent", "child")
TOPICS: Final = ("parents", "privacy", "location", "block")
ALSO: Final = ("ages", "reports", "routes")
DEVICES: Final[Mapping[str, str]] = {
    "iphone": "iPhone and iPad",
    "android": "Android",
    "windows": "Windows",
    "xbox": "Xbox",
    "playstation": "PlayStation",
    "switch": "Nintendo Switch",
}
GUIDES: Final = "guides"


@dataclass(frozen=True, slots=True)
class Setting(Fact):
    """One setting of an app or device. `where` is a key of platforms or `DEVICES`, or `GUIDES`."""

    where: str
    topic: str
    title: str
    steps: tuple[str, ...]
    url: str = ""

    @property
    def name(self) -> str:
        """The app's or device's own name; empty for guides to all of them."""
        platform = platforms().get(self.where)
        return platform.name if platform else DEVICES.get(self.where, "")


@dataclass(frozen=True, slots=True)
class Point(Fact):
    """One of the six points: its texts by reader, which settings stand below it, and its line of the check-list."""

    key: str
    number: int
    topics: tuple[str, ...]
    also: tuple[str, ...]
    check: str
    texts: Mapping[str, tuple[str, tuple[str, ...]]]

    def settings(self) -> list[Setting]:
        """Give the settings of its topics, in the order of the file."""
        return [each for each in settings() if each.topic in self.topics]


@cache
def points() -> Mapping[int, Point]:
    """Give the six points by number. Raises DataError if the file is wrong."""
    return {each.number: each for each in load_points(_DATA / "stop.toml")}


def oldest(found: Iterable[Point]) -> date:
    """Say when somebody last looked at the oldest of some points."""
    return min(each.checked_on for each in found)


@cache
def settings() -> tuple[Setting, ...]:
    """Give every setting, in the order of the file. Raises DataError if the file is wrong."""
    return load_settings(_DATA / "settings.toml")


_SOURCED: Final[dict[str, type]] = {"source": str, "checked_on": date, "confidence": str}


def load_points(path: Path) -> tuple[Point, ...]:
    """Read a file of points. Raises DataError naming file, line and key."""
    found = tuple(_point(place, key, entry) for place, key, entry in data_file.tables(path))
    if [each.number for each in found] != list(range(1, len(found) + 1)):
        raise DataError(f"{path.name}:1: the points are numbered one after another")
    return found


def _point(place: Place, key: str, entry: dict[str, Any]) -> Point:
    needed = {"number": int, "topics": list, "also": list, "check": str, **dict.fromkeys(READERS, dict), **_SOURCED}
    data_file.needs(place, entry, needed, {}, may_be_empty=("topics", "also"))
    data_file.sourced(place, entry)
    for name, among in (("topics", TOPICS), ("also", ALSO)):
        if entry[name]:
            data_file.words(place, entry, name, among)
    texts = {reader: _text(place.inner(reader), entry.pop(reader)) for reader in READERS}
    lists = {name: tuple(entry[name]) for name in ("topics", "also")}
    return Point(**{**entry, **lists, "key": key, "texts": texts})


def _text(place: Place, entry: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    data_file.needs(place, entry, {"title": str, "lines": list}, {})
    return entry["title"], data_file.words(place, entry, "lines")


def load_settings(path: Path) -> tuple[Setting, ...]:
    """Read a file of settings. Raises DataError naming file, line and key."""
    found, lines = data_file.read(path)
    return tuple(
        _setting(Place(path.name, f"{where}.{number}", lines), where, entry)
        for where, entries in found.items()
        for number, entry in enumerate(_list(Place(path.name, where, lines), entries))
    )


def _list(place: Place, entries: object) -> list[object]:
    if place.table not in {*platforms(), *DEVICES, GUIDES}:
        raise DataError(f"{place.says()}: no such app or device")
    if not isinstance(entries, list):
        raise DataError(f"{place.says()}: must be a list of tables")
    return entries


def _setting(place: Place, where: str, entry: object) -> Setting:
    given = data_file.table(place, entry)
    data_file.needs(place, given, {"topic": str, "title": str, "steps": list, **_SOURCED}, {"url": str})
    data_file.sourced(place, given)
    data_file.link(place, "url", given.get("url", ""))
    if given["topic"] not in TOPICS:
        raise DataError(f"{place.says('topic')} must be one of {', '.join(TOPICS)}")
    return Setting(**{**given, "where": where, "steps": data_file.words(place, given, "steps")})

"""
Who may report a fake account, where, and what will be asked: by platform and the child's age, as dated data.

The data is data/platforms.toml; its source is guidance reference 5. Nothing is invented: what is not known is left empty.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from seawall.guidance import data_file
from seawall.guidance.data_file import DataError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = Path(__file__).parent / "data" / "platforms.toml"
CHECK_EVERY: Final = timedelta(days=31)
"""A link is clicked by a person once a month (guidance reference 5.1: every link needs a monthly check)."""

_OLDEST: Final = 25
PlatformError = DataError


class Who(StrEnum):
    """Whose report a platform takes."""

    PERSON = "person"
    PARENT = "parent"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Fact:
    """Where something was read, when a person last looked, and how sure it is ("R", "S" or "M": routes.CONFIDENCE)."""

    source: str
    checked_on: date
    confidence: str

    @property
    def to_be_confirmed(self) -> bool:
        """Say whether the school's office should confirm it before relying on it."""
        return self.confidence != "R"

    def is_due(self, today: date) -> bool:
        """Say whether a person should look at it again."""
        return today - self.checked_on > CHECK_EVERY


@dataclass(frozen=True, slots=True)
class Age(Fact):
    """The youngest age, in whole years, at which a platform lets somebody have an account."""

    age: int


@dataclass(frozen=True, slots=True)
class Closed(Fact):
    """The day a platform closed."""

    day: date


@dataclass(frozen=True, slots=True)
class Way(Fact):
    """One way to report a fake account. `from_age` and `to_age`: of the child it pretends to be, whole years, both included."""

    key: str
    who: frozenset[Who]
    steps: tuple[str, ...]
    url: str = ""
    email: str = ""
    asks: str = ""
    note: str = ""
    from_age: int = 0
    to_age: int = _OLDEST
    account_needed: bool = False

    def fits(self, age: int | None) -> bool:
        """Say whether it is for a child of this age; an age that is not known fits every way."""
        return age is None or self.from_age <= age <= self.to_age


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: its hosts, a profile's address (with {} for the name), and the ways to report, best first."""

    key: str
    name: str
    hosts: tuple[str, ...]
    ways: tuple[Way, ...] = ()
    profile: str = ""
    min_age: Age | None = None
    closed: Closed | None = None

    def ways_for(self, age: int | None) -> tuple[Way, ...]:
        """Return the ways for a child of this age (None: not known), best first; none where the platform is closed."""
        return () if self.closed else tuple(way for way in self.ways if way.fits(age))

    def who_may(self, age: int | None) -> frozenset[Who]:
        """Return who may report a fake account of a child of this age. The school may where anyone may."""
        return frozenset(who for way in self.ways_for(age) for who in way.who)


@cache
def platforms() -> Mapping[str, Platform]:
    """Give every platform by key, in the order of the file. Raises `PlatformError` if the file is wrong."""
    return load_platforms(FILE)


def load_platforms(path: Path) -> Mapping[str, Platform]:
    """Read a file of platforms. Raises `PlatformError` naming file, line, platform and key."""
    return {key: _platform(place, key, entry) for place, key, entry in data_file.tables(path)}


def _platform(place: Place, key: str, values: dict[str, Any]) -> Platform:
    ways = tuple(_way(place.inner(f"ways.{number}"), way) for number, way in enumerate(values.pop("ways", ())))
    for name, kind in (("min_age", Age), ("closed", Closed)):
        if name in values:
            values[name] = _made(place, kind, data_file.table(place, values[name]), inside=name)
    hosts = data_file.words(place, values, "hosts")
    found: Platform = _made(place, Platform, {**values, "key": key, "ways": ways, "hosts": hosts})
    if bool(found.ways) is bool(found.closed):
        raise PlatformError(f"{place.says()}: must have ways to report, or be closed")
    if len({way.key for way in found.ways}) != len(found.ways):
        raise PlatformError(f"{place.says('ways')}: two ways have one key")
    return found


def _way(place: Place, entry: object) -> Way:
    values = data_file.table(place, entry)
    who = frozenset(map(Who, data_file.words(place, values, "who", list(Who))))
    values |= {"who": who, "steps": data_file.words(place, values, "steps")}
    data_file.link(place, "url", values.get("url", ""))
    data_file.email(place, "email", values.get("email", ""))
    return _made(place, Way, values)


_KINDS: Final[Mapping[str, type]] = {"str": str, "int": int, "bool": bool, "date": date}


def _made[T](place: Place, kind: type[T], values: dict[str, Any], inside: str = "") -> T:
    """Make one of our data classes of what the file holds. Raises `PlatformError` for an unknown, missing or wrong key."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # every kind given is a data class

    def at(name: str) -> str:
        return f"{place.says(inside)}: {name}" if inside else place.says(name)

    for name in values:
        if name not in known:
            raise PlatformError(f"{at(name)} is not a known key")
    for name, field in known.items():
        if name not in values and field.default is MISSING:
            raise PlatformError(f"{at(name)} is missing")
        wanted = _KINDS.get(str(field.type))
        if name in values and wanted is not None and type(values[name]) is not wanted:
            raise PlatformError(f"{at(name)} must be of type {wanted.__name__}")
    if "confidence" in known:
        data_file.sourced(place, values)
    return kind(**values)

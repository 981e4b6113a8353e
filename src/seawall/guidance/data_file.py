"""
Reading a data file of the guidance: TOML, with the line of every table and key, so that a mistake is named by file and line.

What each file may hold is said where it is read; the checks that all of them share are here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

import phonenumbers
from phonenumbers import shortnumberinfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

OLDEST: Final = date(2021, 7, 13)
"""Nothing here was read before the letter was written; an older day is a slip of the finger."""

REGIONS: Final[Mapping[str, str]] = {
    "england": "GB",
    "wales": "GB",
    "scotland": "GB",
    "northern_ireland": "GB",
    "ireland": "IE",
    "us": "US",
    "canada": "CA",
    "australia": "AU",
    "new_zealand": "NZ",
}
"""Every nation that has a pack, and where its telephone numbers are dialled (ISO 3166-1)."""

CONFIDENCE: Final = {
    "R": "read on the publisher's own page",
    "S": "read in somebody else's summary",
    "M": "from general knowledge, to be confirmed",
}

_HEADER: Final = re.compile(r"\[(\[)?\s*([\w.-]+)\s*\]")
_KEY: Final = re.compile(r"([\w-]+)\s*=")
_HTTPS: Final = re.compile(r"https://[^\s@/]+\.[^\s@/]+(?:/\S*)?")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+")


class DataError(Exception):
    """A data file is wrong; the message begins with the file's name and the line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table in a file: `says` gives the file and line of one of its keys, for a refusal."""

    file: str
    table: str
    lines: Mapping[str, int]

    def says(self, key: str = "") -> str:
        """Return such as `routes.toml:12: childline: phone`; the table's own line where the key is not in the file."""
        line = self.lines.get(f"{self.table}.{key}") or self.lines.get(self.table) or 1
        return f"{self.file}:{line}: {self.table}" + (f": {key}" if key else "")

    def inner(self, table: str) -> Self:
        """Return the place of a table inside this one."""
        return type(self)(self.file, f"{self.table}.{table}", self.lines)


def read(path: Path) -> tuple[Mapping[str, Any], Mapping[str, int]]:
    """Return what a file holds, and the line of each table and key. Raises DataError with file and line."""
    text = path.read_text("utf-8")
    try:
        return tomllib.loads(text), lines_of(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataError(f"{path.name}:{line[1] if line else text.count(chr(10)) + 1}: {error}") from None


def tables(path: Path) -> Iterable[tuple[Place, str, dict[str, Any]]]:
    """Give each table of a file with its place. Raises DataError where something else stands at the top."""
    found, lines = read(path)
    for key, entry in found.items():
        place = Place(path.name, key, lines)
        yield place, key, table(place, entry)


def lines_of(text: str) -> Mapping[str, int]:
    """Say where each table and key stands, by `table.key`; the second `[[a.b]]` is `a.b.1`. The first line is 1."""
    found: dict[str, int] = {}
    table, counted = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = header[2]
            if header[1]:
                counted[table] = counted.get(table, -1) + 1
                table = f"{table}.{counted[table]}"
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key[1]}".lstrip("."), number)
    return found


def table(place: Place, entry: object) -> dict[str, Any]:
    """Return a table as it is. Raises DataError for anything else."""
    if not isinstance(entry, dict):
        raise DataError(f"{place.says()}: must be a table")
    return dict(entry)


def needs(
    place: Place,
    entry: Mapping[str, object],
    needed: Mapping[str, type],
    known: Mapping[str, type],
    *,
    may_be_empty: Iterable[str] = (),
) -> None:
    """Raise DataError for a key that is missing, unknown, or of another type than it must be."""
    for name in entry:
        if name not in needed and name not in known:
            raise DataError(f"{place.says(name)} is not a known key")
    for name in needed:
        if name not in entry or (entry[name] in ("", []) and name not in may_be_empty):
            raise DataError(f"{place.says(name)} is missing")
    for name, kind in {**needed, **known}.items():
        if name in entry and type(entry[name]) is not kind:
            raise DataError(f"{place.says(name)} must be of type {kind.__name__}")


def words(place: Place, entry: Mapping[str, object], name: str, among: Iterable[str] = ()) -> tuple[str, ...]:
    """Return a list of words, each out of `among` if that is given. Raises DataError."""
    given, allowed = entry.get(name), frozenset(among)
    if not isinstance(given, list) or not given or not all(isinstance(each, str) and each for each in given):
        raise DataError(f"{place.says(name)} must be a list of words")
    if allowed and not allowed.issuperset(given):
        raise DataError(f"{place.says(name)} must be a list out of {', '.join(sorted(allowed))}")
    return tuple(given)


def sourced(place: Place, entry: Mapping[str, Any]) -> None:
    """Raise DataError unless confidence and the day of the last look can be right."""
    if entry["confidence"] not in CONFIDENCE:
        raise DataError(f"{place.says('confidence')} must be R, S or M")
    if not OLDEST <= entry["checked_on"] <= _tomorrow():
        raise DataError(f"{place.says('checked_on')}: {entry['checked_on']} is too old, or still to come")


def link(place: Place, name: str, value: str) -> None:
    """Raise DataError unless it is an https address."""
    if value and not _HTTPS.fullmatch(value):
        raise DataError(f"{place.says(name)} is not well formed: {value} (an address starts with https://)")


def email(place: Place, name: str, value: str) -> None:
    """Raise DataError unless it is an e-mail address."""
    if value and not _EMAIL.fullmatch(value):
        raise DataError(f"{place.says(name)} is not well formed: {value}")


def phone(place: Place, name: str, value: str, nations: Iterable[str]) -> None:
    """Raise DataError unless it is a number, or a short number, of one of the nations."""
    if value and not any(is_phone(value, nation) for nation in nations):
        raise DataError(f"{place.says(name)} is not a phone number there: {value}")


def is_phone(value: str, nation: str) -> bool:
    """Say whether it can be dialled in a nation: a whole number, or a short one such as 999."""
    region = REGIONS[nation]
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) or shortnumberinfo.is_valid_short_number_for_region(number, region)


def _tomorrow() -> date:
    """The server's clock itself: a test that turns the house's clock must not make true days wrong."""
    return datetime.now(UTC).date() + timedelta(days=1)

"""What is said at which age: our own words as data, filled with the guidance for that age. Plain Python."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from seawall.guidance.rules.advice import Step, advise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FILE: Final = Path(__file__).parents[1] / "data" / "script.toml"
FIELDS: Final = ("steps", "apps", "page", "ask", "reads_when", "school")
FIVE: Final = ("stop_replying", "do_not_pay", "keep", "do_not_delete", "tell_someone")
"""The five things to do, by their keys in the guidance, in the order in which they are said."""
_ELSEWHERE: Final = "_elsewhere"
_FIRST_OLDER: Final = 10
_FIRST_WRITTEN_FOR: Final = 7
_LISTS: Final = ("not_to_say", "if_told", "if_upset", "before")


class Band(StrEnum):
    """An age for which words are chosen."""

    YOUNGER = "younger"
    OLDER = "older"


AGES: Final[dict[Band, str]] = {Band.YOUNGER: "11 to 13", Band.OLDER: "14 to 16"}


class ScriptError(Exception):
    """The file is wrong; the message says what."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a script: its minutes, and what the leader says, sentence by sentence."""

    title: str
    minutes: int
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """What one leader needs: the parts, and what to keep in mind."""

    band: Band
    parts: tuple[Part, ...]
    not_to_say: tuple[str, ...]
    if_told: tuple[str, ...]
    if_upset: tuple[str, ...]
    before: tuple[str, ...]
    checked_on: date
    """When somebody last looked at the oldest of it: our words, or a step of the guidance."""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(part.minutes for part in self.parts)


def band_of(year: str) -> Band:
    """Return for which age a year group's words are chosen: year 9 turns 14 on the way, and is spoken to as the younger."""
    return Band.OLDER if year.isdecimal() and int(year) >= _FIRST_OLDER else Band.YOUNGER


def is_written_for(year: str) -> bool:
    """Say whether the words are for this year group: they are not for children under 11."""
    return year.isdecimal() and int(year) >= _FIRST_WRITTEN_FOR


def five(year: str, nation: str) -> tuple[Step, ...]:
    """Return the five things to do, from the guidance for a child of a year group in a nation."""
    answers = {"what": ["threats"], **({"year": year} if year else {})}
    said = {step.key.removesuffix(_ELSEWHERE): step for step in advise(answers, "child", nation=nation).steps}
    return tuple(said[key] for key in FIVE if key in said)


def script(year: str, steps: Sequence[Step], values: Mapping[str, str]) -> Script:
    """Return the script for a year group. `values` fill the other fields; a sentence whose field is empty is left out."""
    told, band = load(FILE), band_of(year)
    given = {**values, "steps": " ".join(f"{number}. {step.title}." for number, step in enumerate(steps, start=1))}
    parts = tuple(
        Part(each["title"], each["minutes"], tuple(_filled([*each["says"], *each.get(band.value, ())], given)))
        for each in told["part"]
    )
    lists = {name: tuple(told[name]) for name in _LISTS}
    checked = min([told["checked_on"], *(step.checked_on for step in steps)])
    return Script(band=band, parts=parts, checked_on=checked, **lists)


def _filled(sentences: Iterable[str], values: Mapping[str, str]) -> Iterable[str]:
    for each in sentences:
        wanted = [name for name in FIELDS if f"{{{name}}}" in each]
        if all(values.get(name) for name in wanted):
            yield each.format_map(values) if wanted else each
        elif "{reads_when}" in each:
            yield each.replace("{reads_when}", "").strip()


@cache
def load(file: Path) -> dict[str, Any]:
    """Read the file. Raises ScriptError."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    wrong = [name for name in _LISTS if not _is_texts(told.get(name))]
    wrong += [name for name, kind in (("source", str), ("checked_on", date)) if not isinstance(told.get(name), kind)]
    for each in told.get("part", []):
        texts = [each.get("says"), *(each[band] for band in Band if band in each)]
        if not isinstance(each.get("title"), str) or type(each.get("minutes")) is not int:
            wrong.append("part")
        if not all(_is_texts(text) and not _unknown(text) for text in texts):
            wrong.append(str(each.get("title")))
    if wrong or not told.get("part"):
        message = f"{file.name}: {', '.join(wrong) or 'part'} is missing or wrong."
        raise ScriptError(message)
    return told


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) and each for each in value)


def _unknown(texts: Iterable[str]) -> bool:
    """Whether a brace is left once the known fields are taken out."""
    for text in texts:
        bare = text
        for name in FIELDS:
            bare = bare.replace(f"{{{name}}}", "")
        if "{" in bare or "}" in bare:
            return True
    return False

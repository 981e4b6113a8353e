"""Every fact that a school's office can confirm or correct, by one key each: from routes and ages to steps and points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from seawall.guidance import platforms as apps
from seawall.guidance import stopping
from seawall.guidance.data_file import REGIONS
from seawall.guidance.routes import routes
from seawall.guidance.rules.advice import ENTRIES, UK
from seawall.guidance.rules.looking import EVERY_MONTH, EVERY_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta

EVERYWHERE: Final = frozenset(REGIONS)


_DRAFTED: Final = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Known:
    """One fact as the data ship it. `values` are those the office may correct, empty where nothing is known; `words` its text."""

    key: str
    kind: str
    name: str
    source: str
    checked_on: date
    confidence: str
    every: timedelta
    values: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    note: str = ""
    nations: frozenset[str] = EVERYWHERE
    emergency: bool = False

    @property
    def missing(self) -> bool:
        """Whether a reader is sent here and finds nothing to ring, open or write to."""
        return self.kind == "route" and not any(self.values[name] for name in ("phone", "text", "email", "url"))


@cache
def catalogue() -> Mapping[str, Known]:
    """Give every fact by key. Raises DataError if a file is wrong."""
    found = [*_routes(), *_apps(), *_settings(), *_words(), *_languages()]
    return {each.key: each for each in found}


def known_in(nation: str) -> list[Known]:
    """Give the facts that a school of this nation shows."""
    return [each for each in catalogue().values() if nation in each.nations]


_SET_ELSEWHERE: Final = frozenset({"social_care"})
"""Routes whose contact is among the school's own facts: the office fills it in there."""
ROUTE_VALUES: Final = ("phone", "text", "email", "url", "hours")


def _routes() -> Iterator[Known]:
    for key, route in routes().items():
        if key in _SET_ELSEWHERE:
            continue
        yield Known(
            f"route.{key}",
            "route",
            route.name,
            route.source,
            route.checked_on,
            route.confidence,
            EVERY_MONTH,
            {name: getattr(route, name) for name in ROUTE_VALUES},
            (route.purpose, *([route.like] if route.like else [])),
            route.note,
            frozenset(route.nations),
            route.emergency,
        )


def _apps() -> Iterator[Known]:
    for key, app in apps.platforms().items():
        for way in app.ways:
            yield Known(
                f"way.{key}.{way.key}",
                "way",
                app.name,
                way.source,
                way.checked_on,
                way.confidence,
                EVERY_MONTH,
                {"url": way.url} if way.url else {},
                way.steps,
                way.note,
            )
        if age := app.min_age:
            values = {"age": str(age.age)}
            yield Known(f"age.{key}", "age", app.name, age.source, age.checked_on, age.confidence, EVERY_YEAR, values)


def _settings() -> Iterator[Known]:
    for each in stopping.settings():
        yield Known(
            f"setting.{each.where}.{each.topic}",
            "setting",
            f"{each.name}: {each.title}" if each.name else each.title,
            each.source,
            each.checked_on,
            each.confidence,
            EVERY_MONTH,
            {"url": each.url} if each.url else {},
            each.steps,
        )


def _words() -> Iterator[Known]:
    for step in ENTRIES:
        nations = {"uk": UK, "elsewhere": EVERYWHERE - UK}.get(step.nations, EVERYWHERE)
        title = next(iter(step.texts.values()))[0]
        lines = tuple(line for _title, lines in step.texts.values() for line in lines)
        yield Known(
            f"step.{step.key}", "step", title, step.source, step.checked_on, step.confidence, EVERY_YEAR,
            words=lines, nations=nations,
        )  # fmt: skip
    for point in stopping.points().values():
        title, lines = point.texts["parent"]
        yield Known(
            f"point.{point.key}", "point", title, point.source, point.checked_on, point.confidence, EVERY_YEAR,
            words=lines,
        )  # fmt: skip


DRAFTS: Final[Mapping[str, str]] = {
    "cy": "Welsh",
    "pl": "Polish",
    "ro": "Romanian",
    "uk": "Ukrainian",
    "ar": "Arabic",
    "ur": "Urdu",
}
"""Languages whose catalogue nobody who speaks them has read: the page says so until the school's office confirms it."""


def _languages() -> Iterator[Known]:
    for code, name in DRAFTS.items():
        words = (f"Somebody who speaks {name} has read the public pages from beginning to end.",)
        yield Known(
            f"language.{code}", "language", name, "drafted with Seawall, read by no speaker", _DRAFTED, "M", EVERY_YEAR,
            words=words,
        )  # fmt: skip

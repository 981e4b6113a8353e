"""
What to do now, in the right order, for the one who asks.

The steps are data (data/advice.toml): dated, sourced, and standing in the order in which they are done.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from seawall.guidance.rules.facts import CODED, coded_facts, free_texts
from seawall.guidance.rules.words import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Audience = Literal["child", "friend", "parent", "staff"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

FILE = Path(__file__).parent.parent / "data" / "advice.toml"


class AdviceError(Exception):
    """The advice file is wrong; the message names the file, the step and the key."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `because` holds the answers that brought it (empty: it is always said)."""

    key: str
    title: str
    lines: tuple[str, ...]
    route_keys: tuple[str, ...]
    because: tuple[str, ...]
    source: str
    checked_on: date
    confidence: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Steps in the order to do them; those in `danger_first` are shown before anything else on the page."""

    danger_first: tuple[Step, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A step as it stands in the file: for whom, and when.

    Each group of `when` needs one of its facts; none of `unless` may be there.
    """

    key: str
    danger: bool
    when: tuple[frozenset[str], ...]
    unless: frozenset[str]
    routes: tuple[str, ...]
    source: str
    checked_on: date
    confidence: str
    texts: Mapping[str, tuple[str, tuple[str, ...]]]

    def step_for(self, audience: Audience, facts: frozenset[str]) -> Step | None:
        """Give the step if it is for this audience and fits the facts."""
        if audience not in self.texts or facts & self.unless or not all(group & facts for group in self.when):
            return None
        title, lines = self.texts[audience]
        because = tuple(sorted({fact for group in self.when for fact in group & facts if not fact.endswith("=unsaid")}))
        return Step(self.key, title, lines, self.routes, because, self.source, self.checked_on, self.confidence)


def advise(answers: Mapping[str, object], audience: Audience, heard: Iterable[str] = ()) -> Advice:
    """
    Give the advice that fits the answers.

    In: the answers as for `danger.assess` (free words count too) and who asks; where the words are sealed, `heard` are the
    reason codes that the danger rules found in them. Out: danger steps, then the others, in order.
    Raises ValueError for an audience there is none of; unknown answers are left out.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"no such audience: {audience}")
    facts = _facts(answers, frozenset(code for code in heard if code.startswith("words:")))
    found = [(entry, step) for entry in ENTRIES if (step := entry.step_for(audience, facts))]
    return Advice(
        danger_first=tuple(step for entry, step in found if entry.danger),
        steps=tuple(step for entry, step in found if not entry.danger),
    )


def every_text() -> Iterator[str]:
    """Give every title and line, for the catalogues of translations and for the tests of wording."""
    for entry in ENTRIES:
        for title, lines in entry.texts.values():
            yield title
            yield from lines


def load_advice(path: Path) -> tuple[Entry, ...]:
    """Read an advice file. Raises `AdviceError` naming file, step and key."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AdviceError(f"{path.name}: {error}") from error
    return tuple(_entry(path.name, key, row) for key, row in data.items())


def _facts(answers: Mapping[str, object], heard: frozenset[str]) -> frozenset[str]:
    facts = coded_facts(answers) | heard
    for text in free_texts(answers):
        facts |= found_in(text)
    kinds = {"what=unsaid"} if not any(fact.startswith(("what=", "words:")) for fact in facts) else set()
    return facts | kinds


_NEEDED: dict[str, type] = {"when": list, "routes": list, "source": str, "checked_on": date, "confidence": str}
_KNOWN = {*_NEEDED, "danger", "unless", *AUDIENCES}


def _entry(file: str, key: str, row: Mapping[str, Any]) -> Entry:
    for name in sorted(row.keys() - _KNOWN):
        raise AdviceError(f"{file}: {key}: {name} is not a known key")
    for name, kind in _NEEDED.items():
        if type(row.get(name)) is not kind:
            raise AdviceError(f"{file}: {key}: {name} is missing or not a {kind.__name__}")
    if row["confidence"] not in {"R", "S", "M"}:
        raise AdviceError(f"{file}: {key}: confidence must be R, S or M")
    return Entry(
        key=key,
        danger=bool(row.get("danger", False)),
        when=tuple(_group(file, key, group) for group in row["when"]),
        unless=_group(file, key, row.get("unless", "")),
        routes=tuple(row["routes"]),
        source=row["source"],
        checked_on=row["checked_on"],
        confidence=row["confidence"],
        texts={who: _text(file, f"{key}: {who}", row[who]) for who in AUDIENCES if who in row},
    )


def _group(file: str, key: str, group: str) -> frozenset[str]:
    facts = frozenset(group.split())
    for fact in facts:
        name, _, value = fact.partition("=")
        if not fact.startswith("words:") and fact != "what=unsaid" and value not in CODED.get(name, ("", ()))[1]:
            raise AdviceError(f"{file}: {key}: no such answer: {fact}")
    return facts


def _text(file: str, where: str, row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    if not isinstance(row, dict) or row.keys() != {"title", "lines"} or not row["title"] or not row["lines"]:
        raise AdviceError(f"{file}: {where}: needs a title and lines, nothing else")
    return row["title"], tuple(row["lines"])


ENTRIES = load_advice(FILE)
"""Every step of the file, in its order."""

"""
What to do now, in the right order, for the one who asks.

The steps are data (data/advice.toml): dated, sourced, and standing in the order in which they are done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from seawall.guidance import data_file
from seawall.guidance.data_file import DataError, Place
from seawall.guidance.rules.facts import CODED, coded_facts, free_texts
from seawall.guidance.rules.words import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Audience = Literal["child", "friend", "parent", "staff"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

FILE = Path(__file__).parent.parent / "data" / "advice.toml"


UK: Final = frozenset({"england", "wales", "scotland", "northern_ireland"})
"""Where a step of `nations = "uk"` is said; one of `nations = "elsewhere"` is said in every other nation."""

SITUATIONS: Final = frozenset({"danger", "received", "sent_on", "my_child", "long_ago"})
"""What somebody chose in the help finder that no answer of the questions says, as facts (`situation=received`)."""

AdviceError = DataError


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

    Each group of `when` needs one of its facts; none of `unless` may be there. `nations`: "uk", "elsewhere", or "" for all.
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
    nations: str = ""

    def is_said_in(self, nation: str) -> bool:
        """Say whether the step belongs to a nation."""
        return not self.nations or (self.nations == "uk") is (nation in UK)

    def step_for(self, audience: Audience, facts: frozenset[str]) -> Step | None:
        """Give the step if it is for this audience and fits the facts."""
        if audience not in self.texts or facts & self.unless or not all(group & facts for group in self.when):
            return None
        title, lines = self.texts[audience]
        because = tuple(sorted({fact for group in self.when for fact in group & facts if not fact.endswith("=unsaid")}))
        return Step(self.key, title, lines, self.routes, because, self.source, self.checked_on, self.confidence)


def advise(
    answers: Mapping[str, object], audience: Audience, heard: Iterable[str] = (), nation: str = "england"
) -> Advice:
    """
    Give the advice that fits the answers.

    In: the answers as for `danger.assess` (free words count too) and who asks; where the words are sealed, `heard` are the
    reason codes that the danger rules found in them, or situations of the help finder (`situation=received`). `nation` is a
    key of data_file.REGIONS. Out: danger steps, then the others, in order.
    Raises ValueError for an audience there is none of; unknown answers are left out.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"no such audience: {audience}")
    facts = _facts(answers, frozenset(code for code in heard if code.startswith(("words:", "situation="))))
    said = [entry for entry in ENTRIES if entry.is_said_in(nation)]
    found = [(entry, step) for entry in said if (step := entry.step_for(audience, facts))]
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
    """Read an advice file. Raises `AdviceError` naming file, line, step and key."""
    return tuple(_entry(place, key, row) for place, key, row in data_file.tables(path))


def _facts(answers: Mapping[str, object], heard: frozenset[str]) -> frozenset[str]:
    facts = coded_facts(answers) | heard
    for text in free_texts(answers):
        facts |= found_in(text)
    kinds = {"what=unsaid"} if not any(fact.startswith(("what=", "words:")) for fact in facts) else set()
    return facts | kinds


_NEEDED: dict[str, type] = {"when": list, "routes": list, "source": str, "checked_on": date, "confidence": str}
_KNOWN: dict[str, type] = {"danger": bool, "unless": str, "nations": str, **dict.fromkeys(AUDIENCES, dict)}


def _entry(place: Place, key: str, row: dict[str, Any]) -> Entry:
    data_file.needs(place, row, _NEEDED, _KNOWN, may_be_empty=("when", "routes"))
    data_file.sourced(place, row)
    if row.get("nations", "uk") not in {"uk", "elsewhere"}:
        raise AdviceError(f"{place.says('nations')} must be uk or elsewhere")
    return Entry(
        key=key,
        danger=bool(row.get("danger", False)),
        when=tuple(_group(place, "when", group) for group in row["when"]),
        unless=_group(place, "unless", row.get("unless", "")),
        routes=tuple(row["routes"]),
        source=row["source"],
        checked_on=row["checked_on"],
        confidence=row["confidence"],
        texts={who: _text(place.inner(who), row[who]) for who in AUDIENCES if who in row},
        nations=row.get("nations", ""),
    )


def _group(place: Place, key: str, group: str) -> frozenset[str]:
    facts = frozenset(group.split())
    for fact in facts:
        name, _, value = fact.partition("=")
        known = SITUATIONS if name == "situation" else CODED.get(name, ("", ()))[1]
        if not fact.startswith("words:") and fact != "what=unsaid" and value not in known:
            raise AdviceError(f"{place.says(key)}: no such answer: {fact}")
    return facts


def _text(place: Place, row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    if row.keys() != {"title", "lines"} or not row["title"] or not row["lines"]:
        raise AdviceError(f"{place.says()}: needs a title and lines, nothing else")
    return row["title"], tuple(row["lines"])


ENTRIES = load_advice(FILE)
"""Every step of the file, in its order."""

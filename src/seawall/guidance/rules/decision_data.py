"""What the decision and its forms ask and say: data/decision.toml and data/reviews.toml, each entry dated and sourced."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seawall.guidance.routes import CONFIDENCE, routes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

DECISION = Path(__file__).parent.parent / "data" / "decision.toml"
REVIEWS = Path(__file__).parent.parent / "data" / "reviews.toml"

KINDS = frozenset({"yes_no_unknown", "yes_no", "choice", "choices", "words", "moment", "day", "tick"})
"""How a question is answered. None of them takes a file, and none may ever (product A8)."""


class DecisionDataError(Exception):
    """A data file is wrong; the message names the file, the entry and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every entry has: its key, where it comes from, when that was checked and how surely it was read."""

    key: str
    source: str
    checked_on: date
    confidence: str

    @property
    def to_be_confirmed(self) -> bool:
        """Say whether the page shows it as "to be confirmed by you"."""
        return self.confidence != "R"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerText(Sourced):
    """One of the five triggers. `reason` is what the record says when the answer is yes."""

    number: int
    question: str
    hint: str
    reason: str
    not_known_counts_as_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactText(Sourced):
    """A fact that refers on its own; `trigger` is the trigger that it belongs to."""

    label: str
    hint: str
    reason: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Sourced):
    """A heading with lines, as a page says them."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Sourced):
    """One field of a form. `usual` is what is right in most cases: shown beside the question, never filled in for anybody."""

    question: str
    hint: str
    kind: str
    number: int | None = None
    detail: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    usual: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralKind(Sourced):
    """Whom a referral goes to. No `routes` means that the contact is the school's own setting, as the note says."""

    name: str
    purpose: str
    routes: tuple[str, ...]
    have_ready: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Sourced):
    """A time limit set by law. `hours` None: no clock runs, and the note says why."""

    name: str
    note: str
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionTexts:
    """The file decision.toml, each table by key in the order of the file."""

    triggers: Mapping[str, TriggerText]
    facts: Mapping[str, FactText]
    courses: Mapping[str, Note]


@dataclass(frozen=True, slots=True)
class Reviews:
    """The file reviews.toml, each table by key in the order of the file."""

    initial_review: Mapping[str, Question]
    risk_assessment: Mapping[str, Question]
    viewing: Mapping[str, Question]
    seizure: Mapping[str, Question]
    deletion: Mapping[str, Question]
    parents: Mapping[str, Question]
    notes: Mapping[str, Note]
    referrals: Mapping[str, ReferralKind]
    clocks: Mapping[str, Clock]


@cache
def decision_texts() -> DecisionTexts:
    """Give the wording of the decision. Raises `DecisionDataError` if the file is wrong."""
    return load_decision(DECISION)


@cache
def reviews() -> Reviews:
    """Give the questions and notes around the decision. Raises `DecisionDataError` if the file is wrong."""
    return load_reviews(REVIEWS)


def load_decision(path: Path) -> DecisionTexts:
    """Read a decision file. Raises `DecisionDataError` naming file, entry and key."""
    data = _read(path, DecisionTexts)
    triggers, facts = _table(path, data, "triggers", TriggerText), _table(path, data, "facts", FactText)
    for key, fact in facts.items():
        if fact.trigger not in triggers:
            raise DecisionDataError(f"{path.name}: facts.{key}: no such trigger: {fact.trigger}")
    return DecisionTexts(triggers, facts, _table(path, data, "courses", Note))


def load_reviews(path: Path) -> Reviews:
    """Read a reviews file. Raises `DecisionDataError` naming file, entry and key."""
    data = _read(path, Reviews)
    forms = {form: _table(path, data, form, Question) for form in FORMS}
    for form, questions in forms.items():
        for question in questions.values():
            _check_answers(f"{path.name}: {form}.{question.key}", question)
    referrals = _table(path, data, "referrals", ReferralKind)
    for key, kind in referrals.items():
        for route in kind.routes:
            if route not in routes():
                raise DecisionDataError(f"{path.name}: referrals.{key}: no such route: {route}")
    clocks = _table(path, data, "clocks", Clock)
    return Reviews(**forms, notes=_table(path, data, "notes", Note), referrals=referrals, clocks=clocks)


FORMS = ("initial_review", "risk_assessment", "viewing", "seizure", "deletion", "parents")
"""The tables of reviews.toml that are forms."""


def every_text() -> Iterator[str]:
    """Give everything that a page may show, for the catalogues of translations and for the tests of wording."""
    for file in (decision_texts(), reviews()):
        for table in fields(file):
            for entry in getattr(file, table.name).values():
                yield from _texts_of(entry)


_NOT_SHOWN = frozenset({"key", "source", "confidence", "kind", "usual", "trigger", "routes"})
_TYPES: dict[str, type] = {
    "checked_on": date, "number": int, "hours": int, "needed": bool, "not_known_counts_as_yes": bool,
    "lines": list, "routes": list, "have_ready": list, "choices": dict,
}  # fmt: skip
_MAY_BE_EMPTY = frozenset({"routes"})


def _texts_of(entry: Sourced) -> Iterator[str]:
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name == "choices":
            yield from (text for _, text in value)
        elif field.name not in _NOT_SHOWN and isinstance(value, tuple):
            yield from value
        elif field.name not in _NOT_SHOWN and isinstance(value, str) and value:
            yield value


def _read(path: Path, shape: type[DecisionTexts | Reviews]) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DecisionDataError(f"{path.name}: {error}") from error
    tables = {field.name for field in fields(shape)}
    for name in sorted(data.keys() ^ tables):
        raise DecisionDataError(f"{path.name}: {name} is {'missing' if name in tables else 'not a known table'}")
    return data


def _table[Kind: Sourced](path: Path, data: Mapping[str, Any], name: str, kind: type[Kind]) -> dict[str, Kind]:
    table = data[name]
    if not isinstance(table, dict) or not table:
        raise DecisionDataError(f"{path.name}: {name} must be a table with entries")
    return {key: _entry(f"{path.name}: {name}.{key}", key, row, kind) for key, row in table.items()}


def _entry[Kind: Sourced](where: str, key: str, row: object, kind: type[Kind]) -> Kind:
    if not isinstance(row, dict):
        raise DecisionDataError(f"{where}: must be a table")
    known = {field.name: field.default is MISSING for field in fields(kind) if field.name != "key"}
    for name in sorted(row.keys() - known.keys()):
        raise DecisionDataError(f"{where}: {name} is not a known key")
    for name, needed in known.items():
        if needed and name not in row:
            raise DecisionDataError(f"{where}: {name} is missing")
    values: dict[str, Any] = {name: _value(f"{where}: {name}", name, value) for name, value in row.items()}
    return kind(key=key, **values)


def _value(where: str, name: str, value: object) -> object:
    wanted = _TYPES.get(name, str)
    if type(value) is not wanted:
        raise DecisionDataError(f"{where} must be of type {wanted.__name__}")
    if isinstance(value, str | list | dict) and not value and name not in _MAY_BE_EMPTY:
        raise DecisionDataError(f"{where} is empty")
    if type(value) is int and value < 1:
        raise DecisionDataError(f"{where} must be at least 1")
    if name == "confidence" and value not in CONFIDENCE:
        raise DecisionDataError(f"{where} must be R, S or M")
    if isinstance(value, dict):
        return tuple(zip(value, _texts(where, value.values()), strict=True))
    return _texts(where, value) if isinstance(value, list) else value


def _texts(where: str, values: Collection[object]) -> tuple[str, ...]:
    texts = tuple(each for each in values if isinstance(each, str) and each)
    if len(texts) < len(values):
        raise DecisionDataError(f"{where} must hold texts only")
    return texts


def _check_answers(where: str, question: Question) -> None:
    """Refuse a kind there is none of, choices in the wrong place, and a usual answer that cannot be given."""
    if question.kind not in KINDS:
        raise DecisionDataError(f"{where}: kind: no such kind: {question.kind}")
    if bool(question.choices) != (question.kind in {"choice", "choices"}):
        raise DecisionDataError(f"{where}: choices: they belong to the kinds choice and choices, and only there")
    answers = {key for key, _ in question.choices} if question.choices else {"yes", "no"}
    if question.usual and question.usual not in answers:
        raise DecisionDataError(f"{where}: usual: cannot be answered: {question.usual}")

"""The questions a report is made of, as data: one list for every road. Which words they are asked in is in reports/wording.py.

Answers are kept by key: a value, a list of values, a text, or None for a question that was skipped. The keys and values are
those of docs/danger.md; a test holds both to guidance.rules.facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from seawall.kit.text import LONGEST
from seawall.reports import wording
from seawall.reports.rules import Road
from seawall.reports.wording import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

    type Answers = Mapping[str, Any]

SHORT: Final = 300
"""Characters of a name."""


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    WORDS = "words"


def always(answers: Answers) -> bool:
    """Asked of everybody."""
    del answers
    return True


def if_money_or_threats(answers: Answers) -> bool:
    """Asked when money or threats were spoken of."""
    return bool({"money", "threats"} & set(answers.get("what") or ()))


def if_about_another(answers: Answers) -> bool:
    """Asked when the report is not about who writes it."""
    return answers.get("about") != "me"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `none` is the choice that excludes the others; `also` a question of words on the same page."""

    key: str
    kind: Kind
    limit: int = LONGEST
    rows: int = 8
    none: str = ""
    also: str = ""
    alone: bool = True
    """Whether it has a page of its own (the others are some question's `also`)."""
    asked_if: Callable[[Answers], bool] = field(default=always)

    @property
    def choices(self) -> tuple[tuple[str, StrOrPromise], ...]:
        """Every choice with the label that any reader understands (the desk's)."""
        return wording.CHOICES.get(self.key, ())

    def choices_for(self, voice: Voice) -> tuple[tuple[str, StrOrPromise], ...]:
        """The choices offered to one voice, in its words."""
        return wording.choices_for(self.key, voice)

    def heading(self, voice: Voice) -> StrOrPromise:
        """The question as one voice is asked it."""
        return wording.asking(self.key, voice).heading

    def hint(self, voice: Voice) -> StrOrPromise:
        """What is said under the question."""
        return wording.asking(self.key, voice).hint


BY_KEY: Final = {
    question.key: question
    for question in (
        Question("about", Kind.ONE),
        Question("safe", Kind.MANY, none="safe"),
        Question("what", Kind.MANY),
        Question("paid", Kind.ONE, asked_if=if_money_or_threats),
        Question("still", Kind.ONE),
        Question("apps", Kind.MANY),
        Question("accounts", Kind.WORDS, rows=5),
        Question("when", Kind.ONE, also="when_words"),
        Question("when_words", Kind.WORDS, limit=2_000, rows=2, alone=False),
        Question("words", Kind.WORDS),
        Question("said", Kind.WORDS),
        Question("seen", Kind.WORDS, rows=5),
        Question("done", Kind.WORDS, rows=5),
        Question("promised", Kind.WORDS, rows=3),
        Question("adult_knows", Kind.MANY, none="nobody"),
        Question("year", Kind.ONE),
        Question("child_name", Kind.WORDS, limit=SHORT, rows=1, asked_if=if_about_another),
        Question("name", Kind.WORDS, limit=SHORT, rows=1),
        Question("contact", Kind.MANY, also="contact_words"),
        Question("contact_words", Kind.WORDS, limit=2_000, rows=3, alone=False),
        Question("wish", Kind.WORDS, rows=5),
    )
}
"""Every question, by key."""

_TOLD: Final = (
    "about safe what paid still apps accounts when when_words words"
    " adult_knows year child_name name contact contact_words wish"
)
_RECORDED: Final = (
    "about child_name year said seen done promised safe what paid still apps accounts when when_words adult_knows"
)

ORDER: Final[dict[Road, tuple[str, ...]]] = {
    Road.CHILD: tuple(_TOLD.split()),
    Road.PARENT: tuple(_TOLD.split()),
    Road.STAFF: tuple(_RECORDED.split()),
}
"""The questions of each road, in the order in which they are asked."""

CODED_KEYS: Final = frozenset(key for key, question in BY_KEY.items() if question.kind is not Kind.WORDS)
WORDS_KEYS: Final = frozenset(BY_KEY) - CODED_KEYS


def voice_of(road: Road | str, answers: Answers) -> Voice:
    """Say how somebody on this road is spoken to."""
    if Road(road) is Road.PARENT:
        return Voice.PARENT
    if Road(road) is Road.STAFF:
        return Voice.STAFF
    return Voice.ME if answers.get("about", "me") == "me" else Voice.FRIEND


def questions_of(road: Road | str) -> tuple[Question, ...]:
    """Every question of a road, asked or not, in order; also those that share a page."""
    return tuple(BY_KEY[key] for key in ORDER[Road(road)])


def asked(road: Road | str, answers: Answers) -> tuple[Question, ...]:
    """The questions of a road that these answers bring, in order."""
    return tuple(question for question in questions_of(road) if question.asked_if(answers))


def heading_of(key: str, road: Road | str = Road.STAFF) -> StrOrPromise:
    """The question's heading on a road, for showing an answer; the key itself if there is no such question."""
    return BY_KEY[key].heading(voice_of(road, {})) if key in BY_KEY else key


def label_of(key: str, value: object, voice: Voice | None = None) -> StrOrPromise:
    """The words of one coded value (in a voice, if given); the value itself if there is none such."""
    choices = wording.choices_for(key, voice) if voice else wording.CHOICES.get(key, ())
    return dict(choices).get(str(value), str(value))


def coded_of(answers: Answers) -> dict[str, Any]:
    """The coded answers alone, as they are kept in clear: known keys and values, and only of questions that were asked."""
    found: dict[str, Any] = {}
    for question in BY_KEY.values():
        if question.kind is Kind.WORDS or not question.asked_if(answers):
            continue
        known = dict(question.choices)
        given = answers.get(question.key)
        values = [
            value
            for value in (given if isinstance(given, list) else [given])
            if isinstance(value, str) and value in known
        ]
        if values:
            found[question.key] = values if question.kind is Kind.MANY else values[0]
    return found


def words_of(answers: Answers) -> dict[str, str]:
    """The answers in words alone, which are sealed."""
    given = {key: text for key, text in answers.items() if key in WORDS_KEYS and text}
    return {key: str(text) for key, text in given.items() if BY_KEY[key].asked_if(answers)}

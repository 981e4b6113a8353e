"""What a version of a review holds, and how moments and answers are laid down in what is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from seawall.guidance.rules.decision import Decision, decide
from seawall.guidance.rules.decision_data import reviews

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from seawall.guidance.rules.decision_data import Question


@dataclass(frozen=True, slots=True, repr=False)
class Reviewed:
    """
    A review as somebody answered it.

    `facts` are those that hold; `reports_say` those that the reports said then, `why_not` why one of these does not hold.
    `triggers` and `questions` are empty until their page was saved.
    """

    triggers: dict[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    reports_say: tuple[str, ...] = ()
    why_not: str = ""
    questions: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What is sealed."""
        return {name: laid_down(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Reviewed:
        """Read what was sealed."""
        lists = {name: tuple(told[name]) for name in ("facts", "reports_say")}
        return cls(**{**told, **lists, "questions": taken_up(reviews().initial_review, told["questions"])})

    def answer(self, said_now: Collection[str] = ()) -> Decision:
        """What the guidance answers, with the facts that reports say now and did not say then."""
        new = {*said_now} - {*self.reports_say}
        return decide(self.triggers, dict.fromkeys([*self.facts, *new], True))


def laid_down(value: Any) -> Any:  # noqa: ANN401 - any answer
    """Return a value as JSON keeps it: moments as ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: laid_down(each) for key, each in value.items()}
    return [*value] if isinstance(value, tuple) else value


def taken_up(questions: Mapping[str, Question], told: Mapping[str, Any]) -> dict[str, Any]:
    """Read answers laid down before: moments are moments again."""
    moments = {key for key, question in questions.items() if question.kind in {"moment", "day"}}
    return {name: datetime.fromisoformat(value) if name in moments and value else value for name, value in told.items()}

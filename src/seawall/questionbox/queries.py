"""Looking at boxes and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Subquery

from seawall.guidance.rules.danger import Level
from seawall.questionbox.rules import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from seawall.questionbox.models import Question, QuestionBox
    from seawall.schools.models import School
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A question and its words."""

    row: Question
    text: str


def box(school: School, code: str) -> QuestionBox | None:
    """Return the box at a short address; None if there is none of this code."""
    return school.question_boxes.filter(code=code.upper()[:8]).first() if code else None


def shown(of: QuestionBox | None) -> list[tuple[str, str]]:
    """Return the questions that stand on a box's page with their answers, the oldest first."""
    if of is None:
        return []
    rows = of.questions.filter(state=State.ANSWERED).exclude(shown=None).order_by("received_at")
    return [each for row in rows if (each := row.on_page)]


def find(school: School, pk: UUID, ring: Ring) -> Question | None:
    """Return a question of this school that the ring opens; None if there is none."""
    return school.questions.open_to(ring).select_related("box").filter(pk=pk).first()


def opened(rows: Iterable[Question], ring: Ring) -> list[Opened]:
    """Open questions."""
    return [Opened(row, str(ring.data_key(row).open(row, "told")["text"])) for row in rows]


def sounding_of_danger(school: School) -> Subquery:
    """How many questions wait that sound urgent (None: none), counted from what stands in clear: a part of another query."""
    rows = school.questions.waiting().filter(danger__gte=Level.URGENT.value).order_by()
    return Subquery(rows.values("school").annotate(n=Count("pk")).values("n"))


def counted(of: QuestionBox) -> tuple[int, int]:
    """Return how many questions lie in a box that are not set aside, and how many of them wait."""
    states = list(of.questions.exclude(state=State.SET_ASIDE).values_list("state", flat=True))
    return len(states), states.count(State.NEW)

"""The parts of the page on which a decision stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seawall.decisions import queries, rules
from seawall.decisions.rules import Paper, State
from seawall.guidance.rules.decision_data import decision_texts, reviews
from seawall.guidance.rules.forms import Choice

if TYPE_CHECKING:
    from seawall.web.staff.deciding import ReferForm
    from seawall.web.staff.views.case_nav import OpenCase


@dataclass(frozen=True, slots=True)
class Steps:
    """What may be done now, and what was done."""

    triggers: bool
    questions: bool
    can_refer: bool
    can_find_out: bool
    can_manage: bool
    may_manage: bool
    """Whether the guidance allows it: without the nine questions it can't be done yet."""


def decision_parts(opened: OpenCase, form: ReferForm) -> dict[str, Any]:
    """Everything the page shows. Eight queries, whatever the number of versions and forms."""
    case, key = opened.case, opened.key
    found = queries.opened(case, key)
    if not form.is_bound:
        form.fill(found.standing.version)
    row = found.standing.decision
    return {
        "found": found,
        "form": form,
        "steps": _steps(found),
        "course": decision_texts().courses[found.answer.decision],
        "decided": queries.decided(case, key, row) if row else None,
        "sheet": queries.sheet_of(key, row),
        "heads_ready": case.school.people.heads().filter(holder__isnull=False).exists(),
        "versions": queries.versions(case),
        "papers": queries.papers(case),
        "paper_kinds": list(Paper),
        "notes": reviews().notes,
    }


def _steps(found: queries.Opened) -> Steps:
    state, told = State(found.standing.state), found.reviewed
    free = {choice for choice in found.offered if rules.may_move(state, rules.AFTER[choice]) is None}
    whole = rules.may_keep(reviews().initial_review, told.questions) is None
    return Steps(
        triggers=bool(told.triggers),
        questions=bool(told.questions),
        can_refer=Choice.REFER in free,
        can_find_out=Choice.FIND_OUT in free,
        can_manage=Choice.MANAGE in free and whole,
        may_manage=Choice.MANAGE in free,
    )

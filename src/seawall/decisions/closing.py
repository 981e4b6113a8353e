"""Closing a case, held to where its decision stands: nothing ends while the guidance, or the head, still waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from seawall.cases import actions as cases
from seawall.cases.opening import key_of
from seawall.decisions import queries, rules
from seawall.kit.refusal import Refusal, refuse_unless

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.cases.rules import Outcome
    from seawall.decisions.queries import Opened
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring


def may_close(found: Opened, outcome: str | None = None) -> Refusal | None:
    """Say whether a case may be closed as its decision stands (found), with an outcome or with any."""
    state, course = found.standing.state, found.answer.decision
    return rules.may_close(state=state, course=course, news=found.news, outcome=outcome)


@transaction.atomic
def close(*, case: Case, outcome: Outcome, seen: int, ring: Ring, by: Person) -> None:
    """Close a case whose decision allows it; `seen` is the version of the case. Raises Clash, Refused or Gone."""
    refuse_unless(may_close(queries.opened(case, key_of(case, ring)), outcome))
    cases.close(case=case, outcome=outcome, seen=seen, ring=ring, by=by)

"""The demonstration's lead decides by the guidance, as the pages would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seawall.decisions import actions, queries
from seawall.decisions.rules import State
from seawall.guidance.rules.decision import Trigger
from seawall.guidance.rules.forms import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.cases.models import Case
    from seawall.config.demo.shapes import Decide
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring


def decide(told: Decide, *, case: Case, press: Callable[[str], bytes], ring: Ring, by: Person) -> None:
    """Answer the triggers with what the reports say now; then decide to refer, unless that stands already."""
    coded = dict.fromkeys(told.yes, "yes") | dict.fromkeys(told.unknown, "unknown")
    said = queries.said_in(case)
    actions.save_triggers(
        case=case,
        triggers={trigger.value: coded.get(trigger.value, "no") for trigger in Trigger},
        facts=tuple(said.facts),
        why_not="",
        reports=said.reports,
        seen=queries.standing_of(case).version,
        once=press("review"),
        ring=ring,
        by=by,
    )
    now = queries.standing_of(case)
    if now.state == State.UNDECIDED:
        once, seen = press("decide"), now.version
        actions.decide(case=case, choice=Choice.REFER, reason=told.reason, seen=seen, once=once, ring=ring, by=by)

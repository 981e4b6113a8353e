"""Small hands for the tests of decisions."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from seawall.cases import actions as cases
from seawall.decisions import actions, sign_off
from seawall.decisions.models import SignOff
from seawall.decisions.queries import standing_of
from seawall.guidance.rules.decision import Trigger
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from tests.world import World

NO = {trigger.value: "no" for trigger in Trigger}
QUESTIONS = {
    "immediate_risk": "no",
    "referral": "no",
    "viewing": "no",
    "shared": "unknown",
    "removal": "no",
    "others": "no",
    "parents": "yes",
    "parents_words": "Asha rings home at four.",
}
RISK = {
    "why_shared_words": "Two friends of fifteen, both wanted it.",
    "beyond": "no",
    "ages_words": "Both fifteen.",
    "how_many": "no",
    "vulnerable": "no",
    "if_parents_know": "no",
}
REASON = "No pressure, no adult, not passed on."


def quiet_case(world: World, **coded: Any) -> Case:
    """A case with one report that says nothing that refers on its own."""
    return case_of(world, **{"what": ["other"], **coded})


def case_of(world: World, **coded: Any) -> Case:
    """A case with one report."""
    report, _code = world.tell("Somebody wrote my name", **coded)
    return cases.start(
        school=world.marram,
        title="Kites",
        report=report,
        seen=report.version,
        ring=world.ring(world.asha),
        by=world.asha,
    )


def another_report(world: World, case: Case, **coded: Any) -> None:
    """A further report is put into a case."""
    report, _code = world.tell("It happened to me, too", **coded)
    case.refresh_from_db()
    cases.add_report(case=case, report=report, seen=report.version, ring=world.ring(world.asha), by=world.asha)


def seen(case: Case) -> int:
    """The version of where the decision stands now."""
    return standing_of(case).version


def review(world: World, case: Case, by: Person | None = None, **more: Any) -> Any:
    """The five triggers, each no unless `changed`."""
    by = by or world.asha
    told: dict[str, Any] = {
        "triggers": NO | more.pop("changed", {}),
        "facts": [],
        "why_not": "",
        "reports": case.gathered.count(),
        "seen": seen(case),
        "once": os.urandom(16),
    }
    return actions.save_triggers(case=case, ring=world.ring(by), by=by, **told | more)


def questions(world: World, case: Case, by: Person | None = None, **more: Any) -> Any:
    """The nine questions."""
    by = by or world.asha
    given = QUESTIONS | more.pop("changed", {})
    told = {"given": given, "seen": seen(case), "once": os.urandom(16)}
    return actions.save_questions(case=case, ring=world.ring(by), by=by, **told | more)


def decide(world: World, case: Case, choice: Choice, by: Person | None = None, **more: Any) -> object:
    """A lead decides."""
    by = by or world.asha
    told: dict[str, Any] = {"seen": seen(case), "once": os.urandom(16)}
    if choice is Choice.MANAGE:
        told |= {"reason": REASON, "risk": RISK}
    return actions.decide(case=case, choice=choice, ring=world.ring(by), by=by, **told | more)


def managed(world: World, case: Case | None = None) -> Case:
    """A case that a lead decided to manage in school; it waits for the head."""
    case = case or quiet_case(world)
    review(world, case)
    questions(world, case)
    decide(world, case, Choice.MANAGE)
    return case


def ask(world: World, case: Case, to: Person | None = None, typed: str = "Nobody was pressed.", **more: Any) -> SignOff:
    """A lead writes the sheet for the head."""
    told: dict[str, Any] = {"seen": seen(case), "once": os.urandom(16), **more}
    sign_off.ask(case=case, to=to or world.hana, typed=typed, ring=world.ring(world.asha), by=world.asha, **told)
    return sheet_of(case)


def sheet_of(case: Case) -> SignOff:
    """The last sheet of a case, as the head's page finds it."""
    rows = SignOff.objects.select_related("decision__case__school", "by")
    return rows.filter(decision__case=case).latest("at")


def state_of(case: Case) -> str:
    """Where the decision on a case stands."""
    return standing_of(case).state


def kinds(case: Case) -> list[str]:
    """The kinds of the lines of a case."""
    return list(case.lines.order_by("number").values_list("kind", flat=True))


def viewing(**changed: Any) -> dict[str, Any]:
    """The form for looking, filled in."""
    return {
        "grounds": "unavoidable",
        "would_distress": "no",
        "reason_words": "It was found on the school's own device.",
        "discussed_with_words": "Hana Cole",
        "discussed_at": clock.now() - timedelta(hours=1),
        "viewer_words": "Asha Verma",
        "witness_words": "Dev Osei",
        "place_words": "The head's office",
    } | changed


def seizure(**changed: Any) -> dict[str, Any]:
    """The form for a device, filled in."""
    return {"device_words": "A black phone, of a pupil", "taken_at": clock.now() - timedelta(hours=1)} | changed


def deletion(**changed: Any) -> dict[str, Any]:
    """The form for asking a child to delete, filled in."""
    return {
        "reason_words": "It was passed on, and nobody else needs it.",
        "asked_by_words": "Asha Verma",
        "asked_at": clock.now() - timedelta(hours=1),
        "places": ["devices", "cloud"],
        "deadline": clock.now() + timedelta(days=1),
    } | changed

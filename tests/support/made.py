"""A child being supported, for tests: a task, a plan, a check-in, a talk with a parent, a decision not to tell one."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.support import parents, plans, tasks
from seawall.support.common import today
from seawall.support.rules import Way

if TYPE_CHECKING:
    from django.db.models import Model

    from seawall.cases.models import Case, Involved
    from seawall.schools.models import Person
    from seawall.support.models import CheckIn, NotTold, Plan, Task
    from tests.world import World


def day(ahead: int = 0) -> dt.date:
    """Today, or so many days from now."""
    return today() + dt.timedelta(days=ahead)


class Lead(dict[str, Any]):
    """`ring`, `by` and a new `once` for one verb of a lead."""

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(ring=world.ring(person), by=person)

    def again(self) -> dict[str, Any]:
        """The same lead pressing another button."""
        return {**self, "once": os.urandom(16)}


def child_of(world: World, case: Case, name: str = "Jess Marlowe", part: str = "affected") -> Involved:
    """Somebody added to a case."""
    return cases.involve(case=case, part=Part(part), name=name, detail="", ring=world.ring(world.asha), by=world.asha)


def set_task(
    world: World, case: Case, title: str = "Ring the tutor", due: int = 0, *, to: Person | None = None, by: str = "asha"
) -> Task:
    """A task set; for Asha unless said otherwise."""
    lead = Lead(world, world.people[by])
    tasks.set_task(case=case, title=title, detail="", to=to or world.asha, due=day(due), **lead.again())
    return case.tasks.order_by("-pk")[0]


def write_plan(world: World, child: Involved, helps: str = "A seat by the door", review: int = 7) -> Plan:
    """The next version of a child's plan."""
    seen = child.plans.count()
    new = plans.NewPlan(helps, "Her tutor", "She wants to stay in her class", agreed=True, review_on=day(review))
    plans.write_plan(involved=child, new=new, seen=seen, **Lead(world, world.asha).again())
    return child.plans.get(number=seen + 1)


def plan_check_in(world: World, child: Involved, on: int = 0, to: Person | None = None) -> CheckIn:
    """A check-in planned; for Asha unless said otherwise."""
    plans.plan_check_in(involved=child, on=day(on), to=to or world.asha, **Lead(world, world.asha).again())
    return child.check_ins.order_by("-pk")[0]


def contact(world: World, case: Case, who: str = "Mrs Marlowe", *, told: bool = True, **more: Any) -> None:
    """A talk with a parent."""
    talk = parents.Talk(who, Way.PHONE, "She was calm and kind", "She comes in tomorrow", told)
    parents.log_contact(case=case, talk=talk, **more, **Lead(world, world.asha).again())


def not_told(world: World, case: Case, parent: str = "Mr Marlowe", review: int = 3) -> NotTold:
    """A decision not to tell a parent."""
    decision = parents.Decision(parent, "He shouts at her", "social_care", "P. Lund, duty desk", day(review))
    parents.decide_not_to_tell(case=case, decision=decision, **Lead(world, world.asha).again())
    return case.not_told.order_by("-pk")[0]


def supported(world: World, case: Case) -> dict[str, Model]:
    """One row of each kind, by its name in an address."""
    child = case.people.order_by("added_at").first() or child_of(world, case)
    write_plan(world, child)
    contact(world, case)
    return {
        "task": set_task(world, case),
        "check_in": plan_check_in(world, child),
        "decision": not_told(world, case),
    }

"""Cases to put into series."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.intake import actions as intake
from seawall.links import actions as links
from seawall.links.rules.states import Whose
from seawall.reports.actions import Telling
from seawall.reports.rules import Channel, Road
from seawall.series import actions
from seawall.series.actions import Asked

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.reports.models import Report
    from seawall.schools.models import Person
    from seawall.series.models import Series
    from tests.world import World


def asking(world: World, who: Person | None = None, why: str = "", once: bytes = b"") -> Asked:
    """A press of a button by a lead (Asha, if not said)."""
    by = who or world.asha
    return Asked(once or os.urandom(16), world.ring(by), by, why)


def told(world: World, accounts: str, words: str = "He wrote to me", **coded: Any) -> Report:
    """A child tells of an account."""
    telling = Telling(Road.CHILD, Channel.PAGE, {"what": ["other"], **coded}, {"accounts": accounts, "words": words})
    return intake.receive(school=world.marram, telling=telling, sent_once=os.urandom(16)).report


def a_case(world: World, accounts: str, child: str = "", *, confirm: bool = False, **more: Any) -> Case:
    """A case of one report about an account, with one child; `confirm` what was found in it."""
    report, ring = told(world, accounts, **more), world.ring(world.asha)
    case = cases.start(
        school=world.marram, title=accounts, report=report, seen=report.version, ring=ring, by=world.asha
    )
    if child:
        cases.involve(case=case, part=Part.AFFECTED, name=child, detail="", ring=ring, by=world.asha)
    if confirm:
        for row in report.identifiers.all():
            links.confirm(identifier=row, whose=Whose.OFFENDER, seen=row.version, by=world.asha)
    return case


def a_series(world: World, *cases_in: Case, name: str = "Kai") -> Series:
    """A series of cases."""
    return actions.begin(school=world.marram, name=name, cases=cases_in, asked=asking(world))

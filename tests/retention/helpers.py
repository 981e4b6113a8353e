"""Small hands for the tests of what is kept how long."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from seawall.cases import actions as cases
from seawall.cases.models import Case
from seawall.cases.rules import Outcome
from seawall.kit import clock
from seawall.retention import actions
from tests.evidence.helpers import a_told_case

if TYPE_CHECKING:
    from seawall.retention.models import Shredding
    from tests.world import World

LONG_AGO = timedelta(days=76 * 366)
WHY = "Its time is over; nobody asked for it since"


def closed(world: World, case: Case | None = None, ago: timedelta = LONG_AGO) -> Case:
    """A case that was closed long ago."""
    case = case or a_told_case(world)
    cases.close(case=case, outcome=Outcome.REFERRED, seen=case.version, ring=world.ring(world.asha), by=world.asha)
    Case.objects.filter(pk=case.pk).update(closed_at=clock.now() - ago)
    case.refresh_from_db()
    return case


def proposed(world: World, *these: Case) -> Shredding:
    """Asha proposes that these go."""
    ring = world.ring(world.asha)
    return actions.propose(
        school=world.marram, cases=[case.pk for case in these], why=WHY, once=os.urandom(16), ring=ring, by=world.asha
    )


def approved(world: World, *these: Case) -> Shredding:
    """Asha proposed and Dev approved."""
    row = proposed(world, *these)
    actions.approve(shredding=row, seen=row.version, ring=world.ring(world.dev), by=world.dev)
    return row


def a_proposal(world: World) -> Shredding:
    """A proposal with one case, that waits for an answer."""
    return proposed(world, closed(world))

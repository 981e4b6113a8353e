"""A case of two reports with people, and hands to refer it."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest
from django.utils import timezone

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.kit import clock
from seawall.referrals import actions
from seawall.referrals.actions import Telling
from seawall.referrals.rules import Agency, How


def in_days(days):
    return timezone.localtime(clock.now()).date() + dt.timedelta(days=days)


class Hand:
    """One lead's hand on the referrals of a case."""

    def __init__(self, world, person):
        self.world, self.person = world, person

    @property
    def lead(self):
        """As an action wants them: the ring as it is opened with each request, and who does it."""
        return {"ring": self.world.ring(self.person), "by": self.person}

    def draft(self, case, agency=Agency.POLICE, *, staff=False, once=None):
        once = once or secrets.token_bytes(16)
        return actions.draft(case=case, agency=agency, staff_concerned=staff, once=once, **self.lead)

    def press(self, row, **more):
        return {"referral": row, "seen": row.version, "once": secrets.token_bytes(16), **self.lead, **more}

    def make(self, row, *, tell=False, **more):
        how = {Agency.POLICE: How.NON_EMERGENCY}.get(Agency(row.agency), How.ONLINE)
        told = Telling(how, **{"whom": "Desk 4", "said": "", "reference": "", "next_check": in_days(1), **more})
        actions.make(told=told, tell=tell, **self.press(row))
        row.refresh_from_db()
        return row


@pytest.fixture
def asha(world):
    return Hand(world, world.asha)


@pytest.fixture
def dev(world):
    return Hand(world, world.dev)


@pytest.fixture
def case(world, asha):
    first, _code = world.tell("He says he will show it to my class", safe=["meet"], apps=["tiktok"], still="yes")
    made = cases.start(school=world.marram, title="Kites", report=first, seen=1, **asha.lead)
    second, _code = world.tell("It is on my friend's phone, too")
    cases.add_report(case=made, report=second, seen=second.version, **asha.lead)
    cases.involve(case=made, part=Part.TOLD_US, name="Marie Marlow", detail="Her mother", **asha.lead)
    cases.involve(case=made, part=Part.IMPERSONATED, name="Jess Marlow", detail="7B", **asha.lead)
    cases.involve(case=made, part=Part.AFFECTED, name="Callum Reyes", detail="", **asha.lead)
    made.refresh_from_db()
    return made

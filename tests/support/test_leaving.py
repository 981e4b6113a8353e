"""A leaver is out within a second, and what they had is with a colleague; the team's keys move on."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse

from seawall.cases import closing_off
from seawall.cases.models import Case
from seawall.journal.models import Line
from seawall.kit.refusal import Refused
from seawall.reports import actions as reports
from seawall.schools import sign_ins
from seawall.schools.actions import Hire, add_person
from seawall.schools.models import Person
from seawall.schools.rules import Role
from seawall.support import leaving, tasks
from seawall.support.models import CheckIn, Task
from seawall.vault.ring import WontOpenError, current_key
from tests.series.helpers import a_case
from tests.shared.signing import code_of, give_code, give_password, with_app
from tests.support.made import day, supported
from tests.world import PASSWORD, FormClient

pytestmark = pytest.mark.django_db


def devs_task(world, case):
    ring = world.ring(world.asha)
    tasks.set_task(
        case=case, title="Ring home", detail="", to=world.dev, due=day(1), once=os.urandom(16), ring=ring, by=world.asha
    )
    return Task.objects.get(case=case, owner=world.dev)


def test_what_a_leaver_had_is_with_a_colleague_in_the_same_moment(world, client_for) -> None:
    case, other = a_case(world, "brook_stone1x"), a_case(world, "brook_stone2x")
    report, _ = world.tell()
    supported(world, other)
    task, check_in = devs_task(world, case), CheckIn.objects.get(case=other)
    CheckIn.objects.filter(pk=check_in.pk).update(owner=world.dev)
    reports.assign(report=report, to=world.dev, seen=report.version, by=world.asha)
    Case.objects.filter(pk=case.pk).update(owner=world.dev)
    office, address = client_for(world.olu), reverse("office_leave", args=[world.dev.pk])
    assert "Asha Verma" in office.get(address).content.decode()
    assert office.post(address, {"to": str(world.tom.pk)}).status_code == 422
    assert Person.objects.get(pk=world.dev.pk).is_active
    assert office.post(address, {"to": str(world.asha.pk)})["Location"] == reverse("office")
    version = task.version
    for row in (task, check_in, case):
        row.refresh_from_db()
        assert row.owner == world.asha
    report.refresh_from_db()
    assert report.assigned_to == world.asha
    assert task.version == version + 1, "whoever looked before is told that it changed"
    assert "What they had is now with Asha Verma." in office.get(reverse("office")).content.decode()
    assert Line.objects.filter(verb="work.handed_over", facts__to=str(world.asha.pk)).count() == 4
    call_command("verify_chronology")


def test_what_is_closed_off_to_the_colleague_is_not_given_to_them(world) -> None:
    case, third = a_case(world, "brook_stone3x"), joined(world)
    ring = world.ring(world.asha)
    task = devs_task(world, case)
    case.refresh_from_db()
    closing_off.close_off(case=case, to=[world.asha, world.dev], seen=case.version, ring=ring, by=world.asha)
    leaving.leave(person=world.dev, to=third, by=world.olu)
    task.refresh_from_db()
    assert task.owner == world.dev, "shown to those who can open it as nobody's"


def joined(world) -> Person:
    """A third lead, in the team."""
    who = Hire("Noor Hale", "noor@school.example", Role.DEPUTY, PASSWORD)
    return add_person(school=world.marram, who=who, by=world.asha, through=world.ring(world.asha))


@pytest.mark.parametrize("who", ["tom", "hana", "dev"])
def test_only_a_colleague_in_the_team_takes_over(world, who) -> None:
    with pytest.raises(Refused):
        leaving.leave(person=world.dev, to=world.people[who], by=world.olu)
    assert Person.objects.get(pk=world.dev.pk).is_active


def test_the_last_lead_stays_and_keeps_what_they_have(world) -> None:
    report, _ = world.tell()
    reports.assign(report=report, to=world.asha, seen=report.version, by=world.asha)
    leaving.leave(person=world.dev, to=None, by=world.olu)
    with pytest.raises(Refused, match="last safeguarding lead"):
        leaving.leave(person=world.asha, to=None, by=world.olu)
    report.refresh_from_db()
    assert report.assigned_to == world.asha


def test_a_leavers_open_browser_gets_nothing_on_the_next_click(world, client_for) -> None:
    report, _ = world.tell("bramblewick")
    ring, client, secret = world.ring(world.dev), FormClient(), with_app(world.dev)
    give_password(client, world.dev)
    give_code(client, code_of(secret))
    address = reverse("report", args=[report.pk])
    assert b"bramblewick" in client.get(address).content
    before = Session.objects.count()
    client_for(world.olu).post(reverse("office_leave", args=[world.dev.pk]))
    answers: list[Any] = [
        client.get(address),
        client.post(reverse("report_set_aside", args=[report.pk]), {"reason": "x"}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]
        assert answer.wsgi_request.ring is None
    assert Session.objects.count() == before, "the office's came, and the leaver's is gone"
    assert not sign_ins.alive(world.dev).exists()
    later, _ = world.tell("heatherwick")
    assert later.circle_key_id == current_key(world.marram.team_id).pk
    for told in (report, later):
        with pytest.raises(WontOpenError):
            type(ring)(ring.holder_id, ring._pair.secret).data_key(told)
    assert world.ring(world.asha).data_key(report)
    assert world.ring(world.asha).data_key(later)

"""Accounts and numbers in what whoever told writes later: offered once, sealed, met elsewhere."""

from __future__ import annotations

import os

import pytest

from seawall.intake import actions as intake
from seawall.links import actions, queries
from seawall.links.rules import finding
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Message
from seawall.series.jobs import lift_waiting
from tests.series.helpers import a_case, a_series


@pytest.fixture
def report_and_code(world):
    return world.tell("he is kai_bramble9", what=["other"])


def writes(world, code, typed, once=None):
    mailbox = mailboxes.find(school=world.marram, code=code)
    intake.take_message(mailbox=mailbox, code=code, typed=typed, once=once or os.urandom(16))


def values(world, report):
    key = world.ring(world.asha).data_key(report)
    return [each.value for each in queries.of_report(report, key)]


def test_a_later_message_is_searched_too(world, report_and_code):
    report, code = report_and_code
    once = b"1" * 16
    for _ in range(2):
        writes(world, code, "now he writes as jess.m_07 and wants me to ring 07700 900733", once)
    assert values(world, report) == ["kai_bramble9", "07700 900733", "jess.m_07"]
    row = report.identifiers.get(number=2)
    assert b"jess" not in row.found.box
    a_series(world, a_case(world, "JessM07"), a_case(world, "freddie.lund.7"))
    assert lift_waiting() == 1


def test_what_is_there_or_was_dropped_is_not_offered_again(world, report_and_code):
    report, code = report_and_code
    row = report.identifiers.get()
    actions.drop(identifier=row, seen=row.version, by=world.asha)
    writes(world, code, "again: kai_bramble9, and KAI_bramble9")
    assert values(world, report) == ["kai_bramble9"]


def test_no_report_offers_more_than_the_most(world, report_and_code, monkeypatch):
    report, code = report_and_code
    monkeypatch.setattr(actions, "MOST", 2)
    writes(world, code, "they are brook_stone1, field_gate2, moor_hen3")
    assert len(values(world, report)) == 2


def test_a_fault_in_the_finding_never_stops_a_message(world, report_and_code, monkeypatch):
    monkeypatch.setattr(actions, "find", lambda *_: 1 / 0)
    writes(world, report_and_code[1], "field_gate2")
    assert Message.objects.count() == 1
    assert finding.MESSAGE == "message"

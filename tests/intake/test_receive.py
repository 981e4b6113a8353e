"""The one way in: committed before it is told, once however often it is sent."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError

from seawall.intake import actions as intake
from seawall.journal.models import Line
from seawall.kit.codes import Code
from seawall.kit.statements import run
from seawall.mailbox.models import Mailbox
from seawall.reports import actions as reports
from seawall.reports import visits
from seawall.reports.actions import Telling
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Road
from seawall.vault.ring import ReporterKeys

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from seawall.kit.statements import Statement
    from tests.world import World

TELLING = Telling(Road.CHILD, Channel.PAGE, {"what": ["threats"]}, {"words": "please help"})


def test_the_same_sending_makes_one_report(world: World) -> None:
    once = os.urandom(16)
    first = intake.receive(school=world.marram, telling=TELLING, sent_once=once)
    second = intake.receive(school=world.marram, telling=TELLING, sent_once=once)
    assert (first.again, second.again) == (False, True)
    assert first.report == second.report
    assert second.code is None
    assert (Report.objects.count(), Mailbox.objects.count()) == (1, 1)


def test_a_taken_reference_is_drawn_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["AAAAAAA", "AAAAAAA", "BBBBBBB"])
    monkeypatch.setattr(reports, "new_reference", lambda: next(drawn))
    for _ in range(2):
        assert not intake.receive(school=world.marram, telling=TELLING, sent_once=os.urandom(16)).again
    assert set(Report.objects.values_list("reference", flat=True)) == {"AAAAAAA", "BBBBBBB"}


def test_what_keeps_failing_fails_loudly_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "new_reference", lambda: "AAAAAAA")
    intake.receive(school=world.marram, telling=TELLING, sent_once=os.urandom(16))
    with pytest.raises(IntegrityError):
        intake.receive(school=world.marram, telling=TELLING, sent_once=os.urandom(16))
    assert (Report.objects.count(), Mailbox.objects.count()) == (1, 1)


def test_a_visit_is_sent_once_and_keeps_its_code(world: World) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents(answers={"words": "please help"}))
    first = intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"})
    second = intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"})
    assert first is not None
    assert second is not None
    assert second.again
    assert Report.objects.count() == 1
    contents = visits.look(school=world.marram, key=key)
    assert contents is not None
    assert contents.sent
    assert contents.answers == {}
    assert first.code is not None
    assert contents.code == first.code.words


def test_an_answer_lost_on_the_way_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents())
    monkeypatch.setattr("seawall.intake.actions.run", _no_power)
    with pytest.raises(OSError, match="power"):
        intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"})
    assert Report.objects.count() == 0
    contents = visits.look(school=world.marram, key=key)
    assert contents is not None
    assert (contents.sent, contents.code) == (False, ())
    monkeypatch.undo()
    receipt = intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"})
    assert receipt is not None
    assert receipt.code is not None
    assert ReporterKeys(receipt.code, world.marram.pk).data_key(receipt.report) is not None


def test_both_presses_looked_before_either_had_sent(world: World) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents(answers={"words": "please help"}))
    looks = [visits.look(school=world.marram, key=key) for _ in range(2)]
    sent = [
        intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"}, seen=seen)
        for seen in looks
    ]
    assert [receipt.again for receipt in sent if receipt] == [False, True]
    contents, report = visits.look(school=world.marram, key=key), Report.objects.get()
    assert contents is not None
    assert ReporterKeys(Code(contents.code), world.marram.pk).data_key(report).open(report, "told") == {
        "words": "please help"
    }


def test_an_answer_given_elsewhere_while_sending_takes_nothing_from_the_code(world: World) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents(answers={"words": "please help"}))
    seen = visits.look(school=world.marram, key=key)
    visits.change(school=world.marram, key=key, how=partial(_answer, {"wish": "soon"}))
    receipt = intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"}, seen=seen)
    contents = visits.look(school=world.marram, key=key)
    assert receipt is not None
    assert contents is not None
    assert receipt.code == Code(contents.code)
    assert (contents.sent, contents.answers) == (True, {})


def test_a_visit_left_while_sending_sends_nothing(world: World) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents(answers={"words": "please help"}))
    seen = visits.look(school=world.marram, key=key)
    visits.leave(key=key)
    assert intake.send_visit(school=world.marram, key=key, coded={}, words={}, seen=seen) is None
    assert not Report.objects.exists()


def _answer(told: dict[str, str], contents: visits.Contents) -> None:
    contents.answers.update(told)


def test_two_changes_of_one_visit_both_stay(world: World) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents())
    looks = [visits.look(school=world.marram, key=key) for _ in range(2)]
    for told, seen in zip(({"words": "told"}, {"wish": "told"}), looks, strict=True):
        visits.change(school=world.marram, key=key, how=partial(_answer, told), seen=seen)
    contents = visits.look(school=world.marram, key=key)
    assert contents is not None
    assert contents.answers == {"words": "told", "wish": "told"}


def test_a_report_just_taken_in_can_be_saved_again(world: World) -> None:
    report = intake.receive(school=world.marram, telling=TELLING, sent_once=os.urandom(16)).report
    report.danger = 3
    report.save()
    assert Report.objects.get().danger == 3


def test_one_sending_is_one_commit_and_few_statements(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """What others wait for while one child's report is written down: no reading, no sealing, no statement too many.

    Before that: the team's key and, for a deadline in school hours, the calendar.
    """
    key = visits.begin(school=world.marram, contents=visits.Contents())
    seen = visits.look(school=world.marram, key=key)
    with django_assert_num_queries(10) as asked:
        intake.send_visit(school=world.marram, key=key, coded={}, words={"words": "please help"}, seen=seen)
    verbs = [query["sql"].split()[0] for query in asked.captured_queries]
    assert verbs == [
        "SELECT",
        "SELECT",
        "SELECT",
        "SAVEPOINT",
        "UPDATE",
        "INSERT",
        "INSERT",
        "INSERT",
        "INSERT",
        "RELEASE",
    ]


def _no_power(statements: list[Statement]) -> None:
    run(statements[:2])  # the report and its line, not the mailbox
    raise OSError("power")


def test_a_concern_by_staff_has_no_mailbox_and_names_who_recorded_it(world: World) -> None:
    telling = Telling(Road.STAFF, Channel.STAFF, {"what": ["fake_account"]}, {"said": "it is not me"})
    receipt = intake.record_concern(school=world.marram, telling=telling, sent_once=os.urandom(16), by=world.tom)
    assert receipt.code is None
    assert receipt.report.recorded_by == world.tom
    assert not Mailbox.objects.exists()
    assert Line.objects.filter(verb="report.received", by=f"person:{world.tom.pk}").count() == 1


def test_another_schools_visit_is_not_found(world: World) -> None:
    key = visits.begin(school=world.marram, contents=visits.Contents())
    assert visits.look(school=world.heron, key=key) is None
    assert intake.send_visit(school=world.heron, key=key, coded={}, words={}) is None

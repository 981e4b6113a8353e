"""The journal only grows, and stands or falls with what it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from seawall.journal.actions import record
from seawall.journal.models import Line
from seawall.reports import actions as reports

if TYPE_CHECKING:
    from tests.world import World


def test_the_database_refuses_to_change_or_delete_a_line(world: World) -> None:
    for change in (lambda: Line.objects.update(verb="x"), lambda: Line.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Line.objects.filter(verb="school.set_up").count() == 2


def test_if_the_line_cannot_be_written_the_thing_is_not_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report, _ = world.tell()

    def broken(*_args: object, **_more: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(reports, "record", broken)
    with pytest.raises(DatabaseError):
        reports.set_aside(report=report, seen=report.version, by=world.asha)
    report.refresh_from_db()
    assert report.state == "new"


def test_a_line_tells_ids_and_coded_facts_only(world: World) -> None:
    report, _ = world.tell("bramblewick")
    line = record("report.test", subject=report, by=world.asha, level="urgent")
    assert line.school_id == world.marram.pk
    assert line.by == f"person:{world.asha.pk}"
    assert line.subject == f"report:{report.pk}"

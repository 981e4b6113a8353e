"""A school that has kept reports for years, written quickly: one real sealed report, copied under other names.

A copied box does not open (it is tied to its row), so the pages that open reports are measured with real ones.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from seawall.cases import actions as cases
from seawall.cases import chronology
from seawall.cases.rules import Part
from seawall.guidance.rules.danger import Level
from seawall.journal.actions import name_of
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.mailbox.models import Mailbox
from seawall.reports.models import Report
from seawall.reports.rules import Contact, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.cases.models import Case
    from tests.world import World

SEED: Final = 2021
_BATCH: Final = 5_000
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_NOTE: Final = (
    "Rang home at ten past four. They believe her, and she knows it. Next call on Thursday; Dev has the number. " * 3
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much a school has kept."""

    reports: int
    waiting: int
    notes: int


SIZES: Final = {"school": Size(50_000, 300, 200), "small": Size(2_000, 50, 200)}


def keep_reports(world: World, size: Size) -> None:
    """Keep so many reports with their mailboxes and journal lines, so many of them waiting."""
    draw = random.Random(SEED)  # noqa: S311 - test data, the same each time
    pattern, _code = world.tell("A pattern to copy. " * 20, what=["threats"], apps=["instagram"], year="7")
    box = Mailbox.objects.get(report=pattern)
    for start in range(0, size.reports, _BATCH):
        numbers = range(start, min(start + _BATCH, size.reports))
        reports = [_report(pattern, number, draw, waits=number < size.waiting) for number in numbers]
        with transaction.atomic():
            Report.objects.bulk_create(reports)
            Mailbox.objects.bulk_create(_mailbox(box, report) for report in reports)
            Line.objects.bulk_create(line for report in reports for line in _lines(report, draw))


def _report(pattern: Report, number: int, draw: random.Random, *, waits: bool) -> Report:
    received = clock.now() - timedelta(minutes=draw.randint(1, 60 * 24 * (4 if waits else 1_200)))
    return Report(
        id=new_id(),
        school=pattern.school,
        circle_key_id=pattern.circle_key_id,
        key_for_circle=pattern.key_for_circle,
        reference=f"{number:05d}" + "".join(draw.choice(_LETTERS) for _ in range(3)),
        channel=pattern.channel,
        road=pattern.road,
        state=(draw.choice([State.NEW, State.READ]) if waits else State.IN_CASE).value,
        danger=draw.choice(list(Level)).value,
        danger_by_rules=0,
        reasons=pattern.reasons,
        coded=pattern.coded,
        told=pattern.told,
        key_for_reporter=pattern.key_for_reporter,
        sent_once=draw.randbytes(16),
        received_at=received,
        waits_since=received,
        due_at=received + timedelta(hours=4),
        contacted_at=None if waits else received + timedelta(hours=1),
        contacted_how="" if waits else Contact.REPLY.value,
    )


def _mailbox(pattern: Mailbox, report: Report) -> Mailbox:
    return Mailbox(
        school=report.school,
        report=report,
        circle_key_id=pattern.circle_key_id,
        key_for_circle=pattern.key_for_circle,
        key_for_reporter=pattern.key_for_reporter,
        lookup=new_id().bytes,
        made_at=report.received_at,
    )


def _lines(report: Report, draw: random.Random) -> Iterator[Line]:
    for verb, by in (("report.received", "reporter"), ("report.opened", f"person:{report.school_id}")):
        later = timedelta(minutes=draw.randint(1, 90))
        yield Line(verb=verb, subject=name_of(report), by=by, school_id=report.school_id, at=report.received_at + later)


def keep_case(world: World, size: Size) -> Case:
    """Make a real case with reports, people and so many notes."""
    ring = world.ring(world.asha)
    reports = [world.tell(f"Report {number}. " + _NOTE, year="7")[0] for number in range(8)]
    case = cases.start(
        school=world.marram, title="Fake accounts, year 7", report=reports[0], seen=1, ring=ring, by=world.asha
    )
    for report in reports[1:]:
        cases.add_report(case=case, report=report, seen=1, ring=ring, by=world.asha)
    for number in range(12):
        part = list(Part)[number % len(Part)]
        cases.involve(case=case, part=part, name=f"Pupil {number}", detail="Year 7", ring=ring, by=world.asha)
    for number in range(size.notes):
        once = number.to_bytes(16, "big")
        chronology.note(
            case=case, typed=f"{number}. {_NOTE}", once=once, ring=ring, by=(world.asha, world.dev)[number % 2]
        )
    return case

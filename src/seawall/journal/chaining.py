"""Chaining the journal: lines that have no mark yet get one, in a sweep. Whoever writes a line waits for nobody.

Were each line chained as it is written, all writing of a school would stand in one queue. A line is chained within a minute.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from seawall.journal.chain import FIRST, mark_of
from seawall.journal.models import Line, Mark

if TYPE_CHECKING:
    from uuid import UUID

BATCH: Final = 2_000
"""Lines chained in one transaction."""
_LATE: Final = 100_000
"""Ids given out before the newest chained line among which one may still come to light: its transaction ended later."""


def chain_waiting(*, batches: int = 50) -> int:
    """Chain what waits, the oldest first; return how many lines. Another sweep at the same time does no harm."""
    done = 0
    for _each in range(batches):
        try:
            now = _chain_some()
        except IntegrityError:  # another sweep was there first
            break
        done += now
        if now < BATCH:
            break
    return done


@transaction.atomic
def _chain_some() -> int:
    newest = Mark.objects.aggregate(newest=Max("line_id"))["newest"] or 0
    waiting = Line.objects.filter(pk__gt=newest - _LATE, mark__isnull=True, school_id__isnull=False).order_by("pk")
    by_school: dict[UUID, list[Line]] = defaultdict(list)
    for line in waiting[:BATCH]:
        if line.school_id is not None:
            by_school[line.school_id].append(line)
    rows: list[Mark] = []
    for school_id, lines in by_school.items():
        rows.extend(_links(school_id, lines))
    Mark.objects.bulk_create(rows)
    return len(rows)


def _links(school_id: UUID, lines: list[Line]) -> list[Mark]:
    last = Mark.objects.filter(school_id=school_id).order_by("-number").first()
    number, before = (last.number, bytes(last.mark)) if last else (0, FIRST)
    rows = []
    for line in lines:
        number += 1
        before = mark_of(line, number, before)
        rows.append(Mark(line=line, school_id=school_id, number=number, mark=before))
    return rows


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: lines `first` to `last` are whole, or the chain breaks at `broken`. `goes_on`: there are more."""

    first: int
    last: int
    broken: int | None
    goes_on: bool


def check(school_id: UUID, *, first: int = 1, most: int = 20_000) -> Checked:
    """Compute the marks of a school's chain anew, from line `first` on, at most so many. Two queries."""
    rows = Mark.objects.filter(school_id=school_id).order_by("number")
    earlier = rows.filter(number=first - 1).first() if first > 1 else None
    before, number = (bytes(earlier.mark) if earlier else FIRST), first
    found = list(rows.filter(number__gte=first).select_related("line")[: most + 1])
    for row in found[:most]:
        mark = mark_of(row.line, number, before)
        if row.number != number or row.line.school_id != school_id or mark != bytes(row.mark):
            return Checked(first, number - 1, number, goes_on=False)
        before, number = mark, number + 1
    return Checked(first, number - 1, None, goes_on=len(found) > most)

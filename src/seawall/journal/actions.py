"""Writing the journal: inside the transaction of the thing that is journalled, so that both stand or fall together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils import timezone

from seawall.journal.models import Line
from seawall.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import Model


class Actor(Protocol):
    """Somebody or something that does things: a person, the reporter, the worker."""

    @property
    def journal_name(self) -> str:
        """Return the name that stands in the journal: an id, never a person's name."""
        ...


class _Fixed:
    def __init__(self, name: str) -> None:
        self.journal_name = name


REPORTER: Actor = _Fixed("reporter")
WORKER: Actor = _Fixed("worker")
SERVER: Actor = _Fixed("server")
"""Whoever holds the server's command line."""


def name_of(row: Model) -> str:
    """Return how a row is called in the journal, such as `case:0192...`."""
    return f"{row._meta.model_name}:{row.pk}"


def line(
    verb: str, *, subject: Model, by: Actor, school_id: UUID | None = None, **facts: str | int | bool | None
) -> Line:
    """Return a line that is not written yet. The school is the subject's own unless given. `facts` are coded values only."""
    school = school_id or getattr(subject, "school_id", None)
    return Line(verb=verb, subject=name_of(subject), by=by.journal_name, school_id=school, facts=facts)


def record(
    verb: str, *, subject: Model, by: Actor, school_id: UUID | None = None, **facts: str | int | bool | None
) -> Line:
    """Write one line."""
    new = line(verb, subject=subject, by=by, school_id=school_id, **facts)
    new.save(force_insert=True)
    return new


def record_each(
    verb: str, *, subjects: Iterable[Model], by: Actor, school_id: UUID, **facts: str | int | bool | None
) -> None:
    """Write the same line about each of several rows of one school, in one query."""
    lines = [
        Line(verb=verb, subject=name_of(row), by=by.journal_name, school_id=school_id, facts=facts) for row in subjects
    ]
    Line.objects.bulk_create(lines)


def record_once_a_day(verb: str, *, subject: Model, by: Actor, school_id: UUID) -> None:
    """Write one line, unless the same stands there of today, by the school's clock. For what is looked at again and again."""
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    same = Line.objects.of_school(school_id).filter(at__gte=today, by=by.journal_name, verb=verb)
    if not same.exists():
        record(verb, subject=subject, by=by, school_id=school_id)

"""Shapes that pages about cases need: the list, one case opened, and what a member of staff may know of what they recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count, F, Max

from seawall.cases.models import Case
from seawall.cases.rules import State
from seawall.cases.wording import said
from seawall.journal.actions import name_of
from seawall.reports.models import Report
from seawall.reports.queries import who_looked
from seawall.schools.models import people_by_id
from seawall.vault.models import Share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from seawall.cases.models import CaseQuerySet, Involved, Line
    from seawall.reports.models import ReportQuerySet
    from seawall.reports.queries import Looks
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

LATEST: Final = 10
"""Lines that the page of a case shows; its chronology has them all."""

_SEALED_REPORT = ("told", "lowered_why", "key_for_reporter", "key_for_circle")


@dataclass(frozen=True, slots=True)
class Progress:
    """All that a member of staff sees of a report they recorded."""

    report: Report
    in_case: bool
    has_it: Person | None


@dataclass(frozen=True, slots=True, repr=False)
class Somebody:
    """One person of a case, opened."""

    row: Involved
    name: str
    detail: str


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One line of a chronology, opened: what it says, the words written with it, and the number of the line that corrects it."""

    row: Line
    said: str
    text: str
    author: Person | None
    corrected_by: int | None


@dataclass(frozen=True, slots=True, repr=False)
class CasePage:
    """What the page of one case shows: `latest` are the last lines of its chronology, `members` those whose key opens it."""

    case: Case
    title: str
    reports: list[Any]
    people: list[Somebody]
    latest: list[Entry]
    looks: list[Looks]
    members: list[Person]


def listed(school: School, ring: Ring, state: State) -> CaseQuerySet:
    """Cases this ring opens: open ones in order of danger, closed ones the last closed first, with how many reports each has."""
    rows = school.cases.open_to(ring).filter(state=state).select_related("owner").annotate(reports=Count("gathered"))
    return rows.order_by("-danger", "opened_at") if state is State.OPEN else rows.order_by("-closed_at")


def of_report(report: Report, ring: Ring) -> Case | None:
    """The case a report is in, if this ring opens it."""
    return Case.objects.open_to(ring).filter(gathered__report=report).first()


def of_reports(reports: Iterable[Report], ring: Ring) -> dict[UUID, Case]:
    """The cases that reports are in, by the report's id, where this ring opens them. One query."""
    rows: Iterable[Any] = (
        Case.objects.open_to(ring).filter(gathered__report__in=list(reports)).annotate(of=F("gathered__report_id"))
    )
    return {row.of: row for row in rows}


def reports_of(case: Case) -> ReportQuerySet:
    """The reports of a case without anything sealed, each with how many messages its mailbox holds, unread since when."""
    return (
        Report.objects.filter(gathered__case=case)
        .defer(*_SEALED_REPORT)
        .select_related("assigned_to")
        .annotate(
            mailbox_pk=F("mailbox__pk"),
            unread=F("mailbox__unread_since"),
            gathered_at=F("gathered__at"),
            messages=Count("mailbox__messages"),
            last_message=Max("mailbox__messages__at"),
        )
        .order_by("received_at")
    )


def open_case(case: Case, key: DataKey, members: list[Person]) -> CasePage:
    """Open a case with its key (cases.opening.open_page gives it, and journals). Nine queries at most, whatever the size."""
    return CasePage(
        case=case,
        title=key.open(case, "title"),
        reports=list(reports_of(case)),
        people=open_people(case, key),
        latest=open_lines(case, key, lines_of(case)[:LATEST]),
        looks=who_looked(case.school, name_of(case), "case.opened_page", members),
        members=members,
    )


def open_people(case: Case, key: DataKey) -> list[Somebody]:
    """The people of a case, opened with its key, in the order in which they were added. One query."""
    opened = [(row, key.open(row, "who")) for row in case.people.order_by("added_at", "pk")]
    return [Somebody(row, who["name"], who["detail"]) for row, who in opened]


def lines_of(case: Case, *, oldest_first: bool = False) -> QuerySet[Line]:
    """The lines of a case in order of happening, the last first unless asked otherwise."""
    order = ("happened_at", "number") if oldest_first else ("-happened_at", "-number")
    return case.lines.order_by(*order).annotate(corrected_by=Max("corrections__number"))


def open_lines(case: Case, key: DataKey, lines: Iterable[Any]) -> list[Entry]:
    """Open lines of a case (of `lines_of`) with its key. Two queries."""
    rows = list(lines)
    named = {str(row.facts["to"]) for row in rows if row.facts.get("to")}
    people = people_by_id(case.school, {*(row.author_id for row in rows), *map(UUID, named)})
    by_text = {str(pk): person for pk, person in people.items()}
    return [
        Entry(
            row,
            said(row.kind, row.facts, by_text),
            key.open(row, "text") or "",
            people.get(row.author_id),
            row.corrected_by,
        )
        for row in rows
    ]


def members_of(case: Case) -> list[Person]:
    """The leads whose key opens a case, by name."""
    holders = Share.objects.filter(circle_key_id=case.circle_key_id).values("holder_id")
    found = case.school.people.leads().filter(holder_id__in=holders)
    return sorted(found, key=lambda person: person.get_full_name().casefold())


def recorded_by(person: Person) -> ReportQuerySet:
    """What somebody recorded, the newest first, with who has it; nothing sealed."""
    rows = person.school.reports.recorded_by(person).defer(*_SEALED_REPORT)
    return rows.annotate(case_owner=F("gathered__case__owner_id"))


def progress(school: School, reports: Iterable[Any]) -> list[Progress]:
    """Say of each recorded report whether it is in a case and who has it (rows of `recorded_by`). One query."""
    reports = list(reports)
    holders: dict[UUID, UUID | None] = {report.pk: report.case_owner or report.assigned_to_id for report in reports}
    names = people_by_id(school, [pk for pk in holders.values() if pk])
    return [
        Progress(report, report.state == "in_case", names.get(pk) if (pk := holders[report.pk]) else None)
        for report in reports
    ]

"""Who waits at a school, and who can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.db.models import Max, Q

from seawall.guidance.rules.danger import Level
from seawall.guidance.rules.promises import due
from seawall.kit import clock
from seawall.notices.models import Notice
from seawall.reports.rules import State
from seawall.rota.queries import readers, rota
from seawall.schools.rules import Role
from seawall.vault.models import Share
from seawall.watch.rules import DANGER, Waiting, Who

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from seawall.reports.models import ReportQuerySet
    from seawall.rota.rules.shifts import Rota
    from seawall.schools.models import Person, School
    from seawall.vault.models import CircleKey
    from seawall.watch.models import Opening

_IN_CASES: Final = timedelta(days=30)
"""How long after its deadline a report that is in a case is still watched: whether the case is closed is not known here."""
_SEALED: Final = ("told", "lowered_why", "key_for_reporter", "key_for_circle", "coded", "reasons")


@dataclass(frozen=True, slots=True)
class Item:
    """Somebody who waits; `about` names it by ids, `circle_key` says who could open it."""

    about: str
    waiting: Waiting
    circle_key: CircleKey


def items(post: Post) -> list[Item]:
    """Everybody who waits at a school: reports unread or not reached in time, and messages nobody has read."""
    return [*_reports(post.school, post.now), *_messages(post)]


def _reports(school: School, now: datetime) -> Iterable[Item]:
    late = Q(contacted_at=None, due_at__lte=now)
    in_case = Q(state=State.IN_CASE, due_at__gte=now - _IN_CASES)
    rows = school.reports.filter(Q(state=State.NEW) | late & (Q(state=State.READ) | in_case))
    for report in rows.select_related("circle_key").defer(*_SEALED):
        unread = report.state == State.NEW
        waiting = Waiting(report.level, report.waits_since, report.due_at, unread=unread)
        yield Item(
            f"{'report' if unread else 'contact'}:{report.pk}:{_second(report.waits_since)}", waiting, report.circle_key
        )


def _messages(post: Post) -> Iterable[Item]:
    """What a reporter wrote in a report that has been read: it waits like a report of that level."""
    rows = post.school.mailboxes.with_news().exclude(report__state__in=[State.NEW, State.JUNK])
    for mailbox in rows.select_related("report", "circle_key").defer(*(f"report__{name}" for name in _SEALED)):
        since, level = mailbox.unread_since, Level(mailbox.report.danger)
        if since is not None:
            waiting = Waiting(level, since, due(level, since, lambda: post.rota.calendar))
            yield Item(f"message:{mailbox.pk}:{_second(since)}", waiting, mailbox.circle_key)


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def reached(abouts: Iterable[str]) -> dict[str, int]:
    """The highest rung (from 0) that people were told of, by what it is about. One query."""
    rows = Notice.objects.filter(about__in=list(abouts)).order_by().values("about").annotate(highest=Max("step"))
    return {row["about"]: row["highest"] for row in rows}


class Post:
    """Who can be told at a school now. Asks the database when it has to."""

    def __init__(self, school: School, now: datetime) -> None:
        self.school, self.now = school, now

    @cached_property
    def rota(self) -> Rota:
        """The school's rota."""
        return rota(self.school)

    @cached_property
    def readers(self) -> list[Person]:
        """Everybody in the team."""
        return readers(self.school)

    @cached_property
    def heads(self) -> list[Person]:
        """The head, or heads."""
        return list(self.school.people.working().filter(role=Role.HEAD))

    def people(self, who: Who, level: Level, circle_key: CircleKey) -> list[Person]:
        """Who a rung reaches. Where nobody is on: the whole team, if there is danger or no rota; else nobody yet.

        Of the team, only those who could open it: a case that is closed off is not there for the others.
        """
        if who is Who.HEAD:
            return self.heads
        team = self._who_could_open(circle_key)
        if who is Who.TEAM:
            return team
        on = set(self.rota.on(self.now))
        there = [person for person in team if person.pk in on]
        return there or (team if level >= DANGER or not self.rota.is_set else [])

    def _who_could_open(self, circle_key: CircleKey) -> list[Person]:
        if circle_key.circle_id == self.school.team_id:
            return self.readers
        holders = set(Share.objects.filter(circle_key=circle_key).values_list("holder_id", flat=True))
        return [person for person in self.readers if person.holder_id in holders]


@dataclass(frozen=True, slots=True)
class Late:
    """How many have not been reached in time."""

    by_level: dict[int, int]
    total: int


def overdue(reports: ReportQuerySet) -> Late:
    """Count those of some reports who have not been reached in time, by level. One query."""
    found = list(reports.overdue(clock.now()).order_by().values_list("danger", flat=True))
    return Late({level: found.count(level) for level in set(found)}, len(found))


def openings(school: School, since: datetime) -> list[Opening]:
    """Unusual opening since a moment, the last first."""
    return list(school.openings.filter(last__gte=since).select_related("person"))

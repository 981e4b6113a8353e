"""Climbing the ladder, and looking for unusual opening, each minute.

Run twice, killed half way, late by a day: no notice is lost, and none is left twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from seawall.journal.actions import WORKER
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.notices.actions import notify
from seawall.notices.rules import Kind
from seawall.schools.models import School
from seawall.schools.rules import Role
from seawall.watch.models import Opening
from seawall.watch.queries import Post, items, reached
from seawall.watch.rules import OPENINGS, Burst, bursts, kind_for

if TYPE_CHECKING:
    from seawall.schools.models import Person
    from seawall.watch.queries import Item

_LOOK_BACK: Final = timedelta(hours=26)
"""How far back opening is looked at: a worker that stood still for a day finds it all the same."""


def climb() -> int:
    """Leave the notices whose time has come, at every school; return how many."""
    return sum(_climb_at(Post(school, clock.now())) for school in School.objects.all())


def _climb_at(post: Post) -> int:
    waiting = [(item, item.waiting.climbed(post.now)) for item in items(post)]
    come = [(item, rungs) for item, rungs in waiting if rungs]
    told = reached(item.about for item, _rungs in come) if come else {}
    new = [(item, range(told.get(item.about, -1) + 1, rungs)) for item, rungs in come]
    return sum(_tell(post, item, rungs) for item, rungs in new if rungs)


def _tell(post: Post, item: Item, rungs: range) -> int:
    """Tell everybody on these rungs, each once, and note the highest: after a standstill nobody gets three at a time."""
    people: dict[Kind, dict[object, Person]] = {}
    seen: set[object] = set()
    for rung in reversed(rungs):
        who = item.waiting.ladder[rung].who
        for person in post.people(who, item.waiting.level, item.circle_key):
            if person.pk not in seen:
                seen.add(person.pk)
                people.setdefault(kind_for(item.waiting.level, who), {})[person.pk] = person
    with transaction.atomic():
        return sum(
            notify(school=post.school, people=each.values(), kind=kind, about=item.about, step=rungs[-1], by=WORKER)
            for kind, each in people.items()
        )


def look_for_bursts() -> int:
    """Find who opened unusually much, at every school, and tell the head once a burst; return how many are new."""
    return sum(_look_at(person) for person in _who_can_open())


def _who_can_open() -> list[Person]:
    return [person for school in School.objects.all() for person in school.people.leads().select_related("school")]


def _look_at(person: Person) -> int:
    lines = Line.objects.filter(by=person.journal_name, at__gte=clock.now() - _LOOK_BACK, verb__in=OPENINGS)
    return sum(_note(person, burst) for burst in bursts(lines.values_list("at", "subject")))


@transaction.atomic
def _note(person: Person, burst: Burst) -> int:
    """Keep a burst; one that goes on is the same one. Return 1 if it is new."""
    same = Opening.objects.filter(person=person, first__lte=burst.last, last__gte=burst.first).first()
    if same is not None:
        if burst.last > same.last:
            same.last, same.opened = burst.last, max(same.opened, burst.opened)
            same.save(update_fields=["last", "opened"])
        return 0
    kept = Opening.objects.create(
        school=person.school, person=person, first=burst.first, last=burst.last, opened=burst.opened
    )
    notify(
        school=person.school, people=_told_of_opening(person), kind=Kind.OPENING, about=f"opening:{kept.pk}", by=WORKER
    )
    return 1


def _told_of_opening(person: Person) -> list[Person]:
    """The head; where there is none, the others of the team."""
    heads = list(person.school.people.working().filter(role=Role.HEAD))
    return heads or list(person.school.people.leads().exclude(pk=person.pk))

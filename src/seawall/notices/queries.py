"""What the pages show of notices: who could not be reached, and how somebody is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from seawall.kit import clock
from seawall.notices.models import Notice, Reach, Target
from seawall.notices.rules import SHOWN_AFTER, TROUBLES, Kind

if TYPE_CHECKING:
    from uuid import UUID

    from seawall.schools.models import Person, School

_SHOWN_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody a notice could not be sent to, since when, and why (a sentence, or the class of an error)."""

    person: Person
    since: object
    why: str


def unreached(school: School) -> list[Unreached]:
    """Those whom notices do not reach, each once: the last one failed, and none got through since. One query."""
    later = Notice.objects.filter(person=OuterRef("person"), sent_at__isnull=False, made_at__gte=OuterRef("made_at"))
    failed = Q(given_up_at__isnull=False) | Q(sent_at=None, tries__gte=SHOWN_AFTER)
    rows = (
        school.notices.filter(failed, ~Exists(later), made_at__gte=clock.now() - _SHOWN_FOR, person__is_active=True)
        .select_related("person")
        .order_by("-made_at")[:200]
    )
    newest: dict[UUID, Notice] = {}
    for row in rows:
        newest.setdefault(row.person_id, row)
    return [Unreached(row.person, row.made_at, said(row.trouble)) for row in newest.values()]


def said(trouble: str) -> str:
    """Say what went wrong."""
    return TROUBLES.get(trouble) or f"The mail server could not be used ({trouble})."


def reach_of(person: Person) -> Reach:
    """How somebody wants to be reached; unsaved, with e-mail at any hour, if they never said."""
    return Reach.objects.filter(person=person).first() or Reach(person=person)


def without_a_way(people: list[Person]) -> list[Person]:
    """Those of some people whom this server could send nothing to. Two queries."""
    no_mail = set(Reach.objects.filter(person__in=people, by_mail=False).values_list("person_id", flat=True))
    targets = set(Target.objects.filter(person__in=people).values_list("person_id", flat=True))
    by_mail = {person.pk for person in people if settings.SEAWALL_MAIL and person.pk not in no_mail}
    return [person for person in people if person.pk not in by_mail | targets]


def last_of(person: Person, kind: Kind) -> Notice | None:
    """The last notice of a kind to somebody."""
    return person.notices.filter(kind=kind).order_by("-made_at").first()

"""What every part of a bundle is written with: an opened case, labels with their words, times, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.evidence.contents import Answer, Happening

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A case with the keys that open it, handed to each part."""

    case: Case
    key: DataKey
    ring: Ring


def fact(asked: str, told: str) -> Answer:
    """A question, or a label, with what was answered."""
    return Answer(asked=asked, told=told)


def happening(at: datetime, what: str, *, who: str = "", words: str = "", where: str = "") -> Happening:
    """A line of the chronology."""
    return Happening(at=iso(at), what=what, who=who, words=words, where=where)


def iso(at: datetime) -> str:
    """A time as it is kept: ISO 8601 in UTC, always of one length, so that it sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def clock_time(at: datetime) -> str:
    """A time as it is printed, by the school's clock: "24 November 2026, 14:05 GMT"."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def name_of(person: Person | None) -> str:
    """A colleague's name, with what they are."""
    return person.get_full_name() if person else _("Somebody of the school")

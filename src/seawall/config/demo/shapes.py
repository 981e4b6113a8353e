"""What the story is made of: things told and things done, each at its time. Plain data, no Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo


@dataclass(frozen=True, slots=True)
class When:
    """A time in the week that ends now: so many days ago at a clock time, or so many minutes ago."""

    days_ago: int = 0
    clock: str = ""
    minutes_ago: int = 0

    def resolve(self, now: datetime, zone: tzinfo) -> datetime:
        """Return the time, aware. It is never in the future."""
        if self.minutes_ago:
            return now - timedelta(minutes=self.minutes_ago)
        hour, minute = self.clock.split(":")
        day = now.astimezone(zone) - timedelta(days=self.days_ago)
        return day.replace(hour=int(hour), minute=int(minute), second=17, microsecond=0)


@dataclass(frozen=True, slots=True)
class Told:
    """A report. `by` is the member of staff who recorded it; without one it came through the public page."""

    key: str
    at: When
    road: str
    coded: dict[str, object]
    words: dict[str, str]
    by: str = ""
    code: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A lead opens a report."""

    at: When
    report: str
    by: str


@dataclass(frozen=True, slots=True)
class Take:
    """A lead takes a report, or is given it."""

    at: When
    report: str
    to: str
    by: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A lead notes that whoever told was reached, and how."""

    at: When
    report: str
    how: str
    by: str


@dataclass(frozen=True, slots=True)
class Junk:
    """A lead sets a report aside."""

    at: When
    report: str
    by: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A lead writes to a reporter."""

    at: When
    report: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """The reporter writes, with the code."""

    at: When
    report: str
    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """A lead tells the reporter what has happened."""

    at: When
    report: str
    status: str
    by: str


@dataclass(frozen=True, slots=True)
class MakeCase:
    """A lead makes a case of a report and gives it a title."""

    at: When
    report: str
    title: str
    by: str


@dataclass(frozen=True, slots=True)
class AddToCase:
    """A lead adds a report to the case."""

    at: When
    report: str
    by: str


@dataclass(frozen=True, slots=True)
class Involve:
    """A lead puts somebody into the case."""

    at: When
    part: str
    name: str
    detail: str
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """A lead writes a note on the case."""

    at: When
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Account:
    """A lead writes a fake account down."""

    at: When
    platform: str
    name: str
    pretends_to_be: str
    age: int
    by: str


@dataclass(frozen=True, slots=True)
class AccountStep:
    """A lead writes down what was done about a fake account, or what became of it."""

    at: When
    name: str
    to: str
    by: str
    reporter: str = ""
    number: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Decide:
    """A lead answers the five triggers ("yes" or "unknown"; the others are "no"), and decides to refer for a reason."""

    at: When
    yes: tuple[str, ...]
    unknown: tuple[str, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Refer:
    """A lead tells somebody outside the school, and each reporter of the case so; looks again so many days later."""

    at: When
    to: str
    how: str
    whom: str
    said: str
    by: str
    reference: str = ""
    look_again: int = 1


@dataclass(frozen=True, slots=True)
class Heard:
    """A lead hears back from whoever was told."""

    at: When
    to: str
    text: str
    by: str
    reference: str = ""
    look_again: int = 1


@dataclass(frozen=True, slots=True)
class Supporting:
    """A lead plans or does something that supports a child of the case (supporting.py has the kinds)."""

    at: When
    by: str


@dataclass(frozen=True, slots=True)
class Linking:
    """A lead links what belongs together (linking.py has the kinds)."""

    at: When
    by: str


type Done = (
    Read
    | Take
    | Reached
    | Junk
    | Reply
    | Message
    | Status
    | MakeCase
    | AddToCase
    | Involve
    | Note
    | Account
    | AccountStep
    | Decide
    | Refer
    | Heard
    | Supporting
    | Linking
)


@dataclass(frozen=True, slots=True)
class Story:
    """A week at a school: everything told and done, in order."""

    told: tuple[Told, ...] = ()
    done: tuple[Done, ...] = field(default=())

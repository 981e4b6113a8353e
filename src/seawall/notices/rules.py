"""Kinds of notice, when they may ring, how often they are tried, and which addresses are taken. Plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from seawall.kit.refusal import Refusal
from seawall.schools.rules import LEADS, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What a notice says. The text of each is fixed (notices.wording)."""

    URGENT = "urgent"
    NEW = "new"
    LATE = "late"
    HEAD_URGENT = "head_urgent"
    HEAD_LATE = "head_late"
    OPENING = "opening"
    SHEET = "sheet"
    ANSWER = "answer"
    DIGEST = "digest"
    LETTER = "letter"
    LETTER_BACK = "letter_back"
    LETTER_FAILED = "letter_fail"
    TEST = "test"


class Digest(StrEnum):
    """On which days somebody gets the digest of the day: numbers only, once."""

    NEVER = "never"
    SCHOOL = "school"
    EVERY = "every"


DIGEST_AT: Final = 8 * 60
"""When it comes unless they say otherwise, in minutes since midnight."""

WAKES: Final = frozenset({Kind.URGENT, Kind.HEAD_URGENT, Kind.TEST})
"""Kinds that quiet hours never hold back: danger, and the test somebody pressed for just now."""

BACKOFF: Final = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 180, 600, 1800))
"""How long after each try that failed the next one follows; after the last one it is given up."""

SHOWN_AFTER: Final = 3
"""So many tries that failed, and the desk shows that somebody could not be reached (it is tried on all the same)."""

LEASE: Final = timedelta(minutes=5)
"""How long a notice that somebody is sending is left alone: longer than sending one to every address of a person takes."""

DAY: Final = 24 * 60
MOST_TARGETS: Final = 5
LONGEST_ADDRESS: Final = 500

_FILES: Final = frozenset(
    "template keyfile subfile attach attachment attach-as config include cert pgp pgpkey pgppub key file".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Parameters by which some services read a file: here that would be a file of the server."""

_OF_THE_MACHINE: Final = frozenset(
    "dbus kde qt glib gnome macosx windows syslog blink1 vapid".split()  # noqa: SIM905 - the same
)
"""Services that ring on the server itself, or keep files there."""


def may_be_noticed(role: str) -> Refusal | None:
    """Notices go to the safeguarding team, and to the head."""
    return None if role in {Role.HEAD, *LEADS} else Refusal("This page is for those to whom notices are sent.")


def may_add_address(address: str, *, known: int) -> Refusal | None:
    """Say whether an address may be added: one that reaches out over the network, and reads no file of this server."""
    if known >= MOST_TARGETS:
        return Refusal(f"{MOST_TARGETS} addresses are the most. Remove one first.")
    if len(address) > LONGEST_ADDRESS:
        return Refusal(f"That is too long: {LONGEST_ADDRESS} characters are the most.")
    scheme, there, _rest = address.partition("://")
    if not there or not scheme.isascii() or not scheme.isalnum():
        return Refusal("An address starts with the name of a service, such as ntfys:// or pover://")
    if scheme.lower() in _OF_THE_MACHINE:
        return Refusal("This service rings on the server itself, where nobody hears it.")
    if _FILES & _parameters(address):
        return Refusal("Addresses that name a file are not taken. Leave that part out.")
    return None


def _parameters(address: str) -> set[str]:
    """The names of an address's parameters, small letters, without the signs that some services put before them."""
    try:
        query = urlsplit(address).query
    except ValueError:
        query = address.partition("?")[2]
    names = {name for name, _value in parse_qsl(query.replace(";", "&"), keep_blank_values=True)}
    return {name.strip(" +-:").lower() for name in names}


def may_be_quiet(starts: int | None, ends: int | None) -> Refusal | None:
    """Quiet hours have a start and an end, or neither; they may go over midnight."""
    if (starts is None) != (ends is None):
        return Refusal("Give both times, or leave both empty.")
    return Refusal("The two times are the same.") if starts is not None and starts == ends else None


def may_have_digest(at: int, quiet: tuple[int, int] | None) -> Refusal | None:
    """A digest comes at a time of day at which its reader may be rung."""
    if not 0 <= at < DAY:
        return Refusal("Enter a time of day, such as 8:00.")
    return Refusal("That time lies in your quiet hours.") if is_quiet(at, quiet) else None


def is_quiet(at: int, quiet: tuple[int, int] | None) -> bool:
    """Whether a time of day (minutes since midnight) lies in quiet hours (from and until, maybe over midnight)."""
    if quiet is None:
        return False
    starts, ends = quiet
    return (at >= starts or at < ends) if starts > ends else starts <= at < ends


def quiet_until(now: datetime, quiet: tuple[int, int] | None, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet hours (minutes since midnight, from and until) that hold `now`, or None if it is not quiet."""
    local = now.astimezone(zone)
    at = local.hour * 60 + local.minute
    if quiet is None or not is_quiet(at, quiet):
        return None
    starts, ends = quiet
    day = local.date() + timedelta(days=int(starts > ends and at >= starts))
    end = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=ends)
    return end.astimezone(UTC)


def next_try(now: datetime, tries: int) -> datetime | None:
    """When to try again after so many tries that failed; None: it is given up."""
    return now + BACKOFF[tries - 1] if tries <= len(BACKOFF) else None


TROUBLES: Final[Mapping[str, str]] = {
    "no_way": "There is no way to reach them: no e-mail is sent from this server, and they gave no address.",
    "refused": "The service did not take it. The address may be wrong, or out of date.",
    "unknown_service": "The service of their address is not known here any more.",
    "left": "They have left.",
}
"""What went wrong, by code; anything else is the class of an error on the way to the mail server."""

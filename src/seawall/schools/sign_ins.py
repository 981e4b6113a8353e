"""Where somebody is signed in: the list, and ending one of them or all. What is ended opens nothing from the next click on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.sessions.models import Session
from django.db import transaction

from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.schools.models import SignIn

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from seawall.journal.actions import Actor
    from seawall.schools.models import Person

_KEPT: Final = "-"


def begin(*, person: Person, session: str, browser: str) -> SignIn:
    """Note that somebody is signed in, in a session (by its row's name) and a family of browsers."""
    row, _made = SignIn.objects.update_or_create(
        session=session, defaults={"person": person, "browser": browser, "seen_at": clock.now()}
    )
    return row


def alive(person: Person) -> QuerySet[SignIn]:
    """Return where somebody is signed in now, the last seen first."""
    there = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return person.sign_ins.filter(session__in=there)


def see(session: str) -> None:
    """Note that a session is in use."""
    SignIn.objects.filter(session=session).update(seen_at=clock.now())


def follow(before: str, now: str) -> None:
    """Note that a session has another name now: its key was changed."""
    SignIn.objects.filter(session=before).update(session=now)


@transaction.atomic
def end(*, person: Person, pk: UUID, by: Actor) -> None:
    """End one of somebody's sign-ins. Raises Gone if it is over already, or is not theirs."""
    if not _end(person.sign_ins.filter(pk=pk)):
        raise Gone("This sign-in is over already.")
    record("sign_in.ended", subject=person, by=by)


@transaction.atomic
def end_all(*, person: Person, but: str = "", by: Actor) -> int:
    """End all of somebody's sign-ins (`but` the one whose session has this name); return how many."""
    count = _end(person.sign_ins.exclude(session=but or _KEPT))
    if count:
        record("sign_in.ended_all", subject=person, by=by, count=count)
    return count


def _end(rows: QuerySet[SignIn]) -> int:
    sessions = list(rows.values_list("session", flat=True))
    Session.objects.filter(session_key__in=sessions).delete()
    return rows.delete()[0]


def sweep() -> int:
    """Forget sign-ins whose session is over; return how many. The worker calls it every hour."""
    return SignIn.objects.exclude(session__in=Session.objects.values("session_key")).delete()[0]

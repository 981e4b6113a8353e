"""Inviting somebody by a link that works once: made, renewed, withdrawn, used. The person chooses the password themselves."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.schools import rules
from seawall.schools.actions import Hire, make_person, save_person
from seawall.schools.models import Invitation, Person, sign_in_key
from seawall.schools.rules import InvitationState

if TYPE_CHECKING:
    from uuid import UUID

    from seawall.journal.actions import Actor
    from seawall.schools.models import School

_SECRET_BYTES: Final = 32
_TAKEN: Final = "Somebody with this e-mail address is there already, or is invited already."


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """An invitation and the secret of its link, which is shown once and kept nowhere."""

    invitation: Invitation
    secret: str


def invite(*, school: School, name: str, email: str, role: rules.Role, by: Person) -> Link:
    """Invite somebody. Raises Refused if the address is taken, on the whole server."""
    key, secret = sign_in_key(email), secrets.token_urlsafe(_SECRET_BYTES)
    if Person.objects.filter(username=key).exists():
        raise Refused(_TAKEN)
    row = Invitation(school=school, name=name, email=email.strip(), username=key, role=role, by=by)
    row.link, row.until = _hash(secret), clock.now() + rules.INVITATION_LASTS
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record("person.invited", subject=row, by=by, role=role.value)
    except IntegrityError:
        raise Refused(_TAKEN) from None
    return Link(row, secret)


def listed(school: School) -> list[Invitation]:
    """Return the invitations of a school that were not used, by name."""
    rows = school.invitations.exclude(state=InvitationState.USED)
    return sorted(rows, key=lambda row: str(row.name).casefold())


def find(*, school: School, pk: UUID) -> Invitation:
    """Return one of a school's invitations. Raises Gone."""
    row = school.invitations.filter(pk=pk).first()
    if row is None:
        raise Gone("This invitation is not there any more.")
    return row


def renew(*, invitation: Invitation, by: Actor) -> Link:
    """Make another link, good for a week; the one before opens nothing any more. Raises Clash if it was used, or Refused."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    try:
        with transaction.atomic():
            row = _held(invitation)
            if row.state != InvitationState.WAITING:
                refuse_unless(rules.may_move_invitation(row.state, InvitationState.WAITING))
            row.state, row.ended_at = InvitationState.WAITING.value, None
            row.link, row.until = _hash(secret), clock.now() + rules.INVITATION_LASTS
            row.save(update_fields=["state", "ended_at", "link", "until"])
            record("invitation.renewed", subject=row, by=by)
    except IntegrityError:
        raise Refused(_TAKEN) from None
    return Link(row, secret)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Actor) -> None:
    """Let the link open nothing any more. Raises Refused if it was used. Twice changes nothing."""
    row = _held(invitation)
    if row.state == InvitationState.WITHDRAWN:
        return
    refuse_unless(rules.may_move_invitation(row.state, InvitationState.WITHDRAWN))
    row.state, row.ended_at = InvitationState.WITHDRAWN.value, clock.now()
    row.save(update_fields=["state", "ended_at"])
    record("invitation.withdrawn", subject=row, by=by)


def by_link(*, school: School, secret: str) -> Invitation:
    """Return the invitation of a link that can be used now. Raises Gone where there is none, Refused where it is over."""
    row = school.invitations.filter(link=_hash(secret)).first() if secret else None
    if row is None:
        raise Gone(
            "This link is not whole, or a newer one was made. Open it again from where you got it, or ask the office."
        )
    refuse_unless(rules.may_use_invitation(row.state, row.until, clock.now()))
    return row


def accept(*, invitation: Invitation, password: str) -> Person:
    """Make the person, with keys under the password they chose. Raises Refused, or Clash if the link was used a moment ago.

    Slow on purpose: call it outside a transaction.
    """
    who = Hire(str(invitation.name), str(invitation.email), rules.Role(invitation.role), password)
    person = make_person(school=invitation.school, who=who, password_is_theirs=True)
    with transaction.atomic():
        row = _held(invitation)
        refuse_unless(rules.may_use_invitation(row.state, row.until, clock.now()))
        if bytes(row.link) != bytes(invitation.link):
            raise Clash("A newer link was made a moment ago. Use that one.")
        save_person(person=person, by=person)
        row.state, row.ended_at, row.person = InvitationState.USED.value, clock.now(), person
        row.save(update_fields=["state", "ended_at", "person"])
        record("invitation.used", subject=row, by=person)
    return person


def _held(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _hash(secret: str) -> bytes:
    """256 random bits need no slow hash."""
    return hashlib.blake2b(secret.encode("utf-8", "surrogatepass"), digest_size=32, person=b"seawall.invite").digest()

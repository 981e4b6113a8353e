"""The school's own accounts: whose an account of the provider is. Bound at first use by a verified address.

Nobody is made by it. Nothing of it is kept but two blind keys, of provider and subject: no name, address or token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from seawall.journal.actions import record
from seawall.kit.refusal import Refused
from seawall.schools.models import Person, sign_in_key
from seawall.vault.server import blind

if TYPE_CHECKING:
    from seawall.journal.actions import Actor
    from seawall.schools.models import School

_NOBODY: Final = (
    "Nobody who works here is known by the address of this account. If you were invited, open the link of your invitation "
    "first. Otherwise ask your school's office, or sign in with your e-mail address and password."
)
_UNVERIFIED: Final = (
    "The provider of this account has not verified its e-mail address, so we can't tell whose it is. Ask your school's IT, "
    "or sign in with your e-mail address and password."
)
_ANOTHER: Final = (
    "You have signed in here with another account before. Sign in with that one, or with your e-mail address and password. "
    "If your account was made anew, ask your school's IT to let Seawall forget the old one."
)


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """What a provider said about who signed in there: itself, its name for them, their address, and whether it verified that."""

    issuer: str
    subject: str
    address: str
    verified: bool


@transaction.atomic
def whose(*, account: Account, school: School) -> Person:
    """Return the person at this school whom an account belongs to; at first use, bind it. Raises Refused."""
    issuer, name = _names(account)
    bound = Person.objects.filter(outside=name).first()
    if bound is not None:
        if not bound.is_active or bound.school_id != school.pk:
            raise Refused(_NOBODY)
        return bound
    if not account.verified:
        raise Refused(_UNVERIFIED)
    key = sign_in_key(account.address)
    person = school.people.working().select_for_update().filter(username=key).first()
    if person is None:
        raise Refused(_NOBODY)
    if (person.outside or "").startswith(issuer):
        raise Refused(_ANOTHER)
    person.outside = name
    person.save(update_fields=["outside"])
    record("sign_in.account_bound", subject=person, by=person)
    return person


@transaction.atomic
def forget(*, person: Person, by: Actor) -> bool:
    """Forget somebody's account: the next one with their verified address is bound. False if there was none."""
    if person.outside is None:
        return False
    person.outside = None
    person.save(update_fields=["outside"])
    record("sign_in.account_forgotten", subject=person, by=by)
    return True


def _names(account: Account) -> tuple[str, str]:
    """Return the blind key of the provider, and that followed by the one of the subject there."""
    issuer = blind("outside-issuer", account.issuer).hex()
    return issuer, issuer + blind("outside-subject", f"{account.issuer}\n{account.subject}").hex()

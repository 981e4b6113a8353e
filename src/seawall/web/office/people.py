"""The people of a school as the office sees them: their role, how they sign in, whether they hold keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from seawall.schools.rules import Role
from seawall.vault.circles import members_of

if TYPE_CHECKING:
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from seawall.schools.models import Person, School

ROLES: tuple[tuple[str, StrOrPromise, StrOrPromise], ...] = (
    (Role.STAFF, _("Member of staff"), _("Records concerns. Sees nothing of anybody else's.")),
    (
        Role.LEAD,
        _("Safeguarding lead"),
        _("Reads and answers what comes in, once another lead has let them into the team."),
    ),
    (Role.DEPUTY, _("Deputy safeguarding lead"), _("The same as a safeguarding lead.")),
    (
        Role.HEAD,
        _("Headteacher"),
        _(
            "Sees how many wait and how long, records concerns, and signs off what is not referred. A deputy head may be added."
        ),
    ),
    (Role.GOVERNOR, _("Governor"), _("Sees figures without names.")),
    (Role.OFFICE, _("Office or IT"), _("Sets up the school and its people. Can open nothing that was told.")),
)
"""Each role, what it is called, and what it may."""

ROLE_NAMES = {role: name for role, name, _may in ROLES}


class Keys(StrEnum):
    """How far somebody is on the way into the safeguarding team, or that they have keys for what is written for them alone."""

    NONE = "none"
    OWN = "own"
    NO_PASSWORD = "no_password"  # noqa: S105 - a state, no password
    WAITING = "waiting"
    IN_TEAM = "in_team"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One row of the list."""

    person: Person
    role_name: StrOrPromise
    has_second_factor: bool
    keys: Keys

    @property
    def waits_for_second_factor(self) -> bool:
        """Whether their role needs a second factor that is not there yet."""
        return self.person.must_have_second_factor and not self.has_second_factor


def colleagues(school: School) -> list[Colleague]:
    """Return who works at the school, by name, in three queries whatever their number."""
    people = sorted(school.people.working(), key=lambda person: str(person.name).casefold())
    factors = set(
        Authenticator.objects.filter(user__in=people, type__in=["totp", "webauthn"]).values_list("user_id", flat=True)
    )
    members = {holder.pk for holder in members_of(school.team)}
    return [
        Colleague(person, ROLE_NAMES[person.role], person.pk in factors, keys_of(person, members)) for person in people
    ]


def keys_of(person: Person, members: set[UUID]) -> Keys:
    """Return how far somebody is; `members` are the holders who are in the team."""
    if person.chooses_password:
        return Keys.NO_PASSWORD
    if not person.is_lead:
        return Keys.OWN if person.holder_id else Keys.NONE
    return Keys.IN_TEAM if person.holder_id in members else Keys.WAITING

"""The request as our views know it: it has a school, and for a signed-in lead an open ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring


class SchoolRequest(HttpRequest):
    """A request that reached a school. `ring` is None until a lead's keys are open."""

    school: School
    ring: Ring | None


class PersonRequest(SchoolRequest):
    """A request by somebody who is signed in at this school (web.shared.gates)."""

    user: Person


class LeadRequest(PersonRequest):
    """A request by a lead whose vault is open."""

    ring: Ring

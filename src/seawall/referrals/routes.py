"""How to reach whoever is told: national routes from the guidance's data, local ones as the school's office set them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.guidance.layer import layer_of
from seawall.guidance.rules.decision_data import reviews
from seawall.referrals.rules import Agency

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from seawall.guidance.routes import Route
    from seawall.schools.models import School


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach them. `missing`: the office has not filled it in. `source` is empty for what the office set."""

    name: StrOrPromise
    phone: str = ""
    url: str = ""
    email: str = ""
    hours: str = ""
    note: str = ""
    source: str = ""
    checked_on: date | None = None
    to_be_confirmed: bool = False

    @property
    def missing(self) -> bool:
        """Whether there is nothing here to ring, open or write to."""
        return not (self.phone or self.url or self.email or self.source)

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return "".join(character for character in self.phone if character.isdigit() or character == "+")


_SET_BY_OFFICE: Final = {"social_care"}
"""Routes whose contact is the school's own setting: the national entry says no more than that."""


def ways_to(agency: str, school: School) -> list[Way]:
    """Every way to reach an agency: what is known everywhere first, then the school's own, filled in or not."""
    keys = reviews().referrals[agency].routes
    layer = layer_of(school)
    there = [route for key in keys if key not in _SET_BY_OFFICE and (route := layer.route(key))]
    return [*map(_national, there), *_own(agency, school)]


def _national(route: Route) -> Way:
    return Way(
        route.name,
        route.phone,
        route.url,
        route.email,
        route.hours,
        route.note,
        route.source,
        route.checked_on,
        route.to_be_confirmed,
    )


def _own(agency: str, school: School) -> list[Way]:
    if agency == Agency.POLICE:
        name = school.police_force or _("Your police force, online")
        return [Way(name, url=school.police_url)]
    if agency == Agency.SOCIAL_CARE:
        return [
            Way(
                school.social_care_name or _("Children's social care, by day"),
                school.social_care_phone,
                school.social_care_url,
                hours=school.social_care_hours if school.social_care_phone or school.social_care_url else "",
            ),
            Way(_("Out of hours"), school.social_care_night_phone),
        ]
    if agency == Agency.LADO:
        return [Way(_("LADO of your area"), school.lado_phone, email=school.lado_email)]
    return []

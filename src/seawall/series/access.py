"""Who may open a series and its cases, and whom to ask about a case that is closed off."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.kit.refusal import Gone, Refused
from seawall.vault.models import Share
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from seawall.cases.models import Case
    from seawall.schools.models import Person, School
    from seawall.series.models import Series
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def key_of(series: Series, ring: Ring) -> DataKey:
    """Return a series' key. Raises Gone if it is not this person's to open."""
    try:
        return ring.data_key(series)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def whom_to_ask(school: School, circle_keys: set[UUID]) -> dict[UUID, list[Person]]:
    """Return the leads who can open what is sealed to each of these keys, by name. Two queries; none for no key."""
    if not circle_keys:
        return {}
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    for key, holder in Share.objects.filter(circle_key_id__in=circle_keys).values_list("circle_key_id", "holder_id"):
        holders[key].add(holder)
    people = sorted(
        school.people.leads().filter(holder__in=set().union(*holders.values())),
        key=lambda person: person.get_full_name().casefold(),
    )
    return {key: [person for person in people if person.holder_id in holders[key]] for key in circle_keys}


def refuse_closed_off(cases: Sequence[Case], ring: Ring) -> None:
    """Raise Refused, naming whom to ask, if an act would move a case that is closed off to whoever acts."""
    closed = [case for case in cases if not ring.holds(case.circle_key_id)]
    if not closed:
        return
    asked = whom_to_ask(closed[0].school, {case.circle_key_id for case in closed})
    names = sorted({person.get_full_name() for people in asked.values() for person in people})
    raise Refused(
        _("This would move a case that is closed off to you. Ask %(names)s to do it.") % {"names": ", ".join(names)}
        if names
        else _("This would move a case that is closed off to you, and that nobody here can open.")
    )

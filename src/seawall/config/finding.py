"""Finding a school or a person for a command, with a sentence when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import CommandError

from seawall.config import starting
from seawall.schools.actions import open_keys
from seawall.schools.models import Person, School, sign_in_key
from seawall.vault.ring import Ring

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from seawall.config.asking import Asker


def add_school(parser: CommandParser) -> None:
    """Take which school is meant."""
    parser.add_argument("--school", metavar="SHORT-NAME", help="which school, if the server has several")


def ready() -> None:
    """See that the server has a key, a database and tables. Raises CommandError."""
    if not starting.database_is_there():
        raise CommandError(starting.NOT_SET_UP)
    starting.check_key()
    starting.bring_tables_up_to_date()


def the_school(short_name: str | None) -> School:
    """Return the school by its short name, or the only one there is. Raises CommandError."""
    schools = School.objects.select_related("team").order_by("slug")
    if short_name is None:
        found = list(schools[:2])
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(starting.NOT_SET_UP)
    school = schools.filter(slug=(short_name or "").lower()).first()
    if school is None:
        names = ", ".join(schools.values_list("slug", flat=True)[:20])
        raise CommandError(f"Say which school with --school SHORT-NAME. This server has: {names}")
    return school


def the_person(school: School, address: str) -> Person:
    """Return who works at the school under this address. Raises CommandError."""
    person = (
        school.people.working().filter(username=sign_in_key(address)).select_related("school__team", "holder").first()
    )
    if person is None:
        raise CommandError(f"Nobody at {school.name} signs in with this address.")
    return person


def their_ring(person: Person, asker: Asker) -> Ring:
    """Return the open ring of a lead, who types their password. Raises CommandError."""
    password = asker.known_password(f"Password of {person.name}")
    secret = open_keys(person=person, password=password)
    if secret is None or person.holder_id is None:
        raise CommandError("This password opens no keys. Is the person a safeguarding lead, and the password right?")
    return Ring(person.holder_id, secret)

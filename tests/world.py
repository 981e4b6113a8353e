"""A made-up world for tests: Marram Bay School and Heron Hill School, with invented people."""

from __future__ import annotations

import os
import pickle
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory

from seawall.intake import actions as intake
from seawall.journal.actions import SERVER
from seawall.reports.actions import Telling
from seawall.reports.rules import Channel, Road
from seawall.schools.actions import Hire, add_person, open_keys, set_up_school
from seawall.schools.rules import Role
from seawall.vault.ring import Ring

if TYPE_CHECKING:
    from seawall.kit.codes import Code
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School

FORM: Final = "application/x-www-form-urlencoded"


class FormClient(Client):
    """A client that sends forms as our pages do: never as multipart, which could carry a file and is refused unread."""

    def post(self, path: str, data: Any = None, content_type: str = FORM, **more: Any) -> Any:  # type: ignore[override]
        """Send a form."""
        body = urlencode(data, doseq=True) if isinstance(data, dict) and content_type == FORM else data or ""
        return super().post(path, body, content_type=content_type, **more)


PASSWORD = "three herons on the wall"


@dataclass
class World:
    """The schools, their people by first name, and the open rings of leads."""

    marram: School
    heron: School
    people: dict[str, Person]
    kit_words: tuple[str, ...]
    rings: dict[str, Ring] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        if name.startswith("__"):  # asked for by pickle, before there are people
            raise AttributeError(name)
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def ring(self, person: Person) -> Ring:
        """Return a fresh open ring of a lead."""
        secret = open_keys(person=person, password=PASSWORD)
        assert secret is not None
        assert person.holder_id is not None
        return Ring(person.holder_id, secret)

    def tell(self, words: str = "They said they will show it to my class", **coded: Any) -> tuple[Report, Code]:
        """A child at Marram Bay tells; return the report and its code."""
        return self.tell_at(self.marram, words, **coded)

    def tell_at(self, school: School, words: str, road: Road = Road.CHILD, **coded: Any) -> tuple[Report, Code]:
        """A child at a school tells."""
        telling = Telling(road, Channel.PAGE, {"what": ["threats"], **coded}, {"words": words})
        receipt = intake.receive(school=school, telling=telling, sent_once=os.urandom(16))
        assert receipt.code is not None
        return receipt.report, receipt.code


_MADE: dict[str, tuple[bytes, list[tuple[str, list[Any]]]]] = {}
"""The world as it was made the first time in this process, by engine: its objects, and how to write its rows again."""


def make_world() -> World:
    """Set both schools up: by their actions the first time, afterwards by writing the same rows again, which is much quicker."""
    if connection.vendor not in _MADE:
        bare = {table for table, rows in _tables().items() if not rows[1]}
        world = _set_up()
        made = [rows for table, rows in _tables().items() if table in bare and rows[1]]
        _MADE[connection.vendor] = pickle.dumps(world), made
        return world
    objects, made = _MADE[connection.vendor]
    with connection.cursor() as cursor:
        for insert, rows in made:
            cursor.executemany(insert, rows)
    again: World = pickle.loads(objects)  # noqa: S301 - our own bytes, made above
    return again


def _tables() -> dict[str, tuple[str, list[Any]]]:
    """Give for every table the statement that writes a row of it, and its rows."""
    tables = {}
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table, columns = model._meta.db_table, [str(field.column) for field in model._meta.local_concrete_fields]
            names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
            cursor.execute(f"SELECT {names} FROM {quoted(table)}")  # noqa: S608 - names of our own tables
            insert = f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})"  # noqa: S608 - the same
            tables[table] = insert, cursor.fetchall()
    return tables


def _set_up() -> World:
    marram = set_up_school(
        slug="marram-bay", name="Marram Bay School", lead=_hire("Asha Verma", Role.LEAD), by=SERVER, host="testserver"
    )
    heron = set_up_school(
        slug="heron-hill",
        name="Heron Hill School",
        lead=_hire("Lena Frost", Role.LEAD),
        by=SERVER,
        host="heron.example",
    )
    people = {"asha": marram.lead, "lena": heron.lead}
    for name, role in (
        ("Dev Osei", Role.DEPUTY),
        ("Hana Cole", Role.HEAD),
        ("Olu Marsh", Role.OFFICE),
        ("Tom Reed", Role.STAFF),
        ("Gov Winter", Role.GOVERNOR),
    ):
        person = add_person(school=marram.school, who=_hire(name, role), by=marram.lead, through=marram.ring)
        people[name.split()[0].lower()] = person
    return World(marram.school, heron.school, people, marram.kit_words)


def _hire(name: str, role: Role) -> Hire:
    return Hire(name, f"{name.split(maxsplit=1)[0].lower()}@school.example", role, PASSWORD)


def signed_in(world: World, person: Person | None) -> Client:
    """Return a client signed in as a person (None: nobody) through the same session that signing in makes."""
    from seawall.web.shared import keys_in_session

    school_host = {world.heron.pk: "heron.example"}
    host = school_host.get(person.school_id, "testserver") if person else "testserver"
    client = FormClient(headers={"host": host})
    if person is None:
        return client
    client.force_login(person)
    request = RequestFactory().get("/")
    request.session = client.session
    request.session["second_factor_set_up"] = True
    request.session["used"] = request.session["began"] = request.session["listed"] = time.time()
    if person.holder_id is not None:
        secret = open_keys(person=person, password=PASSWORD)
        assert secret is not None
        client.cookies[settings.SEAWALL_RING_COOKIE] = keys_in_session.put_in(
            request, holder_id=person.holder_id, secret=secret
        )
    request.session.save()
    return client

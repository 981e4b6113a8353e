"""Small hands for the tests of the desk."""

from __future__ import annotations

import html
import secrets
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from seawall.cases import actions as cases
from seawall.intake import actions as intake
from seawall.reports.actions import Telling
from seawall.reports.rules import Channel, Road

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from seawall.cases.models import Case
    from seawall.reports.models import Report
    from seawall.schools.models import Person
    from tests.world import World


def text_of(page: HttpResponse) -> str:
    """The page as a person reads its characters."""
    return html.unescape(page.content.decode())


def post(client: Client, verb: str, row: Any, *more: object, **data: object) -> Any:
    """Press a button on the page of a report or case, having seen its version now (or `seen`)."""
    return client.post(reverse(verb, args=[row.pk, *more]), {"seen": row.version, **data})


def once() -> str:
    """The hidden word of a form."""
    return secrets.token_hex(16)


def a_case(
    world: World, by: Person | None = None, title: str = "Kites, year 7", words: str = "They frighten me"
) -> Case:
    """A case with one report, made by a lead."""
    by = by or world.asha
    report, _code = world.tell(words)
    return cases.start(school=world.marram, title=title, report=report, seen=report.version, ring=world.ring(by), by=by)


def recorded(world: World, by: Person, words: str = "Sir, they have my photo") -> Report:
    """A concern recorded by a member of staff."""
    telling = Telling(Road.STAFF, Channel.STAFF, {"about": "pupil", "what": ["threats"]}, {"said": words})
    return intake.record_concern(school=world.marram, telling=telling, sent_once=secrets.token_bytes(16), by=by).report

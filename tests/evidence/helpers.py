"""Small hands for the tests of bundles."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pyrage

from seawall.cases import actions as cases
from seawall.cases import chronology
from seawall.cases.rules import Part
from seawall.evidence import actions
from seawall.evidence.actions import Asked
from seawall.evidence.rules import Lock, Receiver
from seawall.mailbox import actions as mailboxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.cases.models import Case
    from seawall.evidence.models import Bundle
    from seawall.schools.models import Person
    from tests.world import World

OFFICER = pyrage.x25519.Identity.generate()
"""The receiver, who has an age key."""

ACCOUNTS = '@jess.m_07\nhttps://chat.example/u/kai\n=HYPERLINK("x")\n07700 900123\npaul@pebble.example'


def a_told_case(world: World, by: Person | None = None) -> Case:
    """A case with a report, people, a conversation and a note."""
    by = by or world.asha
    ring = world.ring(by)
    report, code = world.tell('They say they will show it. 😢 #read("x") هم يهددونني', apps=["instagram"])
    key = ring.data_key(report)
    told = key.open(report, "told")
    report.told = key.seal({**told, "accounts": ACCOUNTS}, report, "told")
    report.save(update_fields=["told"])
    case = cases.start(school=by.school, title="Kites, year 7", report=report, seen=report.version, ring=ring, by=by)
    cases.involve(case=case, part=Part.AFFECTED, name="Jess Marlow", detail="7B", ring=ring, by=by)
    cases.involve(case=case, part=Part.IMPERSONATED, name="Kai Rowan", detail="", ring=ring, by=by)
    chronology.note(case=case, typed="Rang home, they come at four", once=os.urandom(16), ring=ring, by=by)
    mailbox = mailboxes.find(school=by.school, code=code)
    mailboxes.reply(mailbox=mailbox, ring=ring, typed="We believe you", once=os.urandom(16), by=by)
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="thank you", once=os.urandom(16))
    return case


def asked(**more: Any) -> Asked:
    """What a lead asks for: a bundle for an officer with a key."""
    given = {
        "receiver": Receiver.POLICE,
        "who": "DC Morgan, Saltmarsh Police, 42/1187",
        "why": "The officer asked for what we hold",
        "lock": Lock.AGE_KEY,
        "secret": str(OFFICER.to_public()),
    }
    return Asked(**{**given, **more})


def begun(world: World, cases: Sequence[Case], by: Person | None = None, **more: Any) -> Bundle:
    """A bundle that was begun and not worked on yet."""
    by = by or world.asha
    return actions.begin(cases=cases, asked=asked(**more), once=os.urandom(16), ring=world.ring(by), by=by)


def made(world: World, cases: Sequence[Case], by: Person | None = None, **more: Any) -> bytes:
    """The zip file that the officer finds when she opened the bundle with her key."""
    by = by or world.asha
    bundle = begun(world, cases, by, **more)
    actions.go_on(bundle=bundle, ring=world.ring(by), by=by)
    return opened(actions.take(bundle=bundle, ring=world.ring(by), by=by))


def opened(locked: bytes) -> bytes:
    """What the officer's key opens."""
    return bytes(pyrage.decrypt(locked, [OFFICER]))


def files(zipped: bytes) -> dict[str, bytes]:
    """The files of a bundle by their names below its folder."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}

"""Letters at every stage, for tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seawall.letters import actions, making
from tests.roll.test_roll import put_in

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.letters.models import Letter
    from tests.world import World

FAMILIES = (
    "11,Nell,Quayle,,2014-01-09,7,7B,Rhona Quayle,rhona@families.example,07700 900111,4 Shingle Lane",
    "12,Idris,Quayle,,2015-01-09,7,7A,Rhona Quayle,rhona@families.example,07700 900111,4 Shingle Lane",
    "13,Odd,Tarnside,,2014-02-09,7,7A,Sam Tarnside,,,5 Shingle Lane",
    "14,Zuhra,Karimi,,2014-02-10,7,7B,محمد کریمی,,,6 Shingle Lane",
    f"15,Wim,Longstreet,,2014-02-11,7,7C,Ada Longstreet,,,{'Very Long Terrace ' * 11}Marram",
    "16,Bo,Noguardian,,2014-02-12,7,7C,,,,",
    "17,Eli,Otherwise,,2012-02-12,9,9C,Kay Otherwise,kay@families.example,,7 Shingle Lane",
)


def year_seven(world: World) -> None:
    """Seven pupils: a family of two with e-mail, paper, Arabic, a long address, nobody named, and one in year 9."""
    put_in(world, *FAMILIES)


def drafted(world: World, case: Case | None = None, template: str = "how_to_stop_it") -> Letter:
    """A draft by Asha to year 7."""
    world.marram.phone, world.marram.email = "01632 960100", "office@marram-bay.example"
    world.marram.save()
    ring = world.ring(world.asha)
    letter = actions.draft(
        school=world.marram, template=template, case=case, once=os.urandom(16), ring=ring, by=world.asha
    )
    actions.address(letter=letter, years=["7"], forms=[], version=letter.version, ring=ring, by=world.asha)
    return letter


def approved(world: World, case: Case | None = None) -> Letter:
    """The same, read and approved by Dev."""
    letter, ring = drafted(world, case), world.ring(world.asha)
    actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    actions.approve(letter=letter, version=letter.version, ring=world.ring(world.dev), by=world.dev)
    return letter


def made(world: World, case: Case | None = None) -> Letter:
    """The same, made."""
    letter = approved(world, case)
    making.make(letter=letter, version=letter.version, ring=world.ring(world.asha), by=world.asha)
    making.make_waiting()
    letter.refresh_from_db()
    return letter


def letters_there(world: World, case: Case) -> dict[str, object]:
    """A letter that the head was asked to read, and one that is made, by page, to those on the roll (`on_the_roll`)."""
    ring = world.ring(world.asha)
    asked = drafted(world, case)
    actions.ask(letter=asked, reader=world.hana, version=asked.version, ring=ring, by=world.asha)
    there = made(world)
    pages = (
        "in translate write to add_family leave_out put_back ask approve send_back take_back drop make send given_out"
    )
    found: dict[str, object] = {f"letter_{page}": asked.pk for page in [*pages.split(), "recall", "pdf"]}
    found |= dict.fromkeys(["letter_copy", "letter_copy_again", "letter_print"], there.pk)
    return {**found, "letter": asked.pk}

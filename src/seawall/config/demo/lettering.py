"""The demonstration's letters: one form's families had theirs yesterday, the whole year group's waits for a second reader."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from seawall.kit import clock
from seawall.letters import actions, making, sending
from seawall.letters.rules.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.cases.models import Case
    from seawall.letters.models import Letter
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

FORM: Final = "7B"
"""The form whose families have their letter: about ten, so that the demonstration stays quick."""
LETTERHEAD: Final = {
    "address": "Dune Road, Marram Bay",
    "prefix": "MARLET",
    "signed_by": "Hana Cole",
    "post": "Headteacher",
}


def write(*, school: School, people: dict[str, Person], case: Case, ring: Callable[[str], Ring]) -> None:
    """Send one letter and ask for the reading of another, through the same actions that the pages call and the worker runs."""
    asha, dev, hers = people["asha"], people["dev"], ring("asha")
    making.set_letterhead(school=school, facts=LETTERHEAD, logo=None, by=people["olu"])
    with clock.frozen(_yesterday(14, 20)):
        letter = _draft("incident", case, hers, asha)
        forms = [str(each.pk) for each in school.groups.all() if each.name == FORM]
        actions.address(letter=letter, years=[], forms=forms, version=letter.version, ring=hers, by=asha)
        actions.ask(letter=letter, reader=dev, version=letter.version, ring=hers, by=asha)
    with clock.frozen(_yesterday(14, 45)):
        actions.approve(letter=letter, version=letter.version, ring=ring("dev"), by=dev)
        making.make(letter=letter, version=letter.version, ring=hers, by=asha)
        making.make_waiting()
    with clock.frozen(_yesterday(15, 5)):
        _send(letter, hers, asha)
    waiting = _draft("how_to_stop_it", case, hers, asha)
    actions.address(letter=waiting, years=["7"], forms=[], version=waiting.version, ring=hers, by=asha)
    actions.ask(letter=waiting, reader=dev, version=waiting.version, ring=hers, by=asha)


def _draft(template: str, case: Case, ring: Ring, by: Person) -> Letter:
    once = hashlib.blake2b(f"{case.pk}\0{template}".encode(), digest_size=16, person=b"seawall.demo").digest()
    return actions.draft(school=case.school, template=template, case=case, once=once, ring=ring, by=by)


def _send(letter: Letter, ring: Ring, by: Person) -> None:
    """As the leads do once it is made; a copy that could not be made stays on its page, as it would in a school."""
    letter.refresh_from_db()
    if letter.state != State.READY or letter.copies.filter(state="failed").exists():
        return
    sending.send(letter=letter, version=letter.version, ring=ring, by=by)
    sending.send_waiting()
    letter.refresh_from_db()
    if letter.state == State.SENDING:
        sending.given_out(letter=letter, version=letter.version, ring=ring, by=by)


def _yesterday(hour: int, minute: int) -> datetime:
    day = timezone.localdate(clock.now()) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))

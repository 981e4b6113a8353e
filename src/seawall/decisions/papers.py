"""The forms around a decision: looking (the exception), a device for the police, asking a child to delete. None takes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.cases.chronology import write
from seawall.cases.rules import Kind
from seawall.decisions import queries, rules
from seawall.decisions.actions import cleaned
from seawall.decisions.models import Paper
from seawall.decisions.told import laid_down
from seawall.decisions.versions import open_to_change
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, refuse_unless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any
    from uuid import UUID

    from seawall.cases.models import Case
    from seawall.decisions.rules import Given
    from seawall.kit.refusal import Refusal
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def wrong_in(*, case: Case, key: DataKey, kind: rules.Paper, given: Given, new: bool) -> Iterator[tuple[str, Refusal]]:
    """Give what is wrong in a form about this case, each with the name of the answer: the page and the action ask the same."""
    about: dict[str, Any] = {}
    if new and kind is rules.Paper.DELETION:
        about = {
            "police_referral_open": queries.police_referral_open(case),
            "decision": queries.guidance_on_deletion(case, key),
        }
    return rules.wrong_in(kind, given, now=clock.now(), new=new, **about)


@transaction.atomic
def save(*, case: Case, kind: rules.Paper, given: Given, once: bytes, ring: Ring, by: Person) -> Paper | None:
    """Keep a new form. None for a second press. Raises Refused or Gone."""
    key = open_to_change(case, ring)
    if Paper.objects.filter(sent_once=once).exists():
        return None
    refuse_unless(rules.may_keep(queries.questions_of(kind), given))
    for _name, refusal in wrong_in(case=case, key=key, kind=kind, given=given, new=True):
        refuse_unless(refusal)
    return _write(Paper(case=case, kind=kind.value, by=by, sent_once=once), key, cleaned(given), by)


@transaction.atomic
def add(*, case: Case, sheet: UUID, given: Given, seen: int, once: bytes, ring: Ring, by: Person) -> Paper | None:
    """Keep what came of it, as the next version of a form; what was asked first stays as it was.

    None for a second press. Raises Clash if somebody saved a version since `seen`, Refused or Gone.
    """
    key = open_to_change(case, ring)
    if Paper.objects.filter(sent_once=once).exists():
        return None
    before = queries.paper(case, key, sheet)
    if before is None:
        raise Gone(_("There is nothing here for you to see."))
    kind, asked = rules.Paper(before.row.kind), queries.questions_of(before.row.kind)
    fixed = rules.names_of(rules.first_part(asked))
    told = {name: value for name, value in before.given.items() if name in fixed}
    told |= cleaned({name: value for name, value in given.items() if name not in fixed})
    refuse_unless(rules.may_keep(asked, told))
    for _name, refusal in wrong_in(case=case, key=key, kind=kind, given=told, new=False):
        refuse_unless(refusal)
    row = Paper(case=case, kind=kind.value, sheet=sheet, number=seen + 1, by=by, sent_once=once)
    try:
        with transaction.atomic():
            return _write(row, key, told, by, last=before.row.number)
    except IntegrityError:
        raise Clash(_second(before.row)) from None


def _write(row: Paper, key: DataKey, told: Given, by: Person, *, last: int = 0) -> Paper:
    if row.number != last + 1:
        raise IntegrityError
    row.told = key.seal(laid_down(dict(told)), row, "told")
    row.save(force_insert=True)
    write(case=row.case, key=key, kind=Kind.FORM_SAVED, by=by, form=row.kind, version=row.number)
    return row


def _second(row: Paper) -> str:
    return _(
        "Somebody else was quicker. %(who)s saved version %(version)s of this form. What you wrote was not saved. Look again."
    ) % {"who": row.by.get_full_name(), "version": row.number}

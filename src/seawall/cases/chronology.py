"""The chronology of a case: one line for each thing done, chained by its marks, never changed. Corrections are lines, too."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from seawall.cases import rules
from seawall.cases.chain import FIRST, mark_of
from seawall.cases.models import Case, Line
from seawall.cases.opening import key_of
from seawall.cases.rules import Kind
from seawall.cases.typed import needed
from seawall.journal.actions import name_of, record
from seawall.journal.models import Line as JournalLine
from seawall.kit import clock
from seawall.kit.refusal import refuse_unless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def write(
    *,
    case: Case,
    kind: Kind,
    by: Person,
    key: DataKey | None = None,
    text: str = "",
    happened_at: datetime | None = None,
    once: bytes | None = None,
    corrects: Line | None = None,
    **facts: str | int | bool | None,
) -> Line | None:
    """Write one line, and with it the verb's line in the journal (`case.` and the kind), which holds the line's mark.

    Call it inside the verb's transaction, instead of `record`. `text` is sealed under the case's `key`; `facts` are coded values
    in clear. `happened_at`: now, if not given. None if a line was written before under the same `once`. Somebody who holds no
    key of the case (the head who signs off) writes a line of coded facts only. Raises ValueError for words without a key.
    """
    Case.objects.select_for_update().only("pk").get(pk=case.pk)  # one after another: the next line follows this one
    if once is not None and Line.objects.filter(sent_once=once).exists():
        return None
    last = case.lines.order_by("-number").values("number", "mark").first() or {"number": 0, "mark": FIRST}
    now = clock.now()
    line = Line(
        case=case,
        number=last["number"] + 1,
        kind=kind.value,
        facts=facts,
        happened_at=happened_at or now,
        written_at=now,
        author=by,
        corrects=corrects,
        before=bytes(last["mark"]),
        sent_once=once or os.urandom(16),
    )
    if text:
        if key is None:
            raise ValueError("words of a chronology are sealed under the key of their case")
        line.text = key.seal(text, line, "text")
    line.mark = mark_of(line, line.text.box if line.text else None, bytes(line.before))
    line.save(force_insert=True)
    record(
        f"case.{kind.value}",
        subject=case,
        by=by,
        school_id=case.school_id,
        line=line.number,
        mark=line.mark.hex(),
        **facts,
    )
    return line


@transaction.atomic
def note(*, case: Case, typed: str, once: bytes, ring: Ring, by: Person, happened_at: datetime | None = None) -> None:
    """Write a note; a second press of Save (the same `once`) writes nothing. Raises Refused or Gone."""
    key = key_of(case, ring)
    refuse_unless(rules.may_change(case.state))
    if happened_at is not None:
        refuse_unless(rules.may_have_happened(happened_at, clock.now()))
    write(case=case, key=key, kind=Kind.NOTED, by=by, text=needed(typed), happened_at=happened_at, once=once)


@transaction.atomic
def correct(*, line: Line, typed: str, once: bytes, ring: Ring, by: Person) -> None:
    """Write what is right about a line; the line itself stays as it was written. Raises Refused or Gone."""
    key = key_of(line.case, ring)
    refuse_unless(rules.may_correct(line.kind))
    text = needed(typed)
    write(
        case=line.case,
        key=key,
        kind=Kind.CORRECTED,
        by=by,
        text=text,
        happened_at=line.happened_at,
        once=once,
        corrects=line,
        of=line.number,
    )


@dataclass(frozen=True, slots=True)
class Broken:
    """The first line of a case that is not as it was written, and what is wrong with it, in a few words."""

    case: Case
    number: int
    what: str


def first_broken(case: Case) -> Broken | None:
    """Walk a case's chain and hold it against the journal; None if it is whole. Needs no key: marks are of sealed words."""
    written = _marks_in_journal(case)
    before, number = FIRST, 0
    for number, line in enumerate(case.lines.order_by("number").iterator(chunk_size=500), start=1):
        wrong = _wrong(line, number, before, written)
        if wrong:
            return Broken(case, number, wrong)
        before = bytes(line.mark)
    if written and max(written) > number:
        return Broken(case, number + 1, "is missing: the journal says it was written")
    return None


def _wrong(line: Line, number: int, before: bytes, written: dict[int, str]) -> str:
    if line.number != number:
        return "is missing"
    if bytes(line.before) != before:
        return "does not follow the line before it"
    if mark_of(line, line.text.box if line.text else None, before) != bytes(line.mark):
        return "was changed"
    if written.get(number) != bytes(line.mark).hex():
        return "is not what the journal says was written"
    return ""


def _marks_in_journal(case: Case) -> dict[int, str]:
    lines = JournalLine.objects.about(name_of(case)).filter(facts__has_key="mark").values_list("facts", flat=True)
    return {facts["line"]: facts["mark"] for facts in lines}


def broken_in(school: School) -> Iterator[Broken]:
    """Every case of a school that is not whole, with its first broken line."""
    for case in school.cases.order_by("opened_at", "pk").iterator(chunk_size=200):
        broken = first_broken(case)
        if broken is not None:
            yield broken

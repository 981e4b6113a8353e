"""Verbs on the roll: read a file, confirm what it changes, undo it, change a pupil by hand."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.roll.models import Guardianship, Import
from seawall.roll.rules import changes, columns, oneroster, plain, reading
from seawall.roll.rules.shapes import Odd, Read, Tie, UnreadableError, from_plain, to_plain
from seawall.roll.writing import Roll
from seawall.schools.models import School

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.journal.actions import Actor
    from seawall.roll.models import Pupil

_OLD_FILE = "The roll has changed since you looked. Nothing was done. Look at the changes again."
_CLOSED = "This import is finished, or was thrown away."


def today() -> date:
    """The day at the school."""
    return timezone.localdate(clock.now())


@transaction.atomic
def receive(*, school: School, data: bytes, name: str, by: Actor) -> Import:
    """Read a file (CSV, or a OneRoster zip) and keep it, sealed, until somebody confirms it. Changes nothing on the roll.

    A file that waited is thrown away. Raises Refused with the reason if the file can't be read.
    """
    try:
        facts = _facts(data, school)
    except UnreadableError as error:
        raise Refused(error.sentence) from None
    for older in school.roll_imports.filter(state=Import.WAITING):
        _close(older, Import.DROPPED)
    row = Import(school=school, by=by.journal_name)
    row.tell(name=name[:100], **facts)
    row.save(force_insert=True)
    record("roll.file_read", subject=row, by=by)
    return row


def _facts(data: bytes, school: School) -> dict[str, Any]:
    if len(data) > reading.MOST_BYTES:
        raise UnreadableError("This file is larger than 10 MB, which no roll is.")
    if reading.is_zip(data):
        found = oneroster.read(reading.unzip(data), school_name=school.name, today=today())
        if not found.children:
            raise UnreadableError("There are no pupils of this school in the file.")
        return {
            "kind": "oneroster",
            "children": [to_plain(child) for child in found.children],
            "odd": [dataclasses.asdict(each) for each in found.odd],
        }
    table = reading.table(reading.decode(data))
    if len(table) < 2:  # noqa: PLR2004 - the headings and somebody
        raise UnreadableError("There are no rows below the headings in this file.")
    return {"kind": "plain", "rows": table, "columns": columns.guess(table[0][1])}


@transaction.atomic
def choose_columns(*, row: Import, chosen: Mapping[str, int], by: Actor) -> None:
    """Say which column holds what (field to column number from 0). Raises Refused for a file that is closed or has no columns."""
    _must_wait(row)
    width = len(header(row))
    row.tell(columns={name: at for name, at in chosen.items() if name in columns.fields() and 0 <= at < width})
    row.save()
    record("roll.columns_chosen", subject=row, by=by)


def header(row: Import) -> list[str]:
    """Return the headings of a plain file; empty for OneRoster, whose columns are known."""
    return list(row.told["rows"][0][1]) if row.told.get("kind") == "plain" else []


def read_again(row: Import) -> Read:
    """Return what the file of a waiting import says, with the columns as they are chosen now. Raises Refused if it is closed."""
    _must_wait(row)
    told = row.told
    if told["kind"] == "oneroster":
        return Read(tuple(map(from_plain, told["children"])), tuple(Odd(**each) for each in told["odd"]))
    table = [(line, cells) for line, cells in told["rows"]]
    return plain.read(table, told["columns"], file=told["name"], today=today())


def missing_columns(row: Import) -> list[str]:
    """Return which fields a plain file must have and hasn't: names, and an id or the day of birth."""
    if row.told.get("kind") != "plain":
        return []
    known = row.told["columns"]
    missing = [name for name in ("first", "last") if name not in known]
    return missing if {"id", "born"} & set(known) else [*missing, "id"]


def preview(row: Import) -> changes.Plan:
    """Return what a waiting file would change now."""
    return changes.plan(Roll(row.school).known(), read_again(row))


@transaction.atomic
def confirm(*, row: Import, seen: str, said: int | None, by: Actor) -> changes.Plan:
    """Carry out what a file changes. `seen`: the digest of what was shown; `said`: how many leave, as somebody typed it.

    Raises Clash if the roll has changed since, Refused for a file that is closed or makes too many leave unasked.
    """
    _alone(row.school)
    row.refresh_from_db()
    row.__dict__.pop("_told", None)
    _must_wait(row)
    if missing_columns(row):
        raise Refused(_("Say first which columns hold the names, and the id or the date of birth."))
    roll = Roll(row.school)
    found = changes.plan(roll.known(), read_again(row))
    if changes.digest(found) != seen:
        raise Clash(_(_OLD_FILE))
    refuse_unless(changes.may_confirm(found, said))
    undo = _carry_out(roll, found)
    for older in row.school.roll_imports.filter(state=Import.DONE):
        _empty(older)
    row.counts = {"added": len(found.added), "changed": len(found.changed), "left": len(found.left)}
    row.done_at = clock.now()
    _close(row, Import.DONE, undo=undo)
    record("roll.imported", subject=row, by=by, **row.counts)
    return found


def _carry_out(roll: Roll, found: changes.Plan) -> list[dict[str, Any]]:
    """Write the changes; return what is needed to take them back."""
    left = {each.ref for each in found.left} | {each.ref for each in found.changed}
    undo = [_release(roll, ref, is_noted=ref in left) for ref in found.released]
    _free(roll, [roll.pupils[UUID(change.ref)] for change in found.changed if "id" in change.what])
    for change in found.changed:
        pupil = roll.pupils[UUID(change.ref)]
        undo.append(_before(pupil, to_plain(change.old)))
        pupil.left_on = None
        roll.set(pupil, change.new)
    for each in found.left:
        pupil = roll.pupils[UUID(each.ref)]
        undo.append(_before(pupil, to_plain(each.child)))
        pupil.left_on = today()
        pupil.version += 1
        pupil.save()
    undo += [_before(roll.add(child), None) | {"version": 0} for child in found.added]
    roll.save()
    return [each for each in undo if each]


def _release(roll: Roll, ref: str, *, is_noted: bool) -> dict[str, Any]:
    """Take an id off a pupil for whom it no longer stands. What they were is noted here unless it is with what follows."""
    pupil = roll.pupils[UUID(ref)]
    noted = {} if is_noted else _before(pupil, to_plain(roll.child(pupil)))
    pupil.version += 0 if is_noted else 1
    roll.free(pupil, for_good=True)
    return noted


def _free(roll: Roll, pupils: list[Pupil]) -> None:
    for pupil in pupils:
        roll.free(pupil)


def _before(pupil: Pupil, child: dict[str, Any] | None) -> dict[str, Any]:
    left = pupil.left_on.isoformat() if pupil.left_on else None
    return {"ref": str(pupil.pk), "version": pupil.version, "child": child, "left": left}


@transaction.atomic
def undo(*, row: Import, by: Actor) -> None:
    """Take back the last import: whoever it added goes, whoever it changed is as before, whoever left is there again.

    Raises Refused if it isn't the last one, if somebody has changed one of its pupils by hand since, or something else in
    the house already stands on a pupil whom it added.
    """
    _alone(row.school)
    row.refresh_from_db()
    row.__dict__.pop("_told", None)
    if row.state != Import.DONE or "undo" not in row.told:
        raise Refused(_("Only the last import can be undone, and only once."))
    roll = Roll(row.school)
    entries = [(roll.pupils.get(UUID(each["ref"])), each) for each in row.told["undo"]]
    if any(pupil is None or pupil.version != each["version"] + 1 for pupil, each in entries):
        raise Refused(_("Some of these pupils were changed by hand since. This import can't be undone any more."))
    try:
        for pupil, each in entries:
            if pupil is not None and each["child"] is None:
                pupil.delete()
    except ProtectedError:
        raise Refused(
            _("Something is kept about a pupil whom this import added. It can't be undone any more.")
        ) from None
    _free(roll, [pupil for pupil, each in entries if pupil is not None and each["child"] is not None])
    for pupil, each in entries:
        if pupil is not None and each["child"] is not None:
            pupil.left_on = date.fromisoformat(each["left"]) if each["left"] else None
            roll.set(pupil, from_plain(each["child"]))
    roll.save()
    _close(row, Import.UNDONE)
    record("roll.import_undone", subject=row, by=by)


@transaction.atomic
def drop(*, row: Import, by: Actor) -> None:
    """Throw a waiting file away."""
    _must_wait(row)
    _close(row, Import.DROPPED)
    record("roll.file_dropped", subject=row, by=by)


@dataclass(frozen=True, slots=True)
class TieFacts:
    """What the office says about a guardian of a pupil. `contact`: whether the school may write to them about this child."""

    contact: bool | None
    lives_with: bool | None
    protected: bool
    """Whether the guardian's address must not be told to anybody."""


@dataclass(frozen=True, slots=True)
class PupilFacts:
    """What the office may change by hand. `ties` by the id of each guardianship."""

    known_as: str
    language: str
    protected: bool
    ties: Mapping[UUID, TieFacts]


@transaction.atomic
def change_pupil(*, pupil: Pupil, facts: PupilFacts, seen: int, by: Actor) -> None:
    """Change what the office knows better than the file. `seen`: the version the page showed. Raises Clash."""
    _alone(pupil.school)
    roll = Roll(pupil.school)
    there = roll.pupils.get(pupil.pk)
    if there is None:
        raise Gone(_("There is no such pupil on the roll."))
    if there.version != seen:
        raise Clash(_("Somebody else changed this pupil first. Nothing of yours was saved. Look again."))
    child = roll.child(there)
    ties = zip(roll.ties.get(pupil.pk, []), child.adults or (), strict=True)
    adults = tuple(_changed(tie, row, facts) for row, tie in ties)
    roll.set(
        there,
        replace(child, known_as=facts.known_as, language=facts.language, protected=facts.protected, adults=adults),
    )
    roll.save()
    record("roll.pupil_changed", subject=there, by=by)


def _changed(tie: Tie, row: Guardianship, facts: PupilFacts) -> Tie:
    said = facts.ties.get(row.pk)
    if said is None:
        return tie
    adult = replace(tie.adult, protected=said.protected)
    return replace(tie, adult=adult, lives_with=said.lives_with, contact=said.contact)


def note_seen(*, pupil: Pupil, by: Actor) -> None:
    """Note in the journal that somebody looked at a pupil's page."""
    record("roll.pupil_seen", subject=pupil, by=by)


def _alone(school: School) -> None:
    """Let nobody else change this school's roll until the transaction ends."""
    School.objects.select_for_update().get(pk=school.pk)


def _must_wait(row: Import) -> None:
    if row.state != Import.WAITING:
        raise Refused(_(_CLOSED))


def _empty(row: Import, **kept: Any) -> None:  # noqa: ANN401 - what JSON holds
    """Forget the content of a file."""
    row.__dict__["_told"] = {}
    row.tell(**kept)
    row.save()


def _close(row: Import, state: str, **kept: Any) -> None:  # noqa: ANN401 - what JSON holds
    row.state = state
    _empty(row, **kept)

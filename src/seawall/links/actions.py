"""Verbs on identifiers and suggested links. What the machine does at filing is `look` and `offer`; the rest a lead does."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, refuse_unless
from seawall.kit.text import clean
from seawall.links.keys import put_keys, put_new_keys, take_keys_off
from seawall.links.models import Identifier, Rejection, in_order
from seawall.links.queries import value_of
from seawall.links.rules import states
from seawall.links.rules.canon import forms
from seawall.links.rules.finding import MOST, find
from seawall.links.rules.kinds import Kind
from seawall.links.rules.states import State, Whose
from seawall.reports.changes import came_second
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from seawall.journal.actions import Actor
    from seawall.links.rules.kinds import Find
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

_log = logging.getLogger("seawall.links")
_AT_ONCE = 200


def look(*, school: School, words: Mapping[str, str], apps: Iterable[str]) -> tuple[Find, ...]:
    """Find identifiers in what is being told. Takes a millisecond: call it before the transaction, the words are in memory then.

    Never raises: a report is worth more than what is found in it, and a lead can type an identifier in.
    """
    try:
        return find(words, apps, (school.phone, school.email))
    except Exception as error:  # noqa: BLE001 - whatever is wrong here, the child's report goes on
        _log.error("Nothing was looked for in a report: %s", type(error).__name__)
        return ()


def rows_of(*, report: Report, key: DataKey, finds: Iterable[Find]) -> list[Identifier]:
    """Return what was found in a new report as rows, sealed under its key, to be written down with it.

    They have no line of their own in the journal: they are part of receiving the report.
    """
    return [_offered(report, key, number, each) for number, each in enumerate(finds)]


@transaction.atomic
def offer_more(*, report: Report, key: DataKey, finds: Iterable[Find], by: Actor) -> int:
    """Offer what was found in a later message, but what the report has already; return how many are new.

    `key` is the report's. What a lead dropped is not offered again, and no report offers more than `finding.MOST`.
    """
    there = list(report.identifiers.all())
    known = {_same_as(Kind(row.kind), value_of(row, key)) for row in there}
    new = [each for each in finds if _same_as(each.kind, each.value) not in known][: max(0, MOST - len(there))]
    if new:
        numbered = enumerate(new, start=len(there))
        Identifier.objects.bulk_create([_offered(report, key, number, each) for number, each in numbered])
        record("identifier.found_in_message", subject=report, by=by, found=len(new))
    return len(new)


def _same_as(kind: Kind, value: str) -> str:
    return forms(kind, value).exact or value


def _offered(report: Report, key: DataKey, number: int, found: Find) -> Identifier:
    row = Identifier(
        school_id=report.school_id,
        report=report,
        number=number,
        kind=found.kind.value,
        platform=found.platform,
        whose=states.whose_at_first(found.where).value,
    )
    row.found = key.seal(
        {
            "kind": found.kind.value,
            "platform": found.platform,
            "value": found.value,
            "where": found.where,
            "before": found.before,
            "after": found.after,
        },
        row,
        "found",
    )
    put_new_keys(row, found.value)
    return row


def _key_of(report: Report, ring: Ring) -> DataKey:
    try:
        return ring.data_key(report)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def _claim(row: Identifier, seen: int) -> None:
    """Take the next version of an identifier, or raise Clash if somebody else took it since `seen`."""
    if not Identifier.objects.filter(pk=row.pk, version=seen).update(version=F("version") + 1):
        raise Clash(came_second(row))
    row.refresh_from_db()


def _decided(row: Identifier, state: State, by: Person) -> None:
    row.state, row.decided_by, row.decided_at = state.value, by, clock.now()
    row.save()


@transaction.atomic
def confirm(*, identifier: Identifier, whose: Whose, seen: int, by: Person) -> None:
    """Say that it is what was meant, and whose it is. Raises Clash or Refused."""
    _claim(identifier, seen)
    refuse_unless(states.may_move(identifier.state, State.CONFIRMED))
    identifier.whose = whose.value
    _decided(identifier, State.CONFIRMED, by)
    record("identifier.confirmed", subject=identifier, by=by, kind=identifier.kind, whose=whose.value)


@transaction.atomic
def correct(
    *, identifier: Identifier, kind: Kind, platform: str, value: str, whose: Whose, seen: int, ring: Ring, by: Person
) -> None:
    """Put another value in its place: it is matched again by that one. Raises Clash, Refused, or Gone if it is closed to `by`."""
    key, typed = _key_of(identifier.report, ring), clean(value).text
    refuse_unless(states.may_stand(kind, typed))
    _claim(identifier, seen)
    refuse_unless(states.may_move(identifier.state, State.CORRECTED))
    identifier.kind, identifier.platform, identifier.whose = kind.value, platform, whose.value
    identifier.corrected = key.seal(typed, identifier, "corrected")
    put_new_keys(identifier, typed)
    _decided(identifier, State.CORRECTED, by)
    record("identifier.corrected", subject=identifier, by=by, kind=kind.value, whose=whose.value)


@transaction.atomic
def drop(*, identifier: Identifier, seen: int, by: Person) -> None:
    """Say that it is none: it links nothing any more. Raises Clash or Refused."""
    _claim(identifier, seen)
    refuse_unless(states.may_move(identifier.state, State.DROPPED))
    take_keys_off(identifier)
    _decided(identifier, State.DROPPED, by)
    record("identifier.dropped", subject=identifier, by=by, kind=identifier.kind)


@transaction.atomic
def undo(*, identifier: Identifier, seen: int, ring: Ring, by: Person) -> None:
    """Take back what was decided: it is offered as it was found. Raises Clash, Refused, or Gone if it is closed to `by`."""
    key = _key_of(identifier.report, ring)
    _claim(identifier, seen)
    refuse_unless(states.may_move(identifier.state, State.OFFERED))
    found = key.open(identifier, "found")
    identifier.kind, identifier.platform = found["kind"], found["platform"]
    identifier.whose, identifier.corrected = states.whose_at_first(found["where"]).value, None
    identifier.state, identifier.decided_by, identifier.decided_at = State.OFFERED.value, None, None
    put_new_keys(identifier, found["value"])
    identifier.save()
    record("identifier.undone", subject=identifier, by=by)


@transaction.atomic
def add(
    *, report: Report, kind: Kind, platform: str, value: str, whose: Whose, once: bytes, ring: Ring, by: Person
) -> None:
    """Write an identifier down that the machine did not find. A second press (the same `once`) writes nothing.

    Raises Refused, or Gone if the report is closed to `by`.
    """
    key, typed = _key_of(report, ring), clean(value).text
    refuse_unless(states.may_stand(kind, typed))
    row = Identifier(school_id=report.school_id, report=report, kind=kind.value, platform=platform, whose=whose.value)
    row.number, row.by_hand, row.sent_once = report.identifiers.count(), True, once
    said = {"kind": kind.value, "platform": platform, "value": typed, "where": "", "before": "", "after": ""}
    row.found = key.seal(said, row, "found")
    row.state, row.decided_by, row.decided_at = State.CONFIRMED.value, by, clock.now()
    put_new_keys(row, typed)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record("identifier.added", subject=row, by=by, kind=kind.value, whose=whose.value)


@transaction.atomic
def reject(*, report: Report, other: Report, by: Person) -> None:
    """Say that two reports do not belong together, whatever they share now. Doing it twice changes nothing. Raises Refused."""
    refuse_unless(states.may_reject(same_report=report.pk == other.pk))
    one, two = in_order((report, other))
    _row, _new = Rejection.objects.update_or_create(
        one=one, other=two, defaults={"at": clock.now(), "by": by}, create_defaults={"school": one.school, "by": by}
    )
    record("link.rejected", subject=report, by=by, other=other.reference)


@transaction.atomic
def take_back_rejection(*, report: Report, other: Report, by: Person) -> None:
    """Let a rejected link be suggested again. Doing it twice changes nothing."""
    one, two = in_order((report, other))
    deleted, _rows = Rejection.objects.filter(one=one, other=two).delete()
    if deleted:
        record("link.rejection_taken_back", subject=report, by=by, other=other.reference)


@transaction.atomic
def make_keys_anew(*, school: School, ring: Ring, most: int = _AT_ONCE) -> int:
    """Make the keys of rows by the newest forms, where an earlier version made them; return how many are left for this ring.

    Only somebody who may open the words can do it, so each opening of a report's page does some. Each row carries its version:
    whoever comes next goes on where this ended.
    """
    done = make_some_keys(school=school, ring=ring, most=most)
    return school.identifiers.of_old_version().open_to(ring).count() if done == most else 0


def make_some_keys(*, school: School, ring: Ring, most: int) -> int:
    """Make the keys of at most so many rows anew, of those this ring opens; return how many. Call it inside a transaction."""
    old = school.identifiers.of_old_version().open_to(ring)
    rows = list(old.select_related("report").defer("report__told", "report__lowered_why").order_by("pk")[:most])
    keys: dict[UUID, DataKey] = {}
    for row in rows:
        key = keys.get(row.report_id) or keys.setdefault(row.report_id, ring.data_key(row.report))
        put_keys(row, value_of(row, key))
        if row.state == State.DROPPED:
            take_keys_off(row)
    Identifier.objects.bulk_update(rows, ["exact", "skeleton", "canon_version"])
    return len(rows)

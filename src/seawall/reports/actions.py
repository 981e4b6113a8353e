"""Verbs on a report. Each is one transaction and one journal line; two leads at once: the second is told what changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.guidance.rules.danger import Danger, Level, assess
from seawall.guidance.rules.promises import due
from seawall.journal.actions import REPORTER, WORKER, line, record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused, refuse_unless
from seawall.reports import rules
from seawall.reports.changes import came_second
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Contact, Road, State
from seawall.rota.queries import calendar
from seawall.vault.ring import WontOpenError, lock, seal_key_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import Model

    from seawall.journal.actions import Actor
    from seawall.schools.models import Person, School
    from seawall.vault.models import CircleKey
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 7


@dataclass(frozen=True, slots=True, repr=False)
class Telling:
    """What came through a door: choices in clear, words to be sealed (answer keys: docs/danger.md)."""

    road: Road
    channel: Channel
    coded: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def new_reference() -> str:
    """Return a short random name for a report or case that can be read out on the telephone."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def weigh(telling: Telling) -> Danger:
    """Let the rules judge how dangerous it is (guidance.rules.danger). Who wrote a mail was asked nothing: at least "soon"."""
    danger = assess({**telling.coded, **telling.words})
    floor = Level.SOON if telling.channel is Channel.MAIL else Level.ROUTINE
    return Danger(max(danger.level, floor), danger.reasons)


def draw_up(
    *,
    school: School,
    telling: Telling,
    danger: Danger,
    circle_key: CircleKey,
    sent_once: bytes,
    reporter_public: bytes | None = None,
    recorded_by: Person | None = None,
    also: Callable[[Report, DataKey], None] | None = None,
) -> Report:
    """Return a report that is ready to be written down, sealed to the team (and to the reporter's code). Nothing is written yet.

    `danger` is what `weigh` found. Reading a long text and sealing take their time: both are done before the transaction. `also`
    is called with the report's key, which nobody here holds afterwards, for what a room above seals under it.
    """
    report = Report(
        school=school,
        reference=new_reference(),
        channel=telling.channel.value,
        road=telling.road.value,
        danger=danger.level.value,
        danger_by_rules=danger.level.value,
        reasons=list(danger.reasons),
        coded=telling.coded,
        sent_once=sent_once,
        recorded_by=recorded_by,
    )
    report.due_at = _due(report, danger.level)
    key = lock(report, circle_key)
    report.told = key.seal(telling.words, report, "told")
    if reporter_public is not None:
        seal_key_to(reporter_public, report, key)
    if also is not None:
        also(report, key)
    return report


def rows_of(*, report: Report, by: Actor) -> list[Model]:
    """Return what a new report writes down, for one transaction: itself and its line in the journal.

    Writing them raises IntegrityError if its `sent_once` was used before or its random reference is taken.
    """
    return [report, line("report.received", subject=report, by=by, channel=report.channel, level=report.level.key)]


def _due(report: Report, level: Level) -> datetime:
    """Until when whoever told must be reached at this level."""
    return due(level, report.waits_since, lambda: calendar(report.school_id))


def _raised(report: Report, level: Level) -> None:
    """Let the deadline of a raised report count from now; it only comes nearer."""
    report.danger, report.waits_since = level.value, clock.now()
    report.due_at = min(report.due_at, _due(report, level))


def raise_by_words(*, report: Report, words: str) -> None:
    """A later message can only raise the danger of its report (product.md B1)."""
    danger = assess({}, words)
    reasons = [*report.reasons, *(reason for reason in danger.reasons if reason not in report.reasons)]
    if danger.level.value <= report.danger and reasons == report.reasons:
        return
    before = report.danger
    if danger.level.value > before:
        _raised(report, danger.level)
    report.danger_by_rules = max(report.danger_by_rules, danger.level.value)
    report.reasons = reasons
    report.save(update_fields=["danger", "danger_by_rules", "reasons", "waits_since", "due_at"])
    if report.danger > before:
        record("report.raised_by_message", subject=report, by=REPORTER, level=Level(report.danger).key)


@transaction.atomic
def lift(*, report: UUID, why: str, to: Level, by: Actor) -> bool:
    """Raise a waiting report to a level at least, for a reason that lies outside it; never lower it. False if nothing was new."""
    row = Report.objects.select_for_update().waiting().filter(pk=report).first()
    if row is None or why in row.reasons:
        return False
    row.reasons = [why, *row.reasons]
    if to.value > row.danger:
        _raised(row, to)
    row.save(update_fields=["danger", "reasons", "waits_since", "due_at"])
    record("report.lifted", subject=row, by=by, why=why, level=Level(row.danger).key)
    return True


def _claim(report: Report, seen: int) -> None:
    """Take the next version of a report, or raise Clash if somebody else took it since `seen`."""
    if not Report.objects.filter(pk=report.pk, version=seen).update(version=F("version") + 1):
        raise Clash(came_second(report))
    report.refresh_from_db()


def _move(report: Report, to: State, *, seen: int) -> None:
    _claim(report, seen)
    refuse_unless(rules.may_move(report.state, to))
    report.state = to.value
    report.junk_at = clock.now() if to is State.JUNK else None
    report.save(update_fields=["state", "junk_at"])


@transaction.atomic
def mark_read(*, report: Report, by: Person) -> bool:
    """Note the first reading, and who did it. Return whether this was the first."""
    changed = Report.objects.filter(pk=report.pk, state=State.NEW).update(
        state=State.READ.value, read_at=clock.now(), version=F("version") + 1
    )
    record("report.opened", subject=report, by=by, first=bool(changed))
    if changed:
        report.refresh_from_db()
    return bool(changed)


@transaction.atomic
def set_aside(*, report: Report, seen: int, by: Person) -> None:
    """Set a report aside as junk; it is kept 30 days and can be brought back. Raises Clash or Refused."""
    _move(report, State.JUNK, seen=seen)
    record("report.set_aside", subject=report, by=by)


@transaction.atomic
def bring_back(*, report: Report, seen: int, by: Person) -> None:
    """Bring a set-aside report back into the queue. Raises Clash or Refused."""
    _move(report, State.READ, seen=seen)
    record("report.brought_back", subject=report, by=by)


@transaction.atomic
def assign(*, report: Report, to: Person | None, seen: int, by: Person) -> None:
    """Give a report to a lead, or to nobody. Raises Clash, or Refused if that person is not in the team."""
    if to is not None and (not to.is_lead or not to.is_active or to.school_id != report.school_id):
        raise Refused(_("Only somebody in the safeguarding team can take a report."))
    _claim(report, seen)
    report.assigned_to = to
    report.save(update_fields=["assigned_to"])
    record("report.assigned", subject=report, by=by, to=str(to.pk) if to else None)


@transaction.atomic
def gather(*, report: Report, seen: int, by: Person) -> None:
    """Note that a case took this report in (the case keeps which). Raises Clash or Refused."""
    _move(report, State.IN_CASE, seen=seen)
    record("report.gathered", subject=report, by=by)


@transaction.atomic
def let_go(*, report: Report, by: Person) -> None:
    """Note that a case gave this report back to the queue."""
    _move(report, State.READ, seen=report.version)
    record("report.let_go", subject=report, by=by)


def note_reply(*, report: Report, by: Person) -> None:
    """Note that a reply was the first contact, if there was none before. Call it inside the reply's transaction."""
    first = Report.objects.filter(pk=report.pk, contacted_at=None)
    if first.update(contacted_at=clock.now(), contacted_by=by, contacted_how=Contact.REPLY.value):
        record("report.contacted", subject=report, by=by, how=Contact.REPLY.value)


@transaction.atomic
def note_contact(*, report: Report, how: Contact, seen: int, by: Person) -> None:
    """Note by hand that whoever told was reached, and how. Raises Clash or Refused."""
    _claim(report, seen)
    refuse_unless(rules.may_note_contact(report.state, contacted=report.contacted_at is not None))
    report.contacted_at, report.contacted_by, report.contacted_how = clock.now(), by, how.value
    report.save(update_fields=["contacted_at", "contacted_by", "contacted_how"])
    record("report.contacted", subject=report, by=by, how=how.value)


@transaction.atomic
def set_danger(*, report: Report, to: Level, reason: str, ring: Ring, seen: int, by: Person) -> None:
    """A person raises the danger, or lowers it with a reason, which is sealed. Raises Clash or Refused."""
    _claim(report, seen)
    lower = to.value < report.danger
    refuse_unless(
        rules.may_lower(report.danger, to.value, reason) if lower else rules.may_raise(report.danger, to.value)
    )
    if lower:
        try:
            key = ring.data_key(report)
        except WontOpenError:
            raise Refused(_("This report is closed to you.")) from None
        report.lowered_why = key.seal({"by": str(by.pk), "why": reason[: rules.LONGEST_REASON]}, report, "lowered_why")
        report.danger, report.waits_since = to.value, report.received_at
        report.due_at = _due(report, to)
    else:
        _raised(report, to)
    report.save(update_fields=["danger", "lowered_why", "waits_since", "due_at"])
    record("report.lowered" if lower else "report.raised", subject=report, by=by, level=to.key)


def sweep_junk() -> int:
    """Delete what was set aside 30 days ago, its key with it; return how many. The worker calls it every hour."""
    old = Report.objects.filter(state=State.JUNK, junk_at__lt=clock.now() - rules.JUNK_KEPT)
    count = 0
    for report in old[:200]:
        with transaction.atomic():
            record("report.junk_deleted", subject=report, by=WORKER)
            report.delete()
        count += 1
    return count

"""Verbs on a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.cases import rules
from seawall.cases.closing_off import relock_report
from seawall.cases.models import Case, Gathered, Involved, Note
from seawall.cases.rules import Outcome, Part, State
from seawall.cases.versions import claim
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.kit.text import LONGEST, clean
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import Status
from seawall.reports import actions as reports
from seawall.vault.ring import WontOpenError, current_key, lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.guidance.rules.danger import Level
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def _key(row: Case, ring: Ring) -> DataKey:
    """Return a case's key. Raises Gone if the case is closed off to this person: it looks as if it were not there."""
    try:
        return ring.data_key(row)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def _needed(typed: str, most: int = LONGEST) -> str:
    """Return what was typed, cleaned. Raises Refused if it is empty or too long."""
    cleaned = clean(typed)
    if not cleaned.text:
        raise Refused(_("Write something first."))
    over = len(cleaned.text) - most
    if over > 0:
        raise Refused(_("That is %(over)s characters too long. Nothing you wrote is lost.") % {"over": over})
    return cleaned.text


@transaction.atomic
def read_report(*, report: Report, ring: Ring, by: Person) -> dict[str, str]:
    """Open a report's words for a lead: the opening is journalled, the reporter sees that a lead has read it.

    Raises Gone if the report is closed off to this person.
    """
    try:
        told: dict[str, str] = ring.data_key(report).open(report, "told")
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None
    first = reports.mark_read(report=report, by=by)
    mailbox = Mailbox.objects.filter(report=report).first()
    if first and mailbox is not None:
        mailboxes.tell_status(mailbox=mailbox, status=Status.READ, by=by)
    return told


@transaction.atomic
def start(*, school: School, title: str, report: Report, seen: int, ring: Ring, by: Person) -> Case:
    """Make a case of a report. Raises Clash, Refused or Gone."""
    case = Case(school=school, reference=reports.new_reference(), danger=report.danger, owner=by)
    key = lock(case, current_key(school.team_id))
    case.title = key.seal(_needed(title, rules.LONGEST_TITLE), case, "title")
    case.save(force_insert=True)
    record("case.started", subject=case, by=by)
    add_report(case=case, report=report, seen=seen, ring=ring, by=by)
    return case


@transaction.atomic
def add_report(*, case: Case, report: Report, seen: int, ring: Ring, by: Person) -> None:
    """Add a report to a case; in a closed-off case it is closed off too. Raises Clash, Refused or Gone."""
    _key(case, ring)
    refuse_unless(rules.may_change(case.state))
    reports.gather(report=report, seen=seen, by=by)
    try:
        with transaction.atomic():
            Gathered.objects.create(case=case, report=report, by=by)
    except IntegrityError:
        raise Clash(_("This report is in a case already.")) from None
    if case.closed_circle is not None:
        relock_report(report, case.closed_circle, ring)
    if report.danger > case.danger:
        case.danger = report.danger
        case.save(update_fields=["danger"])
    mailbox = Mailbox.objects.filter(report=report).first()
    if mailbox is not None:
        mailboxes.tell_status(mailbox=mailbox, status=Status.WORKING, by=by)
    record("case.report_added", subject=case, by=by, report=str(report.pk))


@transaction.atomic
def take_out(*, case: Case, report: Report, ring: Ring, by: Person) -> None:
    """Take a report out of a case again; it waits in the queue. Raises Gone, or Refused in a closed-off case."""
    _key(case, ring)
    refuse_unless(rules.may_change(case.state))
    if case.closed_circle is not None:
        raise Refused(
            _("Open the case to the whole team first: in the queue everybody in the team could read this report.")
        )
    deleted, _rows = Gathered.objects.filter(case=case, report=report).delete()
    if not deleted:
        raise Gone(_("This report is not in this case."))
    reports.let_go(report=report, by=by)
    record("case.report_taken_out", subject=case, by=by, report=str(report.pk))


@transaction.atomic
def open_page(*, case: Case, ring: Ring, by: Person) -> DataKey:
    """Open a case to look at it: the opening is journalled. Raises Gone if it is closed off to this person."""
    key = _key(case, ring)
    record("case.opened_page", subject=case, by=by)
    return key


@transaction.atomic
def open_titles(*, school: School, cases: Sequence[Case], ring: Ring, by: Person) -> list[tuple[Case, str]]:
    """Open the names of cases for a list: one line in the journal for all of them. Raises Gone for one that is closed off."""
    opened = [(case, str(_key(case, ring).open(case, "title"))) for case in cases]
    if opened:
        record("case.titles_shown", subject=school, by=by, school_id=school.pk, shown=len(opened))
    return opened


@transaction.atomic
def involve(*, case: Case, part: Part, name: str, detail: str, ring: Ring, by: Person) -> Involved:
    """Put somebody into a case with their part. Raises Refused or Gone."""
    key = _key(case, ring)
    refuse_unless(rules.may_change(case.state))
    row = Involved(case=case, part=part.value, added_by=by)
    row.who = key.seal({"name": _needed(name, 200), "detail": clean(detail).text[:2000]}, row, "who")
    row.save(force_insert=True)
    record("case.person_added", subject=case, by=by, part=part.value)
    return row


@transaction.atomic
def change_part(*, involved: Involved, part: Part, seen: int, ring: Ring, by: Person) -> None:
    """Change what part somebody has; `seen` is the version of the case. Raises Clash, Refused or Gone."""
    _key(involved.case, ring)
    claim(involved.case, seen)
    refuse_unless(rules.may_change(involved.case.state))
    involved.part = part.value
    involved.save(update_fields=["part"])
    record("case.part_changed", subject=involved.case, by=by, part=part.value, person=str(involved.pk))


@transaction.atomic
def note(*, case: Case, typed: str, once: bytes, ring: Ring, by: Person) -> None:
    """Write a note; a second press of Save (the same `once`) writes nothing. Raises Refused or Gone."""
    key = _key(case, ring)
    refuse_unless(rules.may_change(case.state))
    row = Note(case=case, author=by, sent_once=once)
    row.text = key.seal(_needed(typed), row, "text")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record("case.noted", subject=case, by=by)


@transaction.atomic
def assign(*, case: Case, to: Person | None, seen: int, ring: Ring, by: Person) -> None:
    """Give a case to somebody who may open it. Raises Clash, Refused or Gone."""
    _key(case, ring)
    if to is not None and not _can_open(case, to):
        raise Refused(_("This person can't open the case, so they can't take it."))
    claim(case, seen)
    case.owner = to
    case.save(update_fields=["owner"])
    record("case.assigned", subject=case, by=by, to=str(to.pk) if to else None)


def _can_open(case: Case, person: Person) -> bool:
    return (
        person.is_active and person.holder is not None and case.circle_key.shares.filter(holder=person.holder).exists()
    )


@transaction.atomic
def set_danger(*, case: Case, to: Level, seen: int, ring: Ring, by: Person) -> None:
    """Raise or lower a case's place in the list (each report keeps its own, with reasons). Raises Clash or Gone."""
    _key(case, ring)
    claim(case, seen)
    case.danger = to.value
    case.save(update_fields=["danger"])
    record("case.danger_set", subject=case, by=by, level=to.key)


@transaction.atomic
def close(*, case: Case, outcome: Outcome, seen: int, ring: Ring, by: Person) -> None:
    """Close a case; its reporters keep their mailboxes for 30 days. Raises Clash, Refused or Gone."""
    _key(case, ring)
    claim(case, seen)
    refuse_unless(rules.may_move(case.state, State.CLOSED))
    case.state, case.outcome, case.closed_at = State.CLOSED.value, outcome.value, clock.now()
    case.save(update_fields=["state", "outcome", "closed_at"])
    for mailbox in Mailbox.objects.filter(report__gathered__case=case):
        mailboxes.close_after(mailbox=mailbox, by=by)
    record("case.closed", subject=case, by=by, outcome=outcome.value)


@transaction.atomic
def reopen(*, case: Case, seen: int, ring: Ring, by: Person) -> None:
    """Open a closed case again; its mailboxes stay open too. Raises Clash, Refused or Gone."""
    _key(case, ring)
    claim(case, seen)
    refuse_unless(rules.may_move(case.state, State.OPEN))
    case.state, case.outcome, case.closed_at = State.OPEN.value, "", None
    case.save(update_fields=["state", "outcome", "closed_at"])
    Mailbox.objects.filter(report__gathered__case=case).update(closes_at=None)
    record("case.reopened", subject=case, by=by)

"""Verbs on a case: each is one transaction, one line of its chronology and one of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.cases import rules
from seawall.cases.chronology import write
from seawall.cases.closing_off import relock_report
from seawall.cases.models import Case, Gathered, Involved
from seawall.cases.opening import key_of
from seawall.cases.rules import Kind, Outcome, Part, State
from seawall.cases.typed import needed, optional
from seawall.cases.versions import claim
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import Status
from seawall.reports import actions as reports
from seawall.vault.ring import current_key, lock

if TYPE_CHECKING:
    from seawall.guidance.rules.danger import Level
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring


@transaction.atomic
def start(*, school: School, title: str, report: Report, seen: int, ring: Ring, by: Person) -> Case:
    """Make a case of a report. Raises Clash, Refused or Gone."""
    case = Case(school=school, reference=reports.new_reference(), danger=report.danger, owner=by)
    key = lock(case, current_key(school.team_id))
    case.title = key.seal(needed(title, rules.LONGEST_TITLE), case, "title")
    case.save(force_insert=True)
    write(case=case, key=key, kind=Kind.STARTED, by=by)
    add_report(case=case, report=report, seen=seen, ring=ring, by=by)
    return case


@transaction.atomic
def add_report(*, case: Case, report: Report, seen: int, ring: Ring, by: Person) -> None:
    """Add a report to a case; in a closed-off case it is closed off too. Raises Clash, Refused or Gone."""
    key = key_of(case, ring)
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
    write(
        case=case,
        key=key,
        kind=Kind.REPORT_ADDED,
        by=by,
        happened_at=report.received_at,
        report=report.reference,
        channel=report.channel,
    )


@transaction.atomic
def take_out(*, case: Case, report: Report, ring: Ring, by: Person) -> None:
    """Take a report out of a case again; it waits in the queue. Raises Gone, or Refused in a closed-off case."""
    key = key_of(case, ring)
    refuse_unless(rules.may_change(case.state))
    if case.closed_circle is not None:
        raise Refused(
            _("Open the case to the whole team first: in the queue everybody in the team could read this report.")
        )
    deleted, _rows = Gathered.objects.filter(case=case, report=report).delete()
    if not deleted:
        raise Gone(_("This report is not in this case."))
    reports.let_go(report=report, by=by)
    write(case=case, key=key, kind=Kind.REPORT_TAKEN_OUT, by=by, report=report.reference)


@transaction.atomic
def involve(*, case: Case, part: Part, name: str, detail: str, ring: Ring, by: Person) -> Involved:
    """Put somebody into a case with their part. Raises Refused or Gone."""
    key = key_of(case, ring)
    refuse_unless(rules.may_change(case.state))
    row, who = Involved(case=case, part=part.value, added_by=by), needed(name, 200)
    row.who = key.seal({"name": who, "detail": optional(detail, 2_000)}, row, "who")
    row.save(force_insert=True)
    write(case=case, key=key, kind=Kind.PERSON_ADDED, by=by, text=who, part=part.value)
    return row


@transaction.atomic
def change_part(*, involved: Involved, part: Part, seen: int, ring: Ring, by: Person) -> None:
    """Change what part somebody has; `seen` is the version of the case. Raises Clash, Refused or Gone."""
    key = key_of(involved.case, ring)
    claim(involved.case, seen)
    refuse_unless(rules.may_change(involved.case.state))
    involved.part = part.value
    involved.save(update_fields=["part"])
    who = key.open(involved, "who")["name"]
    write(case=involved.case, key=key, kind=Kind.PART_CHANGED, by=by, text=who, part=part.value)


@transaction.atomic
def assign(*, case: Case, to: Person | None, seen: int, ring: Ring, by: Person) -> None:
    """Give a case to somebody who may open it. Raises Clash, Refused or Gone."""
    key = key_of(case, ring)
    if to is not None and not _can_open(case, to):
        raise Refused(_("This person can't open the case, so they can't take it."))
    claim(case, seen)
    case.owner = to
    case.save(update_fields=["owner"])
    write(case=case, key=key, kind=Kind.ASSIGNED, by=by, to=str(to.pk) if to else None)


def _can_open(case: Case, person: Person) -> bool:
    return (
        person.is_active and person.holder is not None and case.circle_key.shares.filter(holder=person.holder).exists()
    )


@transaction.atomic
def set_danger(*, case: Case, to: Level, seen: int, ring: Ring, by: Person) -> None:
    """Raise or lower a case's place in the list (each report keeps its own, with reasons). Raises Clash or Gone."""
    key = key_of(case, ring)
    claim(case, seen)
    case.danger = to.value
    case.save(update_fields=["danger"])
    write(case=case, key=key, kind=Kind.DANGER_SET, by=by, level=to.key)


@transaction.atomic
def close(*, case: Case, outcome: Outcome, seen: int, ring: Ring, by: Person) -> None:
    """Close a case; its reporters keep their mailboxes for 30 days. Raises Clash, Refused or Gone."""
    key = key_of(case, ring)
    claim(case, seen)
    refuse_unless(rules.may_move(case.state, State.CLOSED))
    case.state, case.outcome, case.closed_at = State.CLOSED.value, outcome.value, clock.now()
    case.save(update_fields=["state", "outcome", "closed_at"])
    for mailbox in Mailbox.objects.filter(report__gathered__case=case):
        mailboxes.close_after(mailbox=mailbox, by=by)
    write(case=case, key=key, kind=Kind.CLOSED, by=by, outcome=outcome.value)


@transaction.atomic
def reopen(*, case: Case, seen: int, ring: Ring, by: Person) -> None:
    """Open a closed case again; its mailboxes stay open too. Raises Clash, Refused or Gone."""
    key = key_of(case, ring)
    claim(case, seen)
    refuse_unless(rules.may_move(case.state, State.OPEN))
    case.state, case.outcome, case.closed_at = State.OPEN.value, "", None
    case.save(update_fields=["state", "outcome", "closed_at"])
    Mailbox.objects.filter(report__gathered__case=case).update(closes_at=None)
    write(case=case, key=key, kind=Kind.REOPENED, by=by)


@transaction.atomic
def reply(*, report: Report, mailbox: Mailbox, typed: str, once: bytes, ring: Ring, by: Person) -> None:
    """Write to a reporter; if the report is in a case, its chronology keeps what was written. Raises Refused or Gone."""
    if not mailboxes.reply(mailbox=mailbox, ring=ring, typed=typed, once=once, by=by):
        return
    case = Case.objects.filter(gathered__report=report).first()
    if case is not None:
        key = key_of(case, ring)
        write(case=case, key=key, kind=Kind.REPLIED, by=by, text=optional(typed), report=report.reference)


@transaction.atomic
def tell_status(*, report: Report, mailbox: Mailbox, status: Status, ring: Ring, by: Person) -> None:
    """Tell a reporter what has happened; if the report is in a case, its chronology says so. Telling it twice changes nothing."""
    if not mailboxes.tell_status(mailbox=mailbox, status=status, by=by):
        return
    case = Case.objects.filter(gathered__report=report).first()
    if case is not None:
        key = key_of(case, ring)
        write(case=case, key=key, kind=Kind.REPORTER_TOLD, by=by, report=report.reference, status=status.value)

"""Opening what is sealed, for a lead whose ring is open: a report, a case, the names in a list. Each opening is journalled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.journal.actions import record, record_each
from seawall.kit.refusal import Gone
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import Status
from seawall.reports import actions as reports
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.cases.models import Case
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def key_of(row: Case, ring: Ring) -> DataKey:
    """Return a case's key. Raises Gone if the case is closed off to this person: it looks as if it were not there."""
    try:
        return ring.data_key(row)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


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
def open_told(*, case: Case, reports: Sequence[Report], ring: Ring, by: Person) -> list[tuple[Report, dict[str, str]]]:
    """Open the words of several reports of a case: each opening is journalled. Raises Gone if one is closed off to this person.

    They were read before (a report comes into a case from its own page). Two queries, whatever the number.
    """
    key_of(case, ring)
    try:
        opened = [(report, ring.data_key(report).open(report, "told")) for report in reports]
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None
    record_each("report.opened", subjects=reports, by=by, school_id=case.school_id)
    return opened


@transaction.atomic
def open_page(*, case: Case, ring: Ring, by: Person, page: str = "case") -> DataKey:
    """Open a page of a case to look at it: the opening is journalled. Raises Gone if it is closed off to this person."""
    key = key_of(case, ring)
    record("case.opened_page", subject=case, by=by, page=page)
    return key


@transaction.atomic
def open_titles(*, school: School, cases: Sequence[Case], ring: Ring, by: Person) -> list[tuple[Case, str]]:
    """Open the names of cases for a list: one line in the journal for all of them. Raises Gone for one that is closed off."""
    opened = [(case, str(key_of(case, ring).open(case, "title"))) for case in cases]
    if opened:
        record("case.titles_shown", subject=school, by=by, school_id=school.pk, shown=len(opened))
    return opened

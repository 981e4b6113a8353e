"""Need to know (product.md B9): a case closed off to named people, its reports and mailboxes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.cases import rules
from seawall.cases.chronology import write
from seawall.cases.opening import key_of
from seawall.cases.rules import Kind
from seawall.cases.versions import claim
from seawall.kit.refusal import Gone, Refused, refuse_unless
from seawall.mailbox.models import Mailbox
from seawall.reports.models import Report
from seawall.vault import circles
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.vault.models import Circle, Holder
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@transaction.atomic
def close_off(*, case: Case, to: Sequence[Person], seen: int, ring: Ring, by: Person) -> None:
    """Close a case off to named leads: a new circle, and the keys of the case, its reports and mailboxes sealed to it alone.

    The recovery kit in the school's safe is in every circle, so that a forgotten password loses nothing. Called again, it
    names others. Raises Clash, Refused if `by` is not among them, or Gone if the case is closed off to `by`.
    """
    key = _claim(case, seen, ring)
    refuse_unless(rules.may_close_off(named=len(to), includes_self=by in to))
    circle = circles.make_circle(case.school_id, [*map(_holder, to), *circles.kits_of(case.school_id)])
    before = case.closed_circle
    _relock(case, circle, ring)
    case.closed_circle = circle
    if case.owner is not None and case.owner not in to:
        case.owner = by
    case.save(update_fields=["closed_circle", "owner", "circle_key", "key_for_circle"])
    if before is not None:
        circles.dissolve(before)
    write(case=case, key=key, kind=Kind.CLOSED_OFF, by=by, people=len(to))


@transaction.atomic
def open_to_team(*, case: Case, seen: int, ring: Ring, by: Person) -> None:
    """Open a closed-off case to the whole team again. Raises Clash, or Gone if it is closed off to `by`."""
    key = _claim(case, seen, ring)
    before = case.closed_circle
    _relock(case, case.school.team, ring)
    case.closed_circle = None
    case.save(update_fields=["closed_circle", "circle_key", "key_for_circle"])
    if before is not None:
        circles.dissolve(before)
    write(case=case, key=key, kind=Kind.OPENED_TO_TEAM, by=by)


def _holder(person: Person) -> Holder:
    if person.holder is None or not person.is_lead or not person.is_active:
        raise Refused(_("Only somebody in the safeguarding team can be named."))
    return person.holder


def _claim(case: Case, seen: int, ring: Ring) -> DataKey:
    key = key_of(case, ring)
    claim(case, seen)
    return key


def _relock(case: Case, circle: Circle, ring: Ring) -> None:
    try:
        ring.relock(case, circle)
        for report in Report.objects.filter(gathered__case=case):
            relock_report(report, circle, ring)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def relock_report(report: Report, circle: Circle, ring: Ring) -> None:
    """Seal a report and its mailbox to another circle."""
    ring.relock(report, circle)
    report.save(update_fields=["circle_key", "key_for_circle"])
    for mailbox in Mailbox.objects.filter(report=report):
        ring.relock(mailbox, circle)
        mailbox.save(update_fields=["circle_key", "key_for_circle"])

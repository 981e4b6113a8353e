"""Giving the steps by code (product.md D2, D3): the family reads its part in the mailbox, with the six words it has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.cases import actions as cases
from seawall.cases.opening import key_of
from seawall.kit.refusal import Gone
from seawall.mailbox.models import Mailbox
from seawall.takedowns import actions, rules
from seawall.takedowns.actions import Done
from seawall.takedowns.rules import State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.takedowns.models import FakeAccount
    from seawall.vault.ring import Ring


def mailboxes_of(case: Case) -> QuerySet[Mailbox]:
    """The mailboxes of a case that somebody can still open with a code, the oldest report first."""
    found = Mailbox.objects.filter(report__gathered__case=case, lookup__isnull=False)
    return found.select_related("report").order_by("report__received_at")


@transaction.atomic
def give(
    *, account: FakeAccount, mailbox: Mailbox, typed: str, version: int, once: bytes, ring: Ring, by: Person
) -> None:
    """Put the steps into a mailbox, and write down that they were given (unless it was reported already).

    A second press does nothing. Raises Clash, Refused or Gone.
    """
    key_of(account.case, ring)
    if not mailboxes_of(account.case).filter(pk=mailbox.pk).exists():
        raise Gone(_("There is nothing here for you to see."))
    if mailbox.messages.filter(sent_once=once).exists():
        return
    if rules.may_move(account.state, State.PACK_GIVEN) is None:
        done = Done(words=_("By code, to whoever told us in %(report)s.") % {"report": mailbox.report.reference})
        actions.move(account=account, to=State.PACK_GIVEN, done=done, version=version, ring=ring, by=by)
    cases.reply(report=mailbox.report, mailbox=mailbox, typed=typed, once=once, ring=ring, by=by)

"""What the leads confirmed of accounts, numbers and addresses, for a bundle: as it was told or corrected, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.evidence.contents import Account
from seawall.evidence.rules import kind_of
from seawall.links.models import Identifier
from seawall.links.queries import value_of
from seawall.links.rules.states import State
from seawall.links.wording import KINDS, WHOSE, platform_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from seawall.cases.models import Case
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def confirmed(case: Case, ring: Ring) -> Iterator[tuple[Identifier, Account]]:
    """Give each identifier that a lead confirmed, corrected or added in the reports of a case. One query."""
    rows = Identifier.objects.filter(report__gathered__case=case, state__in=[State.CONFIRMED, State.CORRECTED])
    keys: dict[UUID, DataKey] = {}
    for row in rows.select_related("report").order_by("report__received_at", "number", "pk"):
        key = keys.get(row.report_id) or keys.setdefault(row.report_id, ring.data_key(row.report))
        value = value_of(row, key)
        yield (
            row,
            Account(
                as_told=value,
                kind=kind_of(value),
                apps=str(platform_name(row.platform)),
                told_in=row.report.reference,
                at="",
                sure=_("%(state)s: %(kind)s. %(whose)s")
                % {
                    "state": _("corrected by a lead") if row.state == State.CORRECTED else _("confirmed by a lead"),
                    "kind": KINDS[row.kind],
                    "whose": WHOSE[row.whose],
                },
            ),
        )

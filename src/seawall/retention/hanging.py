"""Every table that hangs on a case or on its reports, children before parents. A test walks the models: none can be forgotten.

Rows are deleted by table, not through Django's collector: some of them protect one another, and all of them go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models

from seawall.cases.models import Case
from seawall.reports.models import Report
from seawall.vault.fields import SealedField
from seawall.vault.sealing import Sealed

if TYPE_CHECKING:
    from uuid import UUID

CASE, REPORT = "case", "report"

TABLES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("letterbox.Outgoing", ("report",)),
    ("letterbox.Thread", ("report",)),
    ("letterbox.Mail", ("report",)),
    ("mailbox.StatusLine", ("mailbox__report",)),
    ("mailbox.Message", ("mailbox__report",)),
    ("mailbox.Mailbox", ("report",)),
    ("links.Rejection", ("one", "other")),
    ("links.Identifier", ("report",)),
    ("evidence.Piece", ("bundle__case",)),
    ("evidence.Bundle_cases", ("case", "bundle__case")),
    ("evidence.Bundle", ("case",)),
    ("decisions.SignOff", ("decision__case",)),
    ("decisions.Standing", ("case",)),
    ("decisions.Paper", ("case",)),
    ("decisions.Decision", ("case",)),
    ("decisions.Review", ("case",)),
    ("takedowns.Step", ("account__case",)),
    ("takedowns.Likeness", ("account__case",)),
    ("takedowns.FakeAccount", ("case",)),
    ("support.NotTold", ("case",)),
    ("support.Contact", ("case",)),
    ("support.CheckIn", ("case",)),
    ("support.Plan", ("case",)),
    ("support.Task", ("case",)),
    ("referrals.Referral", ("case",)),
    ("series.Move", ("case",)),
    ("series.Place", ("case",)),
    ("retention.Hold", ("case",)),
    ("retention.Keeping", ("case",)),
    ("cases.Line", ("case",)),
    ("cases.Involved", ("case",)),
    ("cases.Gathered", ("case",)),
    ("reports.Report", ("pk",)),
    ("cases.Case", ("pk",)),
)
"""Each table, and by which ways its rows belong to a case or report (a way's last word says to which)."""

LET_GO: Final[tuple[tuple[str, str], ...]] = (("letters.Letter", "case"),)
"""Rows that stay and only forget the case: a letter went to many families and names no child."""

_OF_REPORTS: Final = frozenset({"report", "mailbox__report", "one", "other"})


@dataclass(frozen=True, slots=True)
class Rows:
    """A case that goes, by its id, and the ids of its reports, read before anything is deleted."""

    case: UUID
    reports: tuple[UUID, ...]

    def of(self, label: str, ways: tuple[str, ...]) -> models.QuerySet[Any]:
        """Give the rows of one table that belong to the case."""
        model: type[Any] = apps.get_model(label)
        found: models.QuerySet[Any] = model.objects.all()
        if ways == ("pk",):
            return found.filter(pk__in=[self.case] if model is Case else self.reports)
        wanted = models.Q()
        for way in ways:
            wanted |= models.Q(**{f"{way}__in": self.reports if way in _OF_REPORTS else [self.case]})
        return found.filter(wanted)


def rows_of(case: UUID) -> Rows:
    """Return what hangs on a case, by id."""
    return Rows(case, tuple(Report.objects.filter(gathered__case=case).values_list("pk", flat=True)))


def key_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a table in which a data key lies, sealed to somebody."""
    return [each for each in model._meta.local_concrete_fields if each.name.startswith("key_for_")]


def destroy_keys(rows: Rows) -> None:
    """Overwrite every sealed copy of every data key. From here on nobody opens a word, whatever happens to the rows."""
    for label, ways in TABLES:
        for column in key_columns(apps.get_model(label)):
            nothing = Sealed(b"") if isinstance(column, SealedField) else b""
            rows.of(label, ways).exclude(**{f"{column.name}__isnull": True}).update(**{column.name: nothing})


def delete_rows(rows: Rows) -> int:
    """Delete every row, and return how many. Call it in one transaction, with the case named in cases.Purge."""
    for label, column in LET_GO:
        model: type[Any] = apps.get_model(label)
        model.objects.filter(**{column: rows.case}).update(**{column: None})
    return sum(delete(rows.of(label, ways)) for label, ways in TABLES)


def delete(rows: models.QuerySet[Any]) -> int:
    """Delete rows of one table and nothing else, and return how many."""
    return rows._raw_delete(DEFAULT_DB_ALIAS) or 0  # noqa: SLF001 - Django's collector stops at rows that protect one another

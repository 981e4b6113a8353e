"""Identifiers, each in its report, sealed under the report's key; and the suggested links that a lead rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.links.rules.canon import CANON_VERSION
from seawall.links.rules.kinds import Kind
from seawall.links.rules.states import State, Whose
from seawall.reports.models import Report
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seawall.vault.ring import Ring


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    """Words for asking about identifiers; start from `school.identifiers` or `report.identifiers`."""

    def in_order(self) -> IdentifierQuerySet:
        """As they were found."""
        return self.order_by("number", "pk")

    def open_to(self, ring: Ring) -> IdentifierQuerySet:
        """Those in reports that this ring can open."""
        return self.filter(report__circle_key_id__in=ring.held_keys())

    def of_old_version(self) -> IdentifierQuerySet:
        """Those whose keys were made by earlier forms."""
        return self.filter(canon_version__lt=CANON_VERSION)


class Identifier(models.Model):
    """One identifier in one report: the table that joins the two; there is no row for a pair of reports.

    `exact` and `skeleton` are blind keys: the same for the same identifier anywhere in the school, empty where it links nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="identifiers", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="identifiers")
    number = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    platform = models.CharField(max_length=16, blank=True)
    found = SealedField()
    """What was found: kind, platform, the value as typed, the answer it stands in, the words around it."""
    corrected = SealedField(null=True)
    """The value that a lead put in its place; kind and platform then are the lead's, too."""
    exact = models.BinaryField(max_length=16, null=True)
    skeleton = models.BinaryField(max_length=16, null=True)
    canon_version = models.PositiveSmallIntegerField(default=CANON_VERSION)
    keyed_at = models.DateTimeField(default=clock.now)
    """Since when it is met by these keys: a rejected link comes back when something new is met."""
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.OFFERED.value)
    whose = models.CharField(max_length=10, choices=[(w.value, w.value) for w in Whose], default=Whose.UNKNOWN.value)
    by_hand = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    sent_once = models.BinaryField(max_length=16, null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="links_identifier_decided_by_somebody",
                condition=models.Q(state="offered", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(state="offered") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="links_identifier_corrected_has_value",
                condition=~models.Q(state="corrected") | models.Q(corrected__isnull=False),
            ),
            models.CheckConstraint(
                name="links_identifier_dropped_links_nothing",
                condition=~models.Q(state="dropped") | models.Q(exact__isnull=True, skeleton__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["exact"], name="links_exact", condition=models.Q(exact__isnull=False)),
            models.Index(fields=["skeleton"], name="links_skeleton", condition=models.Q(skeleton__isnull=False)),
            models.Index(fields=["school", "canon_version"], name="links_version"),
        ]

    def __str__(self) -> str:
        return f"identifier {self.pk}"


class Rejection(models.Model):
    """A lead looked at a suggested link between two reports and says that they do not belong together. Undoing it deletes it."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    one = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="links_rejection_once"),
            models.CheckConstraint(name="links_rejection_in_order", condition=models.Q(one__lt=models.F("other"))),
        ]

    def __str__(self) -> str:
        return f"rejection {self.pk}"


class Reindex(models.Model):
    """The last run that made a school's keys anew, and how far it is: one row a school."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="reindex", primary_key=True)
    version = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total} keys made anew"


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Two reports in the order in which a rejection keeps them."""
    return sorted(reports, key=lambda report: report.pk)

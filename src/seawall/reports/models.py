"""Reports and visits. Words are sealed; what stands in clear is listed in docs/threat-model.md."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.guidance.rules.danger import Level
from seawall.kit import clock
from seawall.reports.rules import WAITING, Channel, Contact, Road, State
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.vault.ring import Holding

VISIT_LASTS = timedelta(minutes=60)


class ReportQuerySet(models.QuerySet["Report"]):
    """Words for asking about reports; start from `school.reports`."""

    def open_to(self, ring: Holding) -> ReportQuerySet:
        """Reports this person's ring can open: those of a closed-off case are not there for others."""
        return self.filter(circle_key_id__in=ring.held_keys())

    def waiting(self) -> ReportQuerySet:
        """Reports nobody has made a case of, in order of danger and then of waiting."""
        return self.filter(state__in=WAITING).order_by("-danger", "received_at")

    def overdue(self, now: datetime) -> ReportQuerySet:
        """Reports of which nobody has been reached in time; those in a case, too, but not what is set aside."""
        return self.exclude(state=State.JUNK).filter(contacted_at=None, due_at__lt=now)

    def junk(self) -> ReportQuerySet:
        """Set-aside reports, the newest first."""
        return self.filter(state=State.JUNK).order_by("-junk_at")

    def recorded_by(self, person: Person) -> ReportQuerySet:
        """What one member of staff recorded, the newest first."""
        return self.filter(recorded_by=person).order_by("-received_at")


class Report(Locked):
    """One telling. `told` holds the words, under the report's own key; `coded` the choices, in clear."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reports")
    reference = models.CharField(max_length=12)
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    road = models.CharField(max_length=8, choices=[(r.value, r.value) for r in Road])
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.NEW.value)
    danger = models.SmallIntegerField(choices=[(level.value, level.key) for level in Level])
    danger_by_rules = models.SmallIntegerField(choices=[(level.value, level.key) for level in Level])
    reasons = models.JSONField(default=list)
    coded = models.JSONField(default=dict)
    told = SealedField()
    key_for_reporter = models.BinaryField(default=b"")
    lowered_why = SealedField(null=True)
    sent_once = models.BinaryField(max_length=16, unique=True)
    """The blind name of the visit that sent it: a second press of Send finds this one."""
    received_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(default=clock.now)
    """From when the deadline counts: when it came, or when its danger was raised."""
    due_at = models.DateTimeField()
    """Until when whoever told must be reached (guidance.rules.promises)."""
    contacted_at = models.DateTimeField(null=True)
    contacted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    contacted_how = models.CharField(max_length=8, blank=True, choices=[(c.value, c.value) for c in Contact])
    junk_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "reference"], name="reports_reference_once"),
            models.CheckConstraint(
                name="reports_junk_has_a_date",
                condition=models.Q(state="junk", junk_at__isnull=False)
                | (~models.Q(state="junk") & models.Q(junk_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="reports_contact_has_a_way",
                condition=models.Q(contacted_at__isnull=True, contacted_how="")
                | (models.Q(contacted_at__isnull=False) & ~models.Q(contacted_how="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "-danger", "received_at"],
                name="reports_waiting",
                condition=models.Q(state__in=["new", "read"]),
            ),
            models.Index(
                fields=["school", "due_at"], name="reports_due", condition=models.Q(contacted_at__isnull=True)
            ),
            models.Index(fields=["school", "state", "junk_at"], name="reports_state"),
            models.Index(fields=["recorded_by", "received_at"], name="reports_recorded_by"),
        ]

    def __str__(self) -> str:
        return f"report {self.reference}"

    @property
    def level(self) -> Level:
        """The danger in force: what the rules found, or what a person made of it."""
        return Level(self.danger)


class Visit(models.Model):
    """One visitor's hour: answers under way, or the code just given. Sealed under a key only their cookie holds."""

    id = models.BinaryField(primary_key=True, max_length=16)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    box = models.BinaryField()
    touched_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return "visit"

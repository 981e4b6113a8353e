"""School hours, terms and days off, shifts. Coded values only: nothing here is sealed, and nothing tells of a child."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from seawall.kit import clock
from seawall.rota.rules.calendar import MIDNIGHT, Dates, Kind
from seawall.rota.rules.shifts import Season, Shift
from seawall.schools.models import Person, School


class Hours(models.Model):
    """A school's hours by weekday: `{"0": [510, 930]}` is Monday from 8:30 to 15:30. A weekday that is not there is closed."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, primary_key=True, related_name="hours")
    by_weekday = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"hours of {self.school_id}"


class Period(models.Model):
    """A term, a holiday, a bank holiday or inset days; first and last day included."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering: ClassVar = ["first", "kind"]
        constraints: ClassVar = [
            models.CheckConstraint(name="rota_period_in_order", condition=models.Q(last__gte=models.F("first"))),
            models.UniqueConstraint(fields=["school", "kind", "first"], name="rota_period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"

    def as_dates(self) -> Dates:
        """As the rules know it."""
        return Dates(Kind(self.kind), self.first, self.last)


class Slot(models.Model):
    """A shift, or a time in which somebody is away (rota.rules.shifts.Shift)."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="slots")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    weekdays = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    season = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Season])
    away = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["first", "starts", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="rota_slot_days_in_order", condition=models.Q(last__gte=models.F("first"))),
            models.CheckConstraint(
                name="rota_slot_hours_in_order",
                condition=models.Q(ends__gt=models.F("starts")) & models.Q(ends__lte=MIDNIGHT),
            ),
            models.CheckConstraint(
                name="rota_slot_weekdays", condition=models.Q(weekdays__gte=1) & models.Q(weekdays__lte=127)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "last"], name="rota_slot_school")]

    def __str__(self) -> str:
        return f"slot {self.pk}"

    def as_shift(self) -> Shift:
        """As the rules know it."""
        season = Season(self.season)
        return Shift(
            self.person_id, self.weekdays, self.starts, self.ends, self.first, self.last, season, away=self.away
        )

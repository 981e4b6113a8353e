"""Unusual opening, kept so that the head and the leads see it and are told once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from seawall.schools.models import Person, School


class Opening(models.Model):
    """One person opened unusually much, from one moment to another."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    first = models.DateTimeField()
    last = models.DateTimeField()
    opened = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-last"]
        constraints: ClassVar = [
            models.CheckConstraint(name="watch_opening_in_order", condition=models.Q(last__gte=models.F("first"))),
            models.UniqueConstraint(fields=["person", "first"], name="watch_opening_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "-last"], name="watch_opening_school")]

    def __str__(self) -> str:
        return f"opening {self.pk}"

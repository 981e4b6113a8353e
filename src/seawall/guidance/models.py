"""What a school's office found when it looked at a fact: a layer of its own over the data files, never over another school's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from seawall.guidance.rules.looking import Found
from seawall.kit import clock
from seawall.schools.models import Person, School

if TYPE_CHECKING:
    from datetime import date


class Look(models.Model):
    """One look at one fact by one person. Rows are only added: taking one back is a row, too. All of it is public."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="looks")
    fact = models.CharField(max_length=80)
    """A key of guidance.catalogue, such as `route.childline`."""
    found = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Found])
    values = models.JSONField(default=dict)
    """What stands from now on in place of the file's words, by the name of the value; empty: as the file says."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["school", "fact"], name="guidance_look_fact")]

    def __str__(self) -> str:
        return f"look at {self.fact}"

    @property
    def day(self) -> date:
        """The day of the look, by the school's clock."""
        return timezone.localtime(self.at).date()

"""Series of cases, and every act that put a case into one or took it out. Names and reasons are sealed to the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q

from seawall.cases.models import Case
from seawall.cases.rules import State
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.schools.models import Person, School
from seawall.series.rules import Kind
from seawall.vault.fields import SealedField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from seawall.vault.ring import Ring


class SeriesQuerySet(models.QuerySet["Series"]):
    """Words for asking about series; start from `school.series`."""

    def open_to(self, ring: Ring) -> SeriesQuerySet:
        """Series whose name this ring can open."""
        return self.filter(circle_key_id__in=ring.held_keys())

    def live(self) -> SeriesQuerySet:
        """Series with a case that is open."""
        return self.filter(Exists(Place.objects.filter(series=OuterRef("pk"), case__state=State.OPEN)))

    def counted(self) -> SeriesQuerySet:
        """With how many cases each has, how many of them are open, and since when the first was open."""
        open_ones = Count("places", filter=Q(places__case__state=State.OPEN))
        return self.annotate(
            cases=Count("places"), open_cases=open_ones, first=Min("places__case__opened_at")
        ).order_by("-open_cases", "-begun_at")


class Series(Locked):
    """One series. It is sealed to the whole team: its name must tell nothing of a case that is closed off."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="series")
    reference = models.CharField(max_length=12)
    name = SealedField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "reference"], name="series_reference_once"),
        ]

    def __str__(self) -> str:
        return f"series {self.reference}"


class Place(models.Model):
    """Where a case stands now: in one series at most. How it came there is in `Move`."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="place", primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="places")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.case_id} in {self.series_id}"


class Act(models.Model):
    """Something a person did with a series: never changed (migration 0001). `why` is sealed under the key of `series`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="acts")
    other = models.ForeignKey(Series, on_delete=models.CASCADE, null=True, related_name="acts_from_others")
    """The series that it split off, or that was joined with it."""
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    why = SealedField(null=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    sent_once = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.series_id}"


class Move(models.Model):
    """One case that an act moved: from a series (or none) to a series (or none). Never changed."""

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="moves")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="series_moves")
    start = models.ForeignKey(Series, on_delete=models.CASCADE, null=True, related_name="+")
    end = models.ForeignKey(Series, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "case"], name="series_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} moved"

"""Briefings, their groups, and who was absent.

The plan names no child of any case: it lies in clear where it is a time or a state, and under the server key where it is a name
or a room, so that a teacher who leads a group can read it. That a briefing comes from a case, and from which, is sealed
(docs/adr/0025).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.briefings.rules.states import AbsentState, Slot, State
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.questionbox.models import QuestionBox
from seawall.roll.models import Group, Pupil
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField, ServerSealedTextField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class BriefingQuerySet(models.QuerySet["Briefing"]):
    """Words for asking about briefings; start from `school.briefings`."""

    def newest(self) -> BriefingQuerySet:
        """All of them, the newest first."""
        return self.select_related("by", "box").order_by("-at", "-pk")


class Briefing(Locked):
    """One year group to be told. `told` says what it is about: a case, a series, or nothing."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="briefings")
    year = models.CharField(max_length=4)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.DRAFT.value)
    told = SealedField()
    extra = ServerSealedTextField()
    """A paragraph of a lead's own for the hand-out."""
    box = models.OneToOneField(QuestionBox, on_delete=models.PROTECT, related_name="briefing")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)
    sent_once = models.BinaryField(max_length=16, unique=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school", "-at"], name="briefings_of_school")]

    def __str__(self) -> str:
        return f"briefing {self.pk}"


class Session(models.Model):
    """One class group of a briefing: where, when, who leads it, who is at hand; and whether somebody said who was absent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="sessions")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, related_name="+")
    """None: the pupils of the year who are in no group."""
    group_name = ServerSealedTextField()
    room = ServerSealedTextField()
    starts_at = models.DateTimeField(null=True)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    leader_name = ServerSealedTextField()
    """Who leads it, if it is nobody who signs in here."""
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    helper_name = ServerSealedTextField()
    attended_at = models.DateTimeField(null=True)
    attended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "group"], name="briefings_group_once"),
            models.CheckConstraint(
                name="briefings_attended_by_somebody",
                condition=models.Q(attended_at__isnull=True, attended_by__isnull=True)
                | models.Q(attended_at__isnull=False, attended_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["leader", "starts_at"], name="briefings_led_by")]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def led_by(self) -> str:
        """Who leads it; empty if nobody is named yet."""
        return self.leader.get_full_name() if self.leader else self.leader_name

    @property
    def at_hand(self) -> str:
        """Who is at hand for a child who is upset; empty if nobody is named yet."""
        return self.helper.get_full_name() if self.helper else self.helper_name

    def slot(self, pupils: int) -> Slot:
        """Return what the rules have to know, with how many pupils are in the group now."""
        return Slot(
            group=self.group_name,
            pupils=pupils,
            room=self.room.strip(),
            starts_at=self.starts_at,
            leader=str(self.leader_id or self.leader_name.strip().casefold()),
            leader_name=self.led_by,
            helper=str(self.helper_id or self.helper_name.strip().casefold()),
            attended=self.attended_at is not None,
        )


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Words for asking about pupils who were absent."""

    def to_tell(self) -> AbsenceQuerySet:
        """Those still to be told, who have not left the school."""
        return self.filter(state=AbsentState.TO_TELL, pupil__left_on=None)

    def of_groups(self, sessions: Iterable[Session]) -> AbsenceQuerySet:
        """Those of some groups, each with pupil and people."""
        rows = self.filter(session__in=list(sessions))
        return rows.select_related("pupil", "pupil__group", "owner", "told_by", "session")


class Absence(models.Model):
    """A pupil who was not there: a task for somebody until they are told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="absences")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in AbsentState], default=AbsentState.TO_TELL.value
    )
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "pupil"], name="briefings_absent_once"),
            models.CheckConstraint(
                name="briefings_told_by_somebody",
                condition=(models.Q(state="told", told_at__isnull=False, told_by__isnull=False))
                | (~models.Q(state="told") & models.Q(told_at__isnull=True, told_by__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="briefings_to_tell", condition=models.Q(state="to_tell"))
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and the pupil is not told."""
        return self.state == AbsentState.TO_TELL and self.due_on < today

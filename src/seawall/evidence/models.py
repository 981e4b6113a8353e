"""Bundles and the school's signing key. What is in a bundle waits under a key of its maker alone, for an hour at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.cases.models import Case
from seawall.evidence.rules import KEPT, Lock, Receiver, State
from seawall.evidence.verify import fingerprint, key_number
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from datetime import datetime


class SigningKey(Locked):
    """A key with which a school signs. `seed` is its secret half, sealed to the team: the server alone can't sign.

    Each key of the team has one of its own: once somebody has left, the next bundle is signed with a key they never had.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="signing_keys")
    public = models.BinaryField(max_length=32)
    seed = SealedField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "circle_key"], name="evidence_one_key_at_a_time")
        ]

    def __str__(self) -> str:
        return f"signing key {self.pk}"

    @property
    def number(self) -> str:
        """Thirty digits by which the receiver knows the key, asked for on the telephone."""
        return key_number(bytes(self.public))

    @property
    def fingerprint(self) -> str:
        """The same as OpenSSH shows it."""
        return fingerprint(bytes(self.public))


class BundleQuerySet(models.QuerySet["Bundle"]):
    """Words for asking about bundles; start from `case.bundles`."""

    def left_over(self, before: datetime) -> BundleQuerySet:
        """Those begun before a time of which something still waits here."""
        return self.filter(state__in=[State.MAKING, State.READY], begun_at__lte=before)


class Bundle(models.Model):
    """One bundle. For whom and why is sealed under its home case's key; what is in it, until taken, under `key_for_maker`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="bundles")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    """Its home: the case on whose page it was made, whose key seals for whom and why."""
    cases = models.ManyToManyField(Case, related_name="bundles")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.MAKING.value)
    receiver = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Receiver])
    lock = models.CharField(max_length=12, choices=[(lock.value, lock.value) for lock in Lock])
    asked = SealedField()
    steps = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    manifest = models.CharField(max_length=64, blank=True)
    """SHA-256 of tagmanifest-sha256.txt, which lists every other sum."""
    sent_once = models.BinaryField(max_length=16, unique=True)
    key_for_maker = models.BinaryField(null=True)
    secret = SealedField(null=True)
    file = SealedField(null=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="evidence_ready_has_a_file",
                condition=models.Q(state="ready", file__isnull=False)
                | (~models.Q(state="ready") & models.Q(file__isnull=True)),
            ),
            models.CheckConstraint(
                name="evidence_over_keeps_nothing",
                condition=~models.Q(state__in=["taken", "over"])
                | models.Q(secret__isnull=True, key_for_maker__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["begun_at"], name="evidence_left_over", condition=models.Q(state__in=["making", "ready"])
            )
        ]

    def __str__(self) -> str:
        return f"bundle {self.pk}"

    def state_at(self, now: datetime) -> State:
        """Where it is at a time: what nobody took within the hour is over, whether it was cleared away yet or not."""
        waits = self.state in {State.MAKING, State.READY}
        return State.OVER if waits and now >= self.begun_at + KEPT else State(self.state)


class Piece(models.Model):
    """What one case held, gathered by one step and sealed under the bundle's key until the last step is done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="pieces")
    step = models.PositiveIntegerField()
    contents = SealedField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["bundle", "step"], name="evidence_piece_once")]

    def __str__(self) -> str:
        return f"piece {self.step} of {self.bundle_id}"

"""Who holds keys, which circles there are, and the lock every sealed row carries. No foreign key leads out of this room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from seawall.kit import clock
from seawall.kit.ids import new_id


class Holder(models.Model):
    """One key pair: a person's, its secret half wrapped by their password; or a recovery kit's, kept on paper."""

    class Kind(models.TextChoices):
        """Where the secret half is."""

        PERSON = "person"
        KIT = "kit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=Kind)
    public = models.BinaryField(max_length=32)
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="vault_holder_person_is_wrapped",
                condition=models.Q(kind="person", wrapped__isnull=False) | models.Q(kind="kit", wrapped__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Circle(models.Model):
    """Those who may open something together: a school's safeguarding team, or the named people of a closed-off case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.UUIDField(db_index=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"circle {self.pk}"


class CircleKey(models.Model):
    """One key pair of a circle. When somebody leaves, the circle gets the next one for what comes after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="keys")
    number = models.PositiveIntegerField()
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "number"], name="vault_circle_key_number")]

    def __str__(self) -> str:
        return f"{self.circle_id}#{self.number}"


class Share(models.Model):
    """A circle key's secret half, sealed to one holder. Deleting it is what shuts somebody out."""

    id = models.BigAutoField(primary_key=True)
    circle_key = models.ForeignKey(CircleKey, on_delete=models.PROTECT, related_name="shares")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="shares")
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle_key", "holder"], name="vault_share_once")]

    def __str__(self) -> str:
        return f"share of {self.circle_key_id} for {self.holder_id}"


class Locked(models.Model):
    """A row with its own random data key, sealed to a circle. What it tells lies in `SealedField`s under that key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle_key = models.ForeignKey(CircleKey, on_delete=models.PROTECT, related_name="+")
    key_for_circle = models.BinaryField()

    class Meta:
        abstract = True

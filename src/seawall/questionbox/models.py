"""Boxes and the questions in them. A question is sealed to the team; what stands on the public page is under the server key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.guidance.rules.danger import Level
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.questionbox.rules import State
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField, ServerSealedTextField
from seawall.vault.models import Locked

if TYPE_CHECKING:
    from seawall.vault.ring import Ring


class QuestionBox(models.Model):
    """A box that stands at a short address. Its code is printed for everybody: it opens nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="question_boxes")
    code = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "code"], name="questionbox_code_once")]

    def __str__(self) -> str:
        return f"question box {self.pk}"


class QuestionQuerySet(models.QuerySet["Question"]):
    """Words for asking about questions; start from `school.questions`."""

    def open_to(self, ring: Ring) -> QuestionQuerySet:
        """Questions this ring can open, the most dangerous first, then the oldest."""
        return self.filter(circle_key_id__in=ring.held_keys()).order_by("-danger", "received_at")

    def waiting(self) -> QuestionQuerySet:
        """Questions nobody has dealt with."""
        return self.filter(state=State.NEW)


class Question(Locked):
    """One question. Nobody knows who asked it."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="questions")
    box = models.ForeignKey(QuestionBox, on_delete=models.SET_NULL, null=True, related_name="questions")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.NEW.value)
    danger = models.SmallIntegerField(choices=[(level.value, level.key) for level in Level])
    reasons = models.JSONField(default=list)
    told = SealedField()
    burst = models.PositiveIntegerField(default=0)
    """From one address came so many at least in ten minutes; 0: not many."""
    shown = ServerSealedTextField(null=True)
    """What a lead put on the box's page: how the question stands there, and its answer (JSON)."""
    sent_once = models.BinaryField(max_length=16, unique=True)
    received_at = models.DateTimeField(default=clock.now)
    noticed_at = models.DateTimeField(null=True)
    """When the leads were told that a dangerous one waits."""
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school", "state", "-danger"], name="questionbox_waiting")]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def level(self) -> Level:
        """How dangerous it sounds, by the rules."""
        return Level(self.danger)

    @property
    def on_page(self) -> tuple[str, str] | None:
        """How the question stands on the box's page, and its answer; None if it does not."""
        if not self.shown:
            return None
        found = json.loads(self.shown)
        return str(found["question"]), str(found["answer"])

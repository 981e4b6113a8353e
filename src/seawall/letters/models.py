"""Letters, their copies for families, and the school's letterhead.

A draft is sealed to the team, as a case is. What is made of it for families lies under the server key, as the roll does, for the
worker makes and sends it (docs/adr/0018). In clear: states, times, counts, the reference.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from seawall.cases.models import Case
from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.letters.rules.states import LONGEST_TITLE, CopyState, State, Way
from seawall.letters.rules.tongues import ENGLISH
from seawall.schools.models import Person, School
from seawall.vault.fields import SealedField, ServerSealedTextField
from seawall.vault.models import Locked
from seawall.vault.sealing import place
from seawall.vault.server import server_key_for

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.vault.ring import Ring


class _Told(models.Model):
    """A row whose facts are one JSON text under the server key."""

    facts = ServerSealedTextField()

    class Meta:
        abstract = True

    @property
    def told(self) -> dict[str, Any]:
        """The facts, opened."""
        found: dict[str, Any] = json.loads(self.facts) if self.facts else {}
        return found

    def tell(self, **facts: Any) -> None:  # noqa: ANN401 - what JSON holds
        """Set facts; they are sealed when the row is saved."""
        self.facts = json.dumps({**self.told, **facts}, ensure_ascii=False)


class _Printed(models.Model):
    """A row with a PDF under the server key, and the PDF's SHA-256."""

    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    def seal_pdf(self, data: bytes) -> None:
        """Put a PDF in (unsaved)."""
        self.pdf = server_key_for(f"{self._meta.db_table}.pdf").seal_bytes(data, place(self, "pdf"))

    def open_pdf(self) -> bytes:
        """Return the PDF; nothing if there is none."""
        if self.pdf is None:
            return b""
        return server_key_for(f"{self._meta.db_table}.pdf").open_bytes(self.pdf, place(self, "pdf"))


class Letterhead(_Told):
    """What stands around a school's letters: address, who signs, the letters of its references, its logo."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, primary_key=True, related_name="letterhead")
    logo = models.TextField(blank=True)
    """A cleaned SVG (letters.rules.logo)."""
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"letterhead of {self.school_id}"


class Wording(models.Model):
    """A school's own words of a template, in English or in another language. Rows are only added; the last one stands.

    What is in a template is no secret: it is written before anything has happened, and is sent to hundreds of families.
    """

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="wordings")
    template = models.CharField(max_length=40)
    lang = models.CharField(max_length=8, default=ENGLISH)
    heading = models.CharField(max_length=LONGEST_TITLE, blank=True)
    body = models.TextField(blank=True)
    """Both empty: from here on the shipped words stand again."""
    of = models.CharField(max_length=32)
    """English: the digest of the shipped words of that day. Another language: of the English words that it translates."""
    read = models.BooleanField(default=False)
    """Whether somebody who speaks the language has read it."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["school", "template", "lang"], name="letters_wording_of")]

    def __str__(self) -> str:
        return f"wording {self.pk}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Words for asking about letters; start from `school.letters`."""

    def open_to(self, ring: Ring) -> LetterQuerySet:
        """Letters this ring can open by its circles."""
        return self.filter(circle_key_id__in=ring.held_keys())


class Letter(Locked):
    """One letter. `told` (words, to whom, whom not and why) is sealed to the team, or to the people of a closed-off case."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="letters")
    template = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFT.value)
    told = SealedField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who was asked to read it, and then approved it or sent it back."""
    key_for_reader = models.BinaryField(null=True)
    """The letter's key sealed to the head, if the head was asked."""
    answer = SealedField(null=True)
    approved_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    printed = ServerSealedTextField(null=True)
    """What the worker prints: the words as approved, filled, with the letterhead of that day (JSON)."""
    made_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    sent_once = models.BinaryField(max_length=16, unique=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "number"], name="letters_number_once"),
            models.CheckConstraint(
                name="letters_made_was_approved",
                condition=~Q(state__in=["making", "ready", "sending", "sent"]) | Q(approved_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "-at"], name="letters_of_school"),
            models.Index(fields=["state"], name="letters_at_work", condition=Q(state__in=["making", "sending"])),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class CopyQuerySet(models.QuerySet["Copy"]):
    """Words for asking about copies."""

    def claim(self, copy: Copy, now: datetime, until: datetime) -> bool:
        """Take a made copy to send it, if nobody else is at it. Of several workers exactly one gets True."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        mine = self.filter(free, pk=copy.pk, state=CopyState.MADE, letter__state=State.SENDING)
        return bool(mine.update(lease_until=until))


class Copy(_Told, _Printed):
    """One family's copy: to whom, and its own PDF, kept as sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    order = models.PositiveIntegerField()
    way = models.CharField(max_length=8, choices=[(w.value, w.value) for w in Way])
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in CopyState], default=CopyState.WAITING.value
    )
    took = models.JSONField(default=list)
    """Which of its addresses took it, by number: a retry leaves them out."""
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)
    """The class of the error of the last try. Never its message."""
    moved_at = models.DateTimeField(default=clock.now)

    objects = CopyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "order"], name="letters_copy_once"),
            models.CheckConstraint(
                name="letters_copy_sent_is_kept",
                condition=~Q(state__in=["made", "sent"]) | Q(pdf__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["letter", "state", "way"], name="letters_copy_state")]

    def __str__(self) -> str:
        return f"copy {self.order} of {self.letter_id}"


class PrintFile(_Printed):
    """Copies on paper in one PDF, in form order: each begins on a page of its own. Long runs are cut into parts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="print_files")
    part = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    """The orders of the first and the last copy in it."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "part"], name="letters_print_part_once")]

    def __str__(self) -> str:
        return f"print file {self.part} of {self.letter_id}"

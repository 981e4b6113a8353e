"""One line for each thing done. The database itself refuses to change or delete a line (migration 0002)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from seawall.kit import clock

if TYPE_CHECKING:
    from uuid import UUID


class LineQuerySet(models.QuerySet["Line"]):
    """Words for asking the journal."""

    def of_school(self, school_id: UUID) -> LineQuerySet:
        """Lines of one school."""
        return self.filter(school_id=school_id)

    def about(self, subject: str) -> LineQuerySet:
        """Lines about one subject (`journal.actions.name_of`), oldest first."""
        return self.filter(subject=subject).order_by("pk")


class Line(models.Model):
    """At `at`, `by` did `verb` to `subject`. `facts` holds coded values only: never a name, account, word or contact."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    school_id = models.UUIDField(null=True)
    by = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=96)
    facts = models.JSONField(default=dict)

    objects = LineQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="journal_subject"),
            models.Index(fields=["school_id", "at"], name="journal_school"),
            models.Index(fields=["by", "at"], name="journal_by"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


class Mark(models.Model):
    """A line's place in the chain of its school (journal.chain). Written by a sweep after the line; only grows, like the line."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, primary_key=True, related_name="mark")
    school_id = models.UUIDField()
    number = models.PositiveBigIntegerField()
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school_id", "number"], name="journal_mark_number_once")
        ]

    def __str__(self) -> str:
        return f"line {self.number} of the journal"

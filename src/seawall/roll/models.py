"""Pupils and their families. Names, days of birth and addresses lie under the server key, found by blind indexes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.roll.rules.names import fold, prefixes, words
from seawall.roll.rules.shapes import Adult, Child
from seawall.schools.models import School
from seawall.vault.fields import ServerSealedTextField
from seawall.vault.server import blind

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID


def id_key(school_id: UUID, key: str) -> bytes:
    """Return the 16 bytes under which a pupil of a school is found by `Child.key`."""
    return blind("roll.pupil", key, school_id)


def name_keys(school_id: UUID, beginnings: set[str]) -> list[bytes]:
    """Return the bytes under which beginnings of names are found at a school."""
    return [blind("roll.name", each, school_id) for each in sorted(beginnings)]


class _Sealed(models.Model):
    """A row whose facts are one sealed text of JSON: opened once, read often."""

    facts = ServerSealedTextField()

    class Meta:
        abstract = True

    @property
    def told(self) -> dict[str, Any]:
        """The facts, opened."""
        if "_told" not in self.__dict__:
            self.__dict__["_told"] = json.loads(self.facts) if self.facts else {}
        found: dict[str, Any] = self.__dict__["_told"]
        return found

    def tell(self, **facts: Any) -> None:  # noqa: ANN401 - what JSON holds
        """Set facts; they are sealed when the row is saved."""
        self.__dict__["_told"] = {**self.told, **facts}
        self.facts = json.dumps(self.__dict__["_told"], ensure_ascii=False)


class Group(_Sealed):
    """A form or tutor group. Its name is sealed: many carry a teacher's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="groups")
    key = models.BinaryField(max_length=16)
    year = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "key"], name="roll_group_once")]

    @property
    def name(self) -> str:
        """How the school calls it."""
        return str(self.told.get("name", ""))


class Pupil(_Sealed):
    """A child on the roll, or who was. Year group and the day they left lie in clear; nothing else does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupils")
    key = models.BinaryField(max_length=16)
    year = models.CharField(max_length=4, blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="pupils")
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "key"], name="roll_pupil_once")]
        indexes: ClassVar = [models.Index(fields=["school", "left_on", "year"], name="roll_pupil_year")]

    @property
    def external_id(self) -> str:
        """Their id in the school's own system, or empty."""
        return str(self.told.get("external_id", ""))

    @property
    def first(self) -> str:
        """First name."""
        return str(self.told.get("first", ""))

    @property
    def last(self) -> str:
        """Family name."""
        return str(self.told.get("last", ""))

    @property
    def known_as(self) -> str:
        """The first name they go by, or empty."""
        return str(self.told.get("known_as") or "")

    @property
    def name(self) -> str:
        """The name they go by, and the family name."""
        return f"{self.known_as or self.first} {self.last}"

    @property
    def born(self) -> dt.date | None:
        """Day of birth, if the school told it."""
        return self.as_child().born

    @property
    def language(self) -> str:
        """The language the family speaks, as the school writes it, or empty."""
        return str(self.told.get("language") or "")

    @property
    def protected(self) -> bool:
        """Whether where this child lives must not be told to anybody."""
        return bool(self.told.get("protected"))

    @property
    def form(self) -> str:
        """Form or tutor group, or empty. Comes with `group` selected."""
        return self.group.name if self.group else ""

    @property
    def sort_key(self) -> tuple[str, str]:
        """Where this pupil stands in a list."""
        return fold(self.last), fold(self.known_as or self.first)

    @property
    def words(self) -> list[str]:
        """The folded words of all their names."""
        return words(self.first, self.known_as, self.last)

    def as_child(self) -> Child:
        """Return what the roll says of this pupil, without the family."""
        return child_of(self.told, year=self.year, form=self.form if self.group_id else "")

    def name_keys(self) -> list[bytes]:
        """Return the keys under which this pupil is found by name."""
        return name_keys(self.school_id, prefixes(self.words))


def child_of(told: dict[str, Any], *, year: str, form: str) -> Child:
    """Return a child from opened facts."""
    from datetime import date  # noqa: PLC0415 - only a type at the top

    born = date.fromisoformat(told["born"]) if told.get("born") else None
    names = {name: told.get(name) for name in ("known_as", "language", "protected")}
    return Child(
        told.get("first", ""),
        told.get("last", ""),
        told.get("external_id", ""),
        born=born,
        year=year,
        form=form,
        **names,
    )


class NameKey(models.Model):
    """A beginning of a pupil's name, under the server's blind key for this school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="keys")
    key = models.BinaryField(max_length=16)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school", "key"], name="roll_name_key")]


class Guardian(_Sealed):
    """Somebody who answers for a child: one row, however many children they have here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="guardians")

    @property
    def name(self) -> str:
        """Their name."""
        return str(self.told.get("name", ""))

    @property
    def email(self) -> str:
        """E-mail address, or empty."""
        return str(self.told.get("email") or "")

    @property
    def phone(self) -> str:
        """Phone number as the school writes it, or empty."""
        return str(self.told.get("phone") or "")

    @property
    def address(self) -> str:
        """Postal address in one line, or empty."""
        return str(self.told.get("address") or "")

    @property
    def language(self) -> str:
        """The language they read, as the school writes it, or empty."""
        return str(self.told.get("language") or "")

    @property
    def protected(self) -> bool:
        """Whether this address must not be told to anybody."""
        return bool(self.told.get("protected"))

    def as_adult(self) -> Adult:
        """Return what the roll says of them."""
        return Adult(**self.told)


class Guardianship(models.Model):
    """That somebody answers for a child, and how. What a page or a file doesn't say is None."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="ties")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="ties")
    order = models.PositiveSmallIntegerField(default=1)
    relation = ServerSealedTextField()
    lives_with = models.BooleanField(null=True, blank=True)
    contact = models.BooleanField(null=True, blank=True)
    """Whether the school may write to them about this child. None: the roll doesn't say, which is no ban."""

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pupil", "guardian"], name="roll_tie_once")]


class Import(_Sealed):
    """A file that was read: waiting to be confirmed, done, undone, or thrown away. Its content is sealed and goes when done."""

    WAITING, DONE, UNDONE, DROPPED = "waiting", "done", "undone", "dropped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="roll_imports")
    state = models.CharField(max_length=8, default=WAITING, choices=[(s, s) for s in (WAITING, DONE, UNDONE, DROPPED)])
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=60)
    """As the journal names whoever sent it in."""
    counts = models.JSONField(default=dict)
    """How many were added, changed and left, once it is done."""

    class Meta:
        ordering: ClassVar = ["-made_at"]

"""Pupils and families as rows: read whole as a file would have them, and written so that the roll says exactly that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from seawall.roll.models import Group, Guardian, Guardianship, NameKey, Pupil, id_key
from seawall.roll.rules.changes import Known
from seawall.roll.rules.names import fold
from seawall.roll.rules.shapes import Adult, Child, Tie, to_plain
from seawall.vault.server import blind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from seawall.schools.models import School

_ROWS = 500
_HERE = ("year", "form", "adults")


class Roll:
    """The whole roll of a school, opened. Made inside the transaction that writes it."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.groups = {bytes(each.key): each for each in Group.objects.filter(school=school)}
        self.pupils = {each.pk: each for each in Pupil.objects.filter(school=school)}
        self.guardians = {each.pk: each for each in Guardian.objects.filter(school=school)}
        self.ties: dict[UUID, list[Guardianship]] = {}
        for tie in Guardianship.objects.filter(school=school).order_by("order", "pk"):
            tie.guardian = self.guardians[tie.guardian_id]
            self.ties.setdefault(tie.pupil_id, []).append(tie)
        by_pk = {each.pk: each for each in self.groups.values()}
        for pupil in self.pupils.values():
            pupil.group = by_pk[pupil.group_id] if pupil.group_id else None
        self.by_key = {each.as_adult().key: each for each in self.guardians.values()}
        self.new: list[Pupil] = []
        self.new_guardians: dict[UUID, Guardian] = {}
        self.changed_guardians: dict[UUID, Guardian] = {}
        self.new_ties: list[Guardianship] = []
        self.new_names: list[NameKey] = []

    def child(self, pupil: Pupil) -> Child:
        """Return a pupil with the family, as a file would have them."""
        ties = tuple(
            Tie(tie.guardian.as_adult(), tie.relation, tie.lives_with, tie.contact)
            for tie in self.ties.get(pupil.pk, [])
        )
        child = pupil.as_child()
        return Child(**{name: getattr(child, name) for name in child.__slots__ if name != "adults"}, adults=ties)

    def known(self) -> list[Known]:
        """Return everybody, those who left, too."""
        return [Known(str(pk), self.child(each), each.left_on is not None) for pk, each in self.pupils.items()]

    def add(self, child: Child) -> Pupil:
        """Put somebody new on the roll. Nothing is written before `save`."""
        pupil = Pupil(school=self.school, version=0)
        self.pupils[pupil.pk] = pupil
        self.new.append(pupil)
        self.set(pupil, child)
        return pupil

    def free(self, pupil: Pupil, *, for_good: bool = False) -> None:
        """Take the key off a pupil, so that another can have it. `for_good`: their id is another child's now."""
        pupil.key = id_key(self.school.pk, f"row {pupil.pk}")
        if for_good:
            pupil.tell(external_id="")
        pupil.save()

    def set(self, pupil: Pupil, child: Child) -> None:
        """Make the roll say exactly this of somebody. What was there is saved at once, what is new with `save`."""
        is_new = pupil.version == 0
        names_before = [] if is_new else pupil.words
        pupil.tell(**{name: value for name, value in to_plain(child).items() if name not in _HERE})
        pupil.key, pupil.year, pupil.group = id_key(self.school.pk, child.key), child.year or "", self._group(child)
        pupil.version += 1
        if not is_new:
            pupil.save()
        if pupil.words != names_before:
            NameKey.objects.filter(pupil_id=pupil.pk).delete()
            self.new_names += [NameKey(school=self.school, pupil=pupil, key=key) for key in pupil.name_keys()]
        self._set_ties(pupil, child.adults or ())

    def _group(self, child: Child) -> Group | None:
        if not child.form:
            return None
        key = blind("roll.group", f"{child.year or ''}|{fold(child.form)}", self.school.pk)
        if key not in self.groups:
            group = Group(school=self.school, key=key, year=child.year or "")
            group.tell(name=child.form)
            group.save(force_insert=True)
            self.groups[key] = group
        return self.groups[key]

    def _set_ties(self, pupil: Pupil, ties: Iterable[Tie]) -> None:
        before = {tie.guardian_id: tie for tie in self.ties.get(pupil.pk, [])}
        after: list[Guardianship] = []
        for order, tie in enumerate(ties, start=1):
            guardian = self._guardian(tie.adult, [each.guardian for each in before.values()])
            if any(each.guardian_id == guardian.pk for each in after):
                continue
            row = before.pop(guardian.pk, None)
            is_new = row is None
            row = row or Guardianship(school=self.school, pupil=pupil, guardian=guardian)
            row.order, row.relation, row.lives_with, row.contact = (
                order,
                tie.relation or "",
                tie.lives_with,
                tie.contact,
            )
            after.append(row)
            if is_new:
                self.new_ties.append(row)
            else:
                row.save()
        for row in before.values():
            row.delete()
        self.ties[pupil.pk] = after

    def _guardian(self, adult: Adult, theirs: list[Guardian]) -> Guardian:
        found = self.by_key.get(adult.key) if adult.key else None
        found = found or next((each for each in theirs if fold(each.name) == fold(adult.name)), None)
        if found is None:
            found = Guardian(school=self.school)
            self.new_guardians[found.pk] = self.guardians[found.pk] = found
        facts = {name: getattr(adult, name) for name in adult.__slots__}
        if found.told != facts:
            found.tell(**facts)
            self.changed_guardians[found.pk] = found
        if adult.key:
            self.by_key[adult.key] = found
        return found

    def save(self) -> None:
        """Write everything new, and guardians who changed; guardians of nobody go."""
        Pupil.objects.bulk_create(self.new, batch_size=_ROWS)
        Guardian.objects.bulk_create(self.new_guardians.values(), batch_size=_ROWS)
        for pk, guardian in self.changed_guardians.items():
            if pk not in self.new_guardians:
                guardian.save()
        Guardianship.objects.bulk_create(self.new_ties, batch_size=_ROWS)
        NameKey.objects.bulk_create(self.new_names, batch_size=_ROWS)
        for alone in Guardian.objects.filter(school=self.school, ties__isnull=True):
            _delete(alone)


def _delete(row: Guardian) -> None:
    """Delete somebody who answers for nobody any more, unless something else in the house still stands on them."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return

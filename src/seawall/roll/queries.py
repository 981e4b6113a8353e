"""Looking at the roll: for the office, for the safeguarding team, for letters. Nothing here writes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date as date_type
from typing import TYPE_CHECKING

from seawall.kit.refusal import Gone
from seawall.roll.models import Guardian, Guardianship, Import, NameKey, Pupil, name_keys
from seawall.roll.rules.names import fits, fold, looked_for
from seawall.vault.sealing import place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from seawall.schools.models import School

MOST_FOUND = 50
YEAR_ORDER = ("N", "R", *map(str, range(1, 15)))


def on_roll(school: School) -> QuerySet[Pupil]:
    """Pupils who have not left, with their form."""
    return school.pupils.filter(left_on__isnull=True).select_related("group")


def pupil(school: School, pk: UUID) -> Pupil:
    """Return a pupil of this school, also one who left. Raises Gone."""
    there = school.pupils.select_related("group").filter(pk=pk).first()
    if there is None:
        raise Gone("There is no such pupil on the roll.")
    return there


def find(school: School, words: str, *, leavers: bool = False) -> list[Pupil]:
    """Return the pupils whose names begin with all the words (in any order; accents and capitals don't count), by name.

    At most MOST_FOUND; nobody if no word has two letters. With `leavers`, those who left, too.
    """
    asked, beginnings = looked_for(words)
    if not beginnings:
        return []
    there = school.pupils.all() if leavers else on_roll(school)
    for key in name_keys(school.pk, beginnings):
        there = there.filter(pk__in=NameKey.objects.filter(school=school, key=key).values("pupil"))
    found = [each for each in there.select_related("group") if fits(asked, each.words)]
    return sorted(found, key=lambda each: each.sort_key)[:MOST_FOUND]


def year_group(school: School, year: str) -> list[Pupil]:
    """Return the pupils of a year group ("7", "R"), by form and name."""
    return sorted(on_roll(school).filter(year=year), key=lambda each: (fold(each.form), *each.sort_key))


def years(school: School) -> list[tuple[str, int]]:
    """Return the year groups there are, youngest first, with how many pupils each has. "" is no year group."""
    counted = Counter(school.pupils.filter(left_on__isnull=True).values_list("year", flat=True))
    return sorted(
        counted.items(), key=lambda each: YEAR_ORDER.index(each[0]) if each[0] in YEAR_ORDER else len(YEAR_ORDER)
    )


def everybody(school: School) -> list[Pupil]:
    """Return all pupils on the roll, by name."""
    return sorted(on_roll(school), key=lambda each: each.sort_key)


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """The names of somebody on the roll, and how old they are: no more than comparing names needs."""

    pk: UUID
    year: str
    first: str
    last: str
    known_as: str
    born: date | None


def sealed_names(school: School) -> list[tuple[str, bytes]]:
    """Return the year group and the sealed facts of everybody on the roll, in one order always, nothing opened. One query."""
    rows = school.pupils.filter(left_on__isnull=True).order_by("pk").values_list("year", "facts")
    return [(year, bytes(box)) for year, box in rows]


def names(school: School) -> list[Named]:
    """Return the names of everybody on the roll, in no order. One query; 2,000 pupils take some 50 ms, most of it opening."""
    field, row = Pupil._meta.get_field("facts"), Pupil()
    key, found = field.data_key(), []
    for row.pk, year, box in school.pupils.filter(left_on__isnull=True).values_list("pk", "year", "facts"):
        told = json.loads(key.open_bytes(box, place(row, "facts")))
        born = date_type.fromisoformat(told["born"]) if told.get("born") else None
        found.append(Named(row.pk, year, told.get("first", ""), told.get("last", ""), told.get("known_as") or "", born))
    return found


def pupils(school: School, pks: Iterable[UUID]) -> dict[UUID, Pupil]:
    """Return pupils of this school by their id, also those who left; whoever is not there is left out. One query."""
    return {each.pk: each for each in school.pupils.select_related("group").filter(pk__in=set(pks))}


def age(pupil: Pupil, on: date) -> int | None:
    """Return how old a pupil is on a day, in whole years; None if the roll has no day of birth."""
    born = pupil.born
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def ties(pupil: Pupil) -> list[Guardianship]:
    """Return a pupil's guardians in order, each with how they belong to the pupil (`.guardian`)."""
    return list(pupil.ties.select_related("guardian"))


def brothers_and_sisters(pupil: Pupil) -> list[Pupil]:
    """Return other pupils on the roll who share a guardian, by name."""
    shared = Guardianship.objects.filter(pupil=pupil).values("guardian")
    there = on_roll(pupil.school).filter(ties__guardian__in=shared).exclude(pk=pupil.pk).distinct()
    return sorted(there, key=lambda each: each.sort_key)


@dataclass(frozen=True, slots=True)
class Family:
    """Children who share a guardian or a guardian's address, and everybody who answers for one of them."""

    pupils: tuple[Pupil, ...]
    ties: tuple[Guardianship, ...]
    """Each with its `.guardian`, in the order of the roll."""

    @property
    def guardians(self) -> tuple[Guardian, ...]:
        """Everybody who answers for one of the children, each once."""
        return tuple({tie.guardian_id: tie.guardian for tie in self.ties}.values())

    @property
    def may_write(self) -> tuple[Guardian, ...]:
        """Those to whom the school may write: the roll forbids it for none of their children in the family."""
        barred = {tie.guardian_id for tie in self.ties if tie.contact is False}
        return tuple(each for each in self.guardians if each.pk not in barred)

    @property
    def protected(self) -> bool:
        """Whether somebody's address in this family must not be told."""
        return any(each.protected for each in self.pupils) or any(each.protected for each in self.guardians)


def families(school: School, pupils: Iterable[Pupil] | None = None) -> list[Family]:
    """Return families, by the name of their first child: of the whole roll, or of some pupils (with only those in them).

    Children are one family if they share a guardian, or if guardians of theirs live at one address that is not protected.
    A pupil without guardians is a family of one.
    """
    members = everybody(school) if pupils is None else sorted(pupils, key=lambda each: each.sort_key)
    found = (
        Guardianship.objects.filter(school=school, pupil__left_on__isnull=True)
        if pupils is None
        else (Guardianship.objects.filter(school=school, pupil__in=[each.pk for each in members]))
    )
    of_pupil: dict[UUID, list[Guardianship]] = {}
    for tie in _opened(school, found):
        of_pupil.setdefault(tie.pupil_id, []).append(tie)
    groups = _joined({each.pk: _marks(of_pupil.get(each.pk, [])) for each in members})
    together: dict[UUID, list[Pupil]] = {}
    for each in members:
        together.setdefault(groups[each.pk], []).append(each)
    return [
        Family(tuple(group), tuple(tie for each in group for tie in of_pupil.get(each.pk, [])))
        for group in together.values()
    ]


def _opened(school: School, ties: QuerySet[Guardianship]) -> list[Guardianship]:
    """The ties with one and the same guardian object for each guardian, so that each is opened once."""
    known = {each.pk: each for each in Guardian.objects.filter(school=school)}
    there = list(ties.order_by("order", "pk"))
    for tie in there:
        tie.guardian = known[tie.guardian_id]
    return there


def _marks(ties: list[Guardianship]) -> set[str]:
    """What makes children with the same mark one family."""
    homes = {
        fold(tie.guardian.address)
        for tie in ties
        if tie.guardian.address and not tie.guardian.protected and tie.lives_with is not False
    }
    return {str(tie.guardian_id) for tie in ties} | homes


def _joined(marks: dict[UUID, set[str]]) -> dict[UUID, UUID]:
    """For each pupil, the first pupil of the family."""
    first: dict[UUID, UUID] = {}

    def root(pk: UUID) -> UUID:
        while first.setdefault(pk, pk) != pk:
            pk = first[pk]
        return pk

    owner: dict[str, UUID] = {}
    for pk, theirs in marks.items():
        for mark in sorted(theirs):
            one, other = root(owner.setdefault(mark, pk)), root(pk)
            first[other] = one
    return {pk: root(pk) for pk in marks}


def waiting_import(school: School, pk: UUID) -> Import:
    """Return an import of this school. Raises Gone."""
    there = school.roll_imports.filter(pk=pk).first()
    if there is None:
        raise Gone("There is no such import.")
    return there


def last_import(school: School) -> Import | None:
    """Return the last import that was confirmed, undone or not; None before the first."""
    return school.roll_imports.filter(state__in=[Import.DONE, Import.UNDONE]).order_by("-done_at").first()


def waiting(school: School) -> list[Import]:
    """Return the files that were read and wait for somebody to confirm them."""
    return list(school.roll_imports.filter(state=Import.WAITING))


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year group ("" is none), how many are in it, and how many in each of its forms, by name ("" is no form)."""

    year: str
    pupils: int
    forms: tuple[tuple[str, int], ...]


def groups(school: School) -> list[YearCount]:
    """Return year groups, youngest first, with their forms and how many each has. Three queries."""
    names = {group.pk: group.name for group in school.groups.all()}
    placed = school.pupils.filter(left_on__isnull=True).values_list("year", "group")
    counted = Counter((year, names.get(group, "")) for year, group in placed)
    forms = sorted(counted.items(), key=lambda each: fold(each[0][1]))
    return [
        YearCount(year, count, tuple((form, many) for (of, form), many in forms if of == year))
        for year, count in years(school)
    ]

"""What a file would change: who is new, who is different, who left. A half file makes nobody leave unasked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from seawall.kit.refusal import Refusal
from seawall.roll.rules.names import fold
from seawall.roll.rules.shapes import Adult, Child, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seawall.roll.rules.shapes import Odd, Read

A_TENTH: Final = 10
"""One in so many may leave unasked (product.md F3: a drop of more than a tenth asks twice)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A pupil who is on the roll, or was. `ref`: the name of their row."""

    ref: str
    child: Child
    left: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A pupil who would be different. `what`: the names of the fields; "back" if they had left, "id" for a new id."""

    ref: str
    old: Child
    new: Child
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a file would change."""

    added: tuple[Child, ...]
    changed: tuple[Change, ...]
    left: tuple[Known, ...]
    same: int
    odd: tuple[Odd, ...]
    on_roll: int
    held: int = 0
    """How many would seem to have left, were there not rows that can't be told apart: nobody is taken for a leaver then."""
    released: tuple[str, ...] = ()
    """Pupils whose id now stands for another child: a school that counts anew must not make one child out of two."""

    @property
    def asks_twice(self) -> bool:
        """Whether so many would leave that somebody has to say it twice."""
        return len(self.left) * A_TENTH > self.on_roll

    @property
    def nothing(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.left)


def plan(known: Iterable[Known], read: Read) -> Plan:
    """Compare a file with the roll."""
    roll = list(known)
    by_key = {each.child.key: each for each in roll}
    by_person = _one_of_each(roll)
    in_file = {child.key for child in read.children}
    met: set[str] = set()
    added, changed, released, same = [], [], [], 0
    for child in read.children:
        there = by_key.get(child.key)
        if there is not None and _is_another(there.child, child):
            released.append(there.ref)
            there = _same_person(child, by_person, set(), met)
        elif there is None:
            there = _same_person(child, by_person, in_file, met)
        if there is None:
            added.append(child)
            continue
        met.add(there.ref)
        new = combine(there.child, child)
        what = (*(["back"] if there.left else []), *differences(there.child, new))
        if what:
            changed.append(Change(there.ref, there.child, new, what))
        else:
            same += 1
    unread = {each.key for each in read.odd if each.left_out}
    gone = [each for each in roll if not each.left and each.ref not in met and each.child.key not in unread]
    doubtful = "" in unread
    left = () if doubtful else tuple(gone)
    on_roll = sum(not each.left for each in roll)
    return Plan(
        tuple(added), tuple(changed), left, same, read.odd, on_roll, len(gone) if doubtful else 0, tuple(released)
    )


def _one_of_each(roll: list[Known]) -> dict[str, Known]:
    """People by name and day of birth, without those of whom there are two."""
    found: dict[str, Known | None] = {}
    for each in roll:
        found[each.child.person] = None if each.child.person in found else each
    return {person: each for person, each in found.items() if person and each is not None}


def _is_another(old: Child, new: Child) -> bool:
    """Say whether an id has come to stand for another child: the day of birth and both names are different."""
    differ = fold(old.first) != fold(new.first) and fold(old.last) != fold(new.last)
    return differ and old.born is not None and new.born is not None and old.born != new.born


def _same_person(child: Child, by_person: dict[str, Known], in_file: set[str], met: set[str]) -> Known | None:
    """Somebody of the same name and day of birth whose own id is no longer in the file: their id has changed."""
    there = by_person.get(child.person)
    if there is None or there.child.key in in_file or there.ref in met:
        return None
    return there


def combine(old: Child, new: Child) -> Child:
    """Return the child as the file has it, keeping what the file doesn't speak of."""
    kept = {each.name: getattr(old, each.name) for each in fields(Child) if getattr(new, each.name) is None}
    both = replace(new, **kept)
    return both if new.adults is None else replace(both, adults=_combine_ties(old.adults or (), new.adults))


def _combine_ties(old: tuple[Tie, ...], new: tuple[Tie, ...]) -> tuple[Tie, ...]:
    left = list(old)
    found = []
    for tie in new:
        there = next((each for each in left if _is_same(each.adult, tie.adult)), None)
        if there is not None:
            left.remove(there)
            tie = replace(_filled(there, tie), adult=_filled(there.adult, tie.adult))  # noqa: PLW2901 - the same tie, complete
        found.append(tie)
    # A word of warning about somebody is never lost because a file doesn't have them: they would come back without it.
    return (*found, *(tie for tie in left if tie.contact is False or tie.adult.protected))


def _is_same(one: Adult, other: Adult) -> bool:
    return (bool(one.key) and one.key == other.key) or fold(one.name) == fold(other.name)


def _filled[T: (Adult, Tie)](old: T, new: T) -> T:
    kept = {each.name: getattr(old, each.name) for each in fields(new) if getattr(new, each.name) is None}
    return replace(new, **kept)


def differences(old: Child, new: Child) -> tuple[str, ...]:
    """Return the names of the fields in which two differ, "id" for the id. Nothing and not said are one."""
    names = [
        each.name for each in fields(Child) if (getattr(old, each.name) or None) != (getattr(new, each.name) or None)
    ]
    found = ["id" if name == "external_id" else name for name in names]
    if "adults" in found and _plain(old.adults) == _plain(new.adults):
        found.remove("adults")
    return tuple(found)


def _plain(ties: tuple[Tie, ...] | None) -> list[tuple[object, ...]]:
    return [
        (
            *(getattr(tie.adult, each.name) or None for each in fields(Adult)),
            tie.relation or None,
            tie.lives_with,
            tie.contact,
        )
        for tie in ties or ()
    ]


def may_confirm(found: Plan, said: int | None) -> Refusal | None:
    """Many leave only if somebody typed how many; nothing is confirmed that would change nothing."""
    if found.asks_twice and said != len(found.left):
        return Refusal(
            f"{len(found.left)} of {found.on_roll} pupils would leave. If the file is whole, type that number to confirm it."
        )
    return None


def digest(found: Plan) -> str:
    """Return a short name of exactly these changes: whoever confirms, confirms what they saw."""
    said = repr((found.added, found.changed, [each.ref for each in found.left]))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

"""The names on a school's roll, opened and made ready for comparing: in the memory of this process, for minutes, nowhere else.

They are made anew as soon as a row of the roll is another one, and dropped after `KEPT_SECONDS` whether or not anybody asks.
Whoever asks has something to compare, and journals whom it shows (docs/adr/0019).
"""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from seawall.kit import clock
from seawall.links.rules.roll_names import Namesake, make_ready
from seawall.roll import queries as roll
from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from seawall.links.rules.roll_names import RollNames
    from seawall.roll.queries import Named
    from seawall.schools.models import School

KEPT_SECONDS: Final = 300
MOST_SCHOOLS: Final = 4
"""Schools whose names one process keeps at once: those whose names were made ready last."""


@dataclass(frozen=True, slots=True, repr=False)
class OnRoll:
    """A roll made ready. `called`: for each whole name, folded, the ids of the pupils who are called that."""

    names: RollNames
    called: Mapping[str, frozenset[str]]

    def only_one(self, name: str) -> str | None:
        """Return the id of the pupil who is called this; None if nobody is, or several are."""
        found = self.called.get(fold(name), frozenset())
        return next(iter(found)) if len(found) == 1 else None


@dataclass(frozen=True, slots=True, repr=False)
class _Kept:
    stamp: bytes
    found: OnRoll
    drop: threading.Timer


_kept: dict[UUID, _Kept] = {}
_lock = threading.Lock()


def on_roll(school: School) -> OnRoll:
    """Return the names of everybody on the roll. One query and some 5 ms for 2,000 pupils; the first time two and 60 ms."""
    stamp = _stamp(school)
    with _lock:
        there = _kept.get(school.pk)
    if there is not None and there.stamp == stamp:
        return there.found
    found = _made(school, roll.names(school))
    _keep(school.pk, stamp, found)
    return found


def _stamp(school: School) -> bytes:
    """The same for the same roll on the same day: over the sealed rows themselves, so that no change can be missed."""
    mark = hashlib.blake2b(f"{school.name}\n{timezone.localdate(clock.now())}".encode(), digest_size=32)
    for year, box in roll.sealed_names(school):
        mark.update(b"%b %d " % (year.encode(), len(box)))
        mark.update(box)
    return mark.digest()


def _made(school: School, people: list[Named]) -> OnRoll:
    rows = [Namesake(str(each.pk), each.first, each.last, each.known_as, each.year, each.born) for each in people]
    called: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for given in filter(None, (row.first, row.known_as)):
            called[fold(f"{given} {row.last}")].add(row.ref)
    names = make_ready(rows, school=school.name, today=timezone.localdate(clock.now()))
    return OnRoll(names, {name: frozenset(refs) for name, refs in called.items()})


def _keep(school: UUID, stamp: bytes, found: OnRoll) -> None:
    drop = threading.Timer(KEPT_SECONDS, _drop, (school, stamp))
    drop.daemon = True
    with _lock:
        gone = [_kept.pop(school, None)]
        while len(_kept) >= MOST_SCHOOLS:
            gone.append(_kept.pop(next(iter(_kept))))
        _kept[school] = _Kept(stamp, found, drop)
    for each in filter(None, gone):
        each.drop.cancel()
    drop.start()


def _drop(school: UUID, stamp: bytes) -> None:
    with _lock:
        there = _kept.get(school)
        if there is not None and there.stamp == stamp:
            del _kept[school]

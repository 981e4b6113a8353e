"""Who the children of a series are: the same pupil in two cases, or under two names, is one child everywhere on its page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from seawall.links.on_roll import on_roll
from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seawall.schools.models import School


@dataclass(frozen=True, slots=True, repr=False)
class Child:
    """Somebody affected or impersonated: as a case names them, and by initials that nobody else in the series has.

    `person` is the same in each case for the one pupil on the roll who is called that, else for the same name.
    """

    name: str
    initials: str
    person: str = ""
    is_on_roll: bool = False


def children_of(school: School, names: Sequence[str]) -> list[Child]:
    """Return a child for each name as a case has it. One query, none for no name.

    Whoever is the only one on the roll to be called that is this pupil; the roll tells nothing more, and is not shown.
    """
    roll = on_roll(school) if names else None
    labels: dict[str, str] = {}
    found = []
    for name in names:
        pupil = roll.only_one(name) if roll else None
        person = pupil or fold(name) or name
        if person not in labels:
            labels[person] = _label(name, set(labels.values()))
        found.append(Child(name, labels[person], person, pupil is not None))
    return found


def _label(name: str, taken: set[str]) -> str:
    """Initials, with a number behind them where somebody else has the same."""
    plain = initials(name)
    tries = (plain if n == 1 else f"{plain}{n}" for n in count(1))
    return next(each for each in tries if each not in taken)


def initials(name: str) -> str:
    """The first letters of the first and of the last word of a name; a question mark of none."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


def once(children: Iterable[Child]) -> list[Child]:
    """Each person once, under the name by which they were written down first."""
    found: dict[str, Child] = {}
    for child in children:
        found.setdefault(child.person, child)
    return list(found.values())

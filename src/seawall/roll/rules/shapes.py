"""What a file says about a child and its family, before it is on the roll. None means: the file doesn't say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from seawall.roll.rules.names import fold


@dataclass(frozen=True, slots=True)
class Adult:
    """A guardian, as a file or the roll has them."""

    name: str
    external_id: str = ""
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    language: str | None = None
    protected: bool | None = None
    """Whether the address must not be told to anybody."""

    @property
    def key(self) -> str:
        """By what the same guardian of another child is known: their id; or their address by e-mail, or phone, and name."""
        if self.external_id:
            return f"id {self.external_id}"
        reached = (self.email or "").casefold() or "".join(c for c in self.phone or "" if c.isdecimal())
        return f"name {fold(self.name)} {reached}" if reached else ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How an adult belongs to a child."""

    adult: Adult
    relation: str | None = None
    lives_with: bool | None = None
    contact: bool | None = None
    """Whether the school may write to them about this child."""


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil, as a file or the roll has them."""

    first: str
    last: str
    external_id: str = ""
    known_as: str | None = None
    born: dt.date | None = None
    year: str | None = None
    form: str | None = None
    language: str | None = None
    protected: bool | None = None
    adults: tuple[Tie, ...] | None = None

    @property
    def name(self) -> str:
        """The name as a list shows it."""
        return f"{self.known_as or self.first} {self.last}"

    @property
    def person(self) -> str:
        """Name and day of birth, to know somebody by whose id has changed; empty without a day of birth."""
        return f"{fold(self.first)}|{fold(self.last)}|{self.born.isoformat()}" if self.born else ""

    @property
    def key(self) -> str:
        """By what this pupil is known from file to file: their id, or name and day of birth where the school has no ids."""
        return f"id {self.external_id}" if self.external_id else f"person {self.person}" if self.person else ""


@dataclass(frozen=True, slots=True)
class Odd:
    """Something wrong in a file: where, and what. `left_out`: the whole row was; otherwise only one cell or nothing."""

    file: str
    line: int
    reason: str
    left_out: bool = True
    key: str = ""
    """By what the pupil in it is known, if that could be read: then they are not taken for somebody who left."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read out of a file."""

    children: tuple[Child, ...]
    odd: tuple[Odd, ...] = ()


class UnreadableError(Exception):
    """The whole file can't be read; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def to_plain(child: Child) -> dict[str, Any]:
    """Return a child as JSON has it."""
    plain = dataclasses.asdict(child)
    plain["born"] = child.born.isoformat() if child.born else None
    return plain


def from_plain(plain: dict[str, Any]) -> Child:
    """Return the child again."""
    ties = plain["adults"]
    adults = None if ties is None else tuple(Tie(**{**tie, "adult": Adult(**tie["adult"])}) for tie in ties)
    born = dt.date.fromisoformat(plain["born"]) if plain["born"] else None
    return Child(**{**plain, "born": born, "adults": adults})

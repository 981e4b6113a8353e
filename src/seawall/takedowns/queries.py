"""Shapes the pages about fake accounts need. Opening a name needs the case's key, and is journalled by whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seawall.kit import clock
from seawall.schools.models import people_by_id
from seawall.takedowns.rules import State, is_chase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from seawall.cases.models import Case
    from seawall.schools.models import Person, School
    from seawall.takedowns.models import AccountQuerySet, FakeAccount, Step
    from seawall.vault.ring import Holding, Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """One account opened: its name, link, who follows it, whom it pretends to be (opened), and how long it is known."""

    row: FakeAccount
    name: str
    link: str
    followers: str
    child: str

    @property
    def days(self) -> int:
        """For how many whole days it has been known, until it went."""
        end = self.row.moved_at if self.row.state in {State.REMOVED, State.NOT_FAKE} else clock.now()
        return max(0, (end - self.row.seen_at).days)

    @property
    def is_due(self) -> bool:
        """Whether somebody should look at it now."""
        return self.row.look_at is not None and self.row.look_at <= clock.now()

    @property
    def is_chase(self) -> bool:
        """Whether looking means asking the platform again."""
        return self.is_due and is_chase(self.row.state)


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """One step opened: the platform's number, what was written with it, and by whom."""

    row: Step
    number: str
    words: str
    by: Person | None


def show(account: FakeAccount, key: DataKey) -> Shown:
    """Open an account with its case's key. Its `pretends_to_be` must have been fetched with it."""
    told = key.open(account, "told")
    child = key.open(account.pretends_to_be, "who")["name"] if account.pretends_to_be else ""
    return Shown(account, told["name"], told["link"], told["followers"], child)


def of_case(case: Case) -> AccountQuerySet:
    """The accounts of a case, those still up first."""
    rows: AccountQuerySet = case.fake_accounts.select_related("pretends_to_be").order_by("seen_at", "pk")
    return rows


def board(school: School, ring: Ring, *, up: bool = True) -> AccountQuerySet:
    """All accounts of cases this ring opens, with their cases."""
    rows = school.fake_accounts.open_to(ring).select_related("pretends_to_be", "case__circle_key", "case__school")
    return rows.up() if up else rows.down()


def steps_of(account: FakeAccount, key: DataKey) -> list[Taken]:
    """What was done about an account, oldest first, taken-back steps too. Two queries."""
    rows: list[Any] = list(account.steps.order_by("written_at", "pk"))
    people = people_by_id(account.school, [row.by_id for row in rows])
    opened = [(row, key.open(row, "words") or {}) for row in rows]
    return [Taken(row, words.get("number", ""), words.get("words", ""), people.get(row.by_id)) for row, words in opened]


def to_look_at(school: School, ring: Holding, now: datetime) -> AccountQuerySet:
    """Accounts somebody should look at now, for a lead's day; nothing is opened."""
    return school.fake_accounts.open_to(ring).filter(case__state="open").select_related("case").to_look_at(now)


def counts(accounts: Iterable[FakeAccount]) -> dict[str, int]:
    """How many accounts are in each state."""
    found: dict[str, int] = {}
    for account in accounts:
        found[account.state] = found.get(account.state, 0) + 1
    return found

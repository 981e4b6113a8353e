"""Looking at accounts that may be built from a pupil's name, and at the homes of the pupils who are impersonated.

The roll is opened only for a lead who has opened the case or the report, and only if there is an account to compare.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from seawall.cases.rules import Part
from seawall.links.on_roll import on_roll
from seawall.links.rules.imitation import possible
from seawall.links.rules.kinds import Kind as LinkKind
from seawall.links.rules.states import State as LinkState
from seawall.links.rules.states import Whose
from seawall.roll import queries as roll
from seawall.takedowns.models import Likeness
from seawall.takedowns.rules import Answer, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seawall.cases.models import Case
    from seawall.links.queries import Shown as Found
    from seawall.links.rules.imitation import Possible
    from seawall.roll.models import Guardianship, Pupil
    from seawall.schools.models import School
    from seawall.takedowns.queries import Shown
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Hint:
    """A pupil from whose name an account may be built, with the reasons and their strength."""

    pupil: Pupil
    why: Possible


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What a lead said of a pupil, opened: still standing."""

    row: Likeness
    ref: UUID
    name: str

    @property
    def is_impersonated(self) -> bool:
        """Whether it was said that the pupil is impersonated."""
        return self.row.answer == Answer.IMPERSONATED


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """What stands beside one account: what was said of it, and pupils who are possible."""

    account: Shown
    said: list[Said] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class BesideFound:
    """What stands beside one account that was found in a report: pupils who are possible."""

    found: Found
    hints: list[Hint]


@dataclass(frozen=True, slots=True, repr=False)
class Home:
    """The home of a pupil who is impersonated. Without `pupil` they are not on the roll any more; `ties` in the roll's order."""

    name: str
    pupil: Pupil | None
    ties: list[Guardianship]


def standing(case: Case, key: DataKey) -> list[Said]:
    """What was said of pupils beside the accounts of a case, and not taken back, oldest first. One query."""
    rows = Likeness.objects.filter(account__case=case, taken_back_at=None).select_related("involved", "account", "by")
    opened = [(row, key.open(row, "told")) for row in rows.order_by("at", "pk")]
    return [Said(row, UUID(told["pupil"]), told["name"]) for row, told in opened]


def beside(case: Case, accounts: Sequence[Shown], key: DataKey) -> list[Beside]:
    """Return what stands beside each account that is fake; accounts beside which nothing stands are left out."""
    fake = [account for account in accounts if account.row.state != State.NOT_FAKE]
    if not fake:
        return []
    said = standing(case, key)
    hints = _hints(case.school, fake, said)
    found = [
        Beside(account, [each for each in said if each.row.account_id == account.row.pk], hints[account.row.pk])
        for account in fake
    ]
    return [each for each in found if each.said or each.hints]


def _hints(school: School, accounts: Sequence[Shown], said: Sequence[Said]) -> dict[UUID, list[Hint]]:
    """The pupils who are possible, by account, without those of whom something was said already."""
    never = {each.ref for each in said if not each.is_impersonated}
    done = {(each.row.account_id, each.ref) for each in said}
    found = _possible(school, [(account.row.pk, account.name, True) for account in accounts])
    return {
        pk: [hint for hint in hints if hint.pupil.pk not in never and (pk, hint.pupil.pk) not in done]
        for pk, hints in found.items()
    }


def _possible(school: School, accounts: Sequence[tuple[UUID, str, bool]]) -> dict[UUID, list[Hint]]:
    """The pupils who are possible, by account: of each its row, its name, and whether it is known to be fake. Two queries."""
    names = on_roll(school).names
    met = {pk: possible(name, names, known_fake=known_fake) for pk, name, known_fake in accounts}
    refs = {UUID(each.ref) for found in met.values() for each in found}
    rows = roll.pupils(school, refs) if refs else {}
    return {
        pk: [Hint(rows[UUID(each.ref)], each) for each in found if UUID(each.ref) in rows] for pk, found in met.items()
    }


def beside_found(school: School, found: Iterable[Found]) -> list[BesideFound]:
    """Return the accounts found in a report beside whose names pupils stand. The roll is opened only if there is an account.

    What was dropped, or marked as a child's or family's own, is not compared.
    """
    accounts = [
        each
        for each in found
        if each.row.kind == LinkKind.ACCOUNT and each.row.state != LinkState.DROPPED and each.row.whose != Whose.OWN
    ]
    if not accounts:
        return []
    hints = _possible(school, [(each.row.pk, each.value, each.row.whose == Whose.FAKE) for each in accounts])
    return [BesideFound(each, hints[each.row.pk]) for each in accounts if hints[each.row.pk]]


def shown_pupils(found: Iterable[Beside | BesideFound]) -> list[Pupil]:
    """Return the pupils whom a page shows as possible, each once: their being shown is journalled."""
    return list({hint.pupil.pk: hint.pupil for each in found for hint in each.hints}.values())


def homes(case: Case, key: DataKey) -> list[Home]:
    """Return the homes of the pupils of a case of whom a lead said that they are impersonated, each once, in that order.

    What the roll says now, not a copy. A pupil whose part in the case was changed since is left out.
    """
    said = {
        each.ref: each.name
        for each in standing(case, key)
        if each.is_impersonated and each.row.involved and each.row.involved.part == Part.IMPERSONATED
    }
    rows = roll.pupils(case.school, said) if said else {}
    return [Home(name, rows.get(ref), roll.ties(rows[ref]) if ref in rows else []) for ref, name in said.items()]

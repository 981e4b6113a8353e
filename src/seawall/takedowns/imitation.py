"""Verbs on accounts that may be built from a pupil's name: a lead says whose name it is, or that it is not, or takes that back.

The machine only shows (links.rules.imitation); nothing is said of a child until a lead has said it. Who on the roll is meant is
sealed under the case's key, and stays closed off with it (docs/adr/0019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.cases import actions as cases
from seawall.cases import rules as case_rules
from seawall.cases.chronology import write
from seawall.cases.models import Case
from seawall.cases.opening import key_of
from seawall.cases.queries import open_people
from seawall.cases.rules import Kind, Part
from seawall.kit import clock
from seawall.kit.refusal import Refused, refuse_unless
from seawall.roll.queries import age
from seawall.roll.rules.names import fold
from seawall.takedowns.models import FakeAccount, Likeness
from seawall.takedowns.rules import OLDEST_CHILD, YOUNGEST_CHILD, Answer, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seawall.cases.models import Involved
    from seawall.roll.models import Pupil
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@transaction.atomic
def impersonated(*, account: FakeAccount, pupil: Pupil, ring: Ring, by: Person) -> None:
    """A lead says that an account is in this pupil's name, who is not the sender: done once, a second press changes nothing.

    The pupil comes into the case as impersonated, their home onto the list of homes to ring, and the account pretends to be
    them if nobody else was written down there. Raises Gone, or Refused if somebody has said that it is not this pupil.
    """
    key, said = _begin(account, ring)
    if account.state == State.NOT_FAKE:
        raise Refused(_("This account was found to be no fake account."))
    about = [row for row, ref in said if ref == pupil.pk and row.taken_back_at is None]
    if any(row.answer == Answer.NOT_THIS for row in about):
        raise Refused(_("Somebody in the team has said that it is not this pupil. Take that back first."))
    if any(row.account_id == account.pk for row in about):
        return
    earlier = (row.involved for row, ref in said if ref == pupil.pk)
    involved = _in_the_case(account.case, pupil, earlier, key) or _brought_in(account.case, pupil, ring, by)
    done = _pretend(account, involved, pupil)
    _say(account, key, Answer.IMPERSONATED, pupil, by, involved=involved, done=done)
    _write(account, key, Kind.NAME_IMPERSONATED, pupil.name, by)


@transaction.atomic
def not_this_pupil(*, account: FakeAccount, pupil: Pupil, ring: Ring, by: Person) -> None:
    """A lead says that no account of this case is about this pupil: they are not shown beside one again. Once.

    Raises Gone, or Refused if somebody has said that the pupil is impersonated.
    """
    key, said = _begin(account, ring)
    about = [row for row, ref in said if ref == pupil.pk and row.taken_back_at is None]
    if any(row.answer == Answer.IMPERSONATED for row in about):
        raise Refused(_("Somebody in the team has said that this pupil is impersonated. Take that back first."))
    if about:
        return
    _say(account, key, Answer.NOT_THIS, pupil, by)
    _write(account, key, Kind.NAME_NOT_THIS, pupil.name, by)


@transaction.atomic
def take_back(*, likeness: Likeness, ring: Ring, by: Person) -> None:
    """Take back what was said: the account is as before, and the home is off the list. Once.

    The pupil stays among the people of the case, where their part can be changed. Raises Gone, or Refused in a closed case.
    """
    account = likeness.account
    key, _said = _begin(account, ring)
    likeness.refresh_from_db(fields=["taken_back_at"])
    if likeness.taken_back_at is not None:
        return
    likeness.taken_back_at = clock.now()
    likeness.save(update_fields=["taken_back_at"])
    told = key.open(likeness, "told")
    changed: dict[str, Any] = {}
    if told["pretends"] and account.pretends_to_be_id == likeness.involved_id:
        changed["pretends_to_be"] = None
        if told["age"] and account.age == told["age"]:
            changed["age"] = None
    if changed:
        _change(account, **changed)
    _write(account, key, Kind.NAME_TAKEN_BACK, told["name"], by)


def _begin(account: FakeAccount, ring: Ring) -> tuple[DataKey, list[tuple[Likeness, UUID]]]:
    """Let nobody else say anything of this case's accounts until the transaction ends; return what was said before."""
    key = key_of(account.case, ring)
    Case.objects.select_for_update().only("pk").get(pk=account.case_id)
    account.case.refresh_from_db(fields=["state"])
    account.refresh_from_db(fields=["pretends_to_be", "age", "state", "version"])
    refuse_unless(case_rules.may_change(account.case.state))
    rows = Likeness.objects.filter(account__case=account.case).select_related("involved").order_by("at", "pk")
    return key, [(row, UUID(key.open(row, "told")["pupil"])) for row in rows]


def _in_the_case(case: Case, pupil: Pupil, earlier: Iterable[Involved | None], key: DataKey) -> Involved | None:
    """Whoever stands in the case as this pupil, impersonated: brought in before, or written down by name."""
    there = [each for each in open_people(case, key) if each.row.part == Part.IMPERSONATED]
    known = {row.pk for row in earlier if row is not None}
    names = {fold(pupil.name), fold(f"{pupil.first} {pupil.last}")}
    found = [each.row for each in there if each.row.pk in known]
    return next(iter([*found, *(each.row for each in there if fold(each.name) in names)]), None)


def _brought_in(case: Case, pupil: Pupil, ring: Ring, by: Person) -> Involved:
    year = _("Year %(year)s") % {"year": pupil.year} if pupil.year.isdecimal() else ""
    detail = ", ".join(part for part in (year, pupil.form) if part)
    return cases.involve(case=case, part=Part.IMPERSONATED, name=pupil.name, detail=detail, ring=ring, by=by)


def _pretend(account: FakeAccount, involved: Involved, pupil: Pupil) -> dict[str, Any]:
    """Say on the account whom it pretends to be, if nobody was written down. Returns what was set."""
    if account.pretends_to_be_id is not None:
        return {"pretends": False, "age": None}
    years = age(pupil, timezone.localdate(clock.now()))
    told_age = years if account.age is None and years in range(YOUNGEST_CHILD, OLDEST_CHILD + 1) else None
    _change(account, pretends_to_be=involved, age=account.age or told_age)
    return {"pretends": True, "age": told_age}


def _change(account: FakeAccount, **changed: Any) -> None:  # noqa: ANN401 - columns of the account
    FakeAccount.objects.filter(pk=account.pk).update(version=F("version") + 1, **changed)
    account.refresh_from_db(fields=["version", *changed])


def _say(
    account: FakeAccount,
    key: DataKey,
    answer: Answer,
    pupil: Pupil,
    by: Person,
    *,
    involved: Involved | None = None,
    done: dict[str, Any] | None = None,
) -> None:
    row = Likeness(account=account, answer=answer.value, involved=involved, by=by)
    told = {"pupil": str(pupil.pk), "name": pupil.name, "pretends": False, "age": None, **(done or {})}
    row.told = key.seal(told, row, "told")
    row.save(force_insert=True)


def _write(account: FakeAccount, key: DataKey, kind: Kind, name: str, by: Person) -> None:
    text = f"{key.open(account, 'told')['name']}\n{name}"
    write(case=account.case, key=key, kind=kind, by=by, text=text, platform=account.platform)

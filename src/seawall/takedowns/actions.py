"""Verbs on a fake account: each is one transaction, one line of its case's chronology and one of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.cases import actions as cases
from seawall.cases import rules as case_rules
from seawall.cases.chronology import write
from seawall.cases.opening import key_of
from seawall.cases.rules import Kind
from seawall.cases.typed import needed, optional
from seawall.kit import clock
from seawall.kit.refusal import Clash, refuse_unless
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import Status
from seawall.takedowns import rules
from seawall.takedowns.models import FakeAccount, Step
from seawall.takedowns.rules import Reporter, State

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.cases.models import Case, Involved
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

_KINDS = {
    State.SEEN: Kind.ACCOUNT_SEEN,
    State.PACK_GIVEN: Kind.ACCOUNT_PACK_GIVEN,
    State.REPORTED: Kind.ACCOUNT_REPORTED,
    State.REFUSED: Kind.ACCOUNT_REFUSED,
    State.ESCALATED: Kind.ACCOUNT_ESCALATED,
    State.REMOVED: Kind.ACCOUNT_REMOVED,
    State.BACK: Kind.ACCOUNT_BACK,
    State.NOT_FAKE: Kind.ACCOUNT_NOT_FAKE,
}
_TELLS = {State.REPORTED: Status.ACCOUNT_REPORTED, State.REMOVED: Status.ACCOUNT_GONE}
_LONGEST_NAME = 500
_LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """What is known of a fake account: its name and link as seen, whom it pretends to be, who follows it, and since when."""

    platform: str
    name: str
    link: str = ""
    pretends_to_be: Involved | None = None
    age: int | None = None
    followers: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Done:
    """What was done about an account: who reported it, the platform's number, words of one's own, and when."""

    reporter: Reporter | None = None
    number: str = ""
    words: str = ""
    at: datetime | None = None
    tell_reporters: bool = False


@transaction.atomic
def add(*, case: Case, seen: Seen, once: bytes, ring: Ring, by: Person) -> FakeAccount:
    """Write a fake account down; a second press finds the first one's. Raises Refused or Gone."""
    key = key_of(case, ring)
    refuse_unless(case_rules.may_change(case.state))
    there = FakeAccount.objects.filter(sent_once=once).first()
    if there is not None:
        return there
    seen_at = _at(seen.seen_at)
    account = FakeAccount(
        school=case.school,
        case=case,
        platform=seen.platform,
        pretends_to_be=seen.pretends_to_be,
        age=seen.age,
        seen_at=seen_at,
        look_at=rules.next_look(State.SEEN, clock.now()),
        added_by=by,
        sent_once=once,
    )
    account.told = _sealed(account, key, seen)
    account.save(force_insert=True)
    _tell_chronology(account, key, State.SEEN, by, happened_at=seen_at)
    return account


@transaction.atomic
def change(*, account: FakeAccount, seen: Seen, version: int, ring: Ring, by: Person) -> None:
    """Put right what is known of an account. Raises Clash, Refused or Gone."""
    key = key_of(account.case, ring)
    _claim(account, version)
    account.platform, account.pretends_to_be, account.age = seen.platform, seen.pretends_to_be, seen.age
    account.told = _sealed(account, key, seen)
    account.save(update_fields=["platform", "pretends_to_be", "age", "told"])
    name = key.open(account, "told")["name"]
    write(case=account.case, key=key, kind=Kind.ACCOUNT_CHANGED, by=by, text=name, platform=account.platform)


@transaction.atomic
def move(*, account: FakeAccount, to: State, done: Done, version: int, ring: Ring, by: Person) -> None:
    """Write down what was done about an account, or what became of it. Raises Clash, Refused or Gone."""
    key = key_of(account.case, ring)
    _claim(account, version)
    refuse_unless(rules.may_move(account.state, to))
    at = _at(done.at)
    before = State(account.state)
    account.round += to is State.BACK
    step = Step(account=account, state=to.value, before=before.value, round=account.round, at=at, by=by)
    step.reporter = done.reporter.value if done.reporter else ""
    words = {"number": optional(done.number, _LONGEST_NAME), "words": optional(done.words)}
    step.words = key.seal(words, step, "words")
    step.save(force_insert=True)
    _stand(account, to, at)
    _tell_chronology(account, key, to, by, happened_at=at, words=words)
    if done.tell_reporters and to in _TELLS:
        _tell_reporters(account, _TELLS[to], ring, by)


@transaction.atomic
def looked(*, account: FakeAccount, version: int, ring: Ring, by: Person) -> None:
    """Note that somebody looked, and that nothing has changed: the next look is due later. Raises Clash or Gone."""
    key = key_of(account.case, ring)
    _claim(account, version)
    state, now = State(account.state), clock.now()
    account.looks += 1
    account.look_at = rules.next_look(state, now, account.looks)
    account.save(update_fields=["looks", "look_at"])
    name = key.open(account, "told")["name"]
    write(case=account.case, key=key, kind=Kind.ACCOUNT_LOOKED, by=by, text=name, platform=account.platform)


@transaction.atomic
def take_back(*, account: FakeAccount, version: int, ring: Ring, by: Person) -> None:
    """Take the last step back: the account stands as before it. The step stays, marked. Raises Clash, Refused or Gone."""
    key = key_of(account.case, ring)
    _claim(account, version)
    steps = account.steps.filter(taken_back_at=None).order_by("-written_at", "-pk")
    last = steps.first()
    refuse_unless(rules.may_take_back(int(last is not None)))
    if last is None:
        return
    last.taken_back_at = clock.now()
    last.save(update_fields=["taken_back_at"])
    account.round -= last.state == State.BACK
    _stand(account, State(last.before), clock.now())
    name = key.open(account, "told")["name"]
    write(case=account.case, key=key, kind=Kind.ACCOUNT_TAKEN_BACK, by=by, text=name, platform=account.platform)


def _at(given: datetime | None) -> datetime:
    at, now = given or clock.now(), clock.now()
    refuse_unless(case_rules.may_have_happened(at, now))
    return at


def _sealed(account: FakeAccount, key: DataKey, seen: Seen) -> Any:  # noqa: ANN401 - a SealedField takes what `seal` gives
    told = {
        "name": needed(seen.name, _LONGEST_NAME),
        "link": optional(seen.link, _LONGEST_LINK),
        "followers": optional(seen.followers),
    }
    return key.seal(told, account, "told")


def _claim(account: FakeAccount, version: int) -> None:
    rows = FakeAccount.objects.filter(pk=account.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise Clash(
            _(
                "Somebody else was quicker with this account. What you asked for was not done. Look again before you decide."
            )
        )
    account.refresh_from_db()


def _stand(account: FakeAccount, state: State, at: datetime) -> None:
    account.state, account.moved_at, account.looks = state.value, clock.now(), 0
    account.look_at = rules.next_look(state, at)
    account.save(update_fields=["state", "moved_at", "looks", "look_at", "round"])


def _tell_chronology(
    account: FakeAccount,
    key: DataKey,
    state: State,
    by: Person,
    *,
    happened_at: datetime,
    words: dict[str, str] | None = None,
) -> None:
    name = key.open(account, "told")["name"]
    text = "\n".join(part for part in (name, *(words or {}).values()) if part)
    write(
        case=account.case,
        key=key,
        kind=_KINDS[state],
        by=by,
        text=text,
        happened_at=happened_at,
        platform=account.platform,
        round=account.round,
    )


def _tell_reporters(account: FakeAccount, status: Status, ring: Ring, by: Person) -> None:
    for mailbox in Mailbox.objects.filter(report__gathered__case=account.case).select_related("report"):
        cases.tell_status(report=mailbox.report, mailbox=mailbox, status=status, ring=ring, by=by)

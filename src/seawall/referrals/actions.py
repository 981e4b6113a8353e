"""Verbs on a referral: each is one transaction, and one line of the case's chronology with the journal's line in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.cases import actions as cases
from seawall.cases import rules as case_rules
from seawall.cases.chronology import write
from seawall.cases.opening import key_of
from seawall.cases.rules import Kind
from seawall.cases.typed import needed, optional
from seawall.kit import clock
from seawall.kit.refusal import refuse_unless
from seawall.mailbox.models import Mailbox
from seawall.referrals import rules
from seawall.referrals.models import Referral
from seawall.referrals.rules import Agency, How, State
from seawall.referrals.versions import claim

if TYPE_CHECKING:
    import datetime as dt

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Telling:
    """How a referral was made. `at` None: now. `said` may be empty: what was saved before then stays."""

    how: How
    whom: str
    said: str
    reference: str
    next_check: dt.date
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """What was heard from whoever was told, or when they were asked again. An empty reference: the one that is known stays."""

    text: str
    next_check: dt.date
    reference: str = ""
    at: dt.datetime | None = None


@transaction.atomic
def draft(*, case: Case, agency: Agency, staff_concerned: bool, once: bytes, ring: Ring, by: Person) -> Referral:
    """Begin a referral: it stands as not made until somebody was told. A second press finds the first. Raises Refused or Gone."""
    key = key_of(case, ring)
    refuse_unless(case_rules.may_change(case.state))
    refuse_unless(rules.may_go_to(agency, staff_concerned=staff_concerned))
    row = Referral(
        school=case.school,
        case=case,
        agency=agency.value,
        staff_concerned=staff_concerned,
        drafted_by=by,
        sent_once=once,
    )
    row.words = key.seal({}, row, "words")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Referral.objects.get(case=case, sent_once=once)
    _write(row, key, Kind.REFERRAL_DRAFTED, by=by, once=once)
    return row


@transaction.atomic
def make(*, referral: Referral, told: Telling, tell: bool, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Write down that somebody was told; with `tell`, so is each reporter of the case. Raises Clash, Refused or Gone."""
    key = _begin(referral, State.MADE, seen=seen, once=once, ring=ring)
    if key is None:
        return
    refuse_unless(rules.may_make(referral.state))
    refuse_unless(rules.may_go_by(referral.agency, told.how))
    referral.made_at = _happened(told.at)
    words = {
        "whom": needed(told.whom, rules.LONGEST_NAME),
        "reference": optional(told.reference, rules.LONGEST_REFERENCE),
        "said": optional(told.said, rules.LONGEST_SAID) or _words(referral, key).get("said", ""),
    }
    referral.how, referral.made_by, referral.state = told.how.value, by, State.MADE.value
    referral.next_check = _check_on(told.next_check)
    _save(referral, key, words, "how", "made_by", "made_at", "state", "next_check")
    text = _lines((_("To"), words["whom"]), (_("Reference"), words["reference"]), (_("What was said"), words["said"]))
    _write(referral, key, Kind.REFERRAL_MADE, by=by, once=once, text=text, at=referral.made_at, how=referral.how)
    if tell:
        _tell_reporters(referral, ring, by)


def _tell_reporters(referral: Referral, ring: Ring, by: Person) -> None:
    status = rules.TELLS.get(Agency(referral.agency))
    if status is None:
        return
    readable = Mailbox.objects.filter(report__gathered__case=referral.case_id, lookup__isnull=False)
    for mailbox in readable.select_related("report"):
        cases.tell_status(report=mailbox.report, mailbox=mailbox, status=status, ring=ring, by=by)


@transaction.atomic
def keep_said(*, referral: Referral, text: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Keep a text as what was said. What was kept before stands in the chronology. Raises Clash, Refused or Gone."""
    key = _begin(referral, None, seen=seen, once=once, ring=ring)
    if key is None:
        return
    said = needed(text, rules.LONGEST_SAID)
    _save(referral, key, {"said": said})
    _write(referral, key, Kind.REFERRAL_SAID, by=by, once=once, text=said)


@transaction.atomic
def answer(*, referral: Referral, heard: Heard, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Write down what they answered, and when somebody looks again. Raises Clash, Refused or Gone."""
    key = _begin(referral, State.ANSWERED, seen=seen, once=once, ring=ring)
    if key is None:
        return
    words = {"answer": needed(heard.text)}
    if reference := optional(heard.reference, rules.LONGEST_REFERENCE):
        words["reference"] = reference
    referral.answered_at, referral.state = _happened(heard.at), State.ANSWERED.value
    referral.next_check = _check_on(heard.next_check)
    _save(referral, key, words, "answered_at", "state", "next_check")
    text = _lines((_("Answer"), words["answer"]), (_("Reference"), reference))
    _write(referral, key, Kind.REFERRAL_ANSWERED, by=by, once=once, text=text, at=referral.answered_at)


@transaction.atomic
def chase(*, referral: Referral, heard: Heard, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Write down that somebody asked again, and when they will look the next time. Raises Clash, Refused or Gone."""
    key = _begin(referral, State.CLOSED, seen=seen, once=once, ring=ring)  # what can be finished can be asked about
    if key is None:
        return
    referral.next_check, at = _check_on(heard.next_check), _happened(heard.at)
    _save(referral, key, {}, "next_check")
    _write(referral, key, Kind.REFERRAL_CHASED, by=by, once=once, text=optional(heard.text), at=at)


@transaction.atomic
def close(*, referral: Referral, text: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Finish a referral that was made; nobody is asked to look again. Raises Clash, Refused or Gone."""
    _go(referral, State.CLOSED, Kind.REFERRAL_CLOSED, optional(text), seen=seen, once=once, ring=ring, by=by)


@transaction.atomic
def withdraw(*, referral: Referral, text: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Withdraw a referral that was not made, with the reason. Raises Clash, Refused or Gone."""
    _go(referral, State.WITHDRAWN, Kind.REFERRAL_WITHDRAWN, needed(text), seen=seen, once=once, ring=ring, by=by)


@transaction.atomic
def take_up(*, referral: Referral, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Take up again what was finished or withdrawn: it waits again. Raises Clash, Refused or Gone."""
    key = _begin(referral, None, seen=seen, once=once, ring=ring)
    if key is None:
        return
    refuse_unless(rules.may_take_up(referral.state))
    to = State.DRAFTED if referral.state == State.WITHDRAWN else State.MADE
    _move(referral, key, to, Kind.REFERRAL_REOPENED, "", once=once, by=by)


def _go(
    referral: Referral, to: State, kind: Kind, text: str, *, seen: int, once: bytes, ring: Ring, by: Person
) -> None:
    key = _begin(referral, to, seen=seen, once=once, ring=ring)
    if key is not None:
        _move(referral, key, to, kind, text, once=once, by=by)


def _move(referral: Referral, key: DataKey, to: State, kind: Kind, text: str, *, once: bytes, by: Person) -> None:
    referral.state, referral.next_check = to.value, None
    referral.save(update_fields=["state", "next_check"])
    _write(referral, key, kind, by=by, once=once, text=text)


def _begin(referral: Referral, to: State | None, *, seen: int, once: bytes, ring: Ring) -> DataKey | None:
    """Open the case and take the next version. None if this press was done before."""
    key = key_of(referral.case, ring)
    if not claim(referral, seen, once):
        return None
    refuse_unless(case_rules.may_change(referral.case.state))
    if to is not None:
        refuse_unless(rules.may_move(referral.state, to))
    return key


def _happened(at: dt.datetime | None) -> dt.datetime:
    now = clock.now()
    if at is None:
        return now
    refuse_unless(case_rules.may_have_happened(at, now))
    return at


def _check_on(day: dt.date) -> dt.date:
    refuse_unless(rules.may_check_on(day, timezone.localtime(clock.now()).date()))
    return day


def _words(referral: Referral, key: DataKey) -> dict[str, str]:
    words: dict[str, str] = key.open(referral, "words")
    return words


def _save(referral: Referral, key: DataKey, words: dict[str, str], *changed: str) -> None:
    referral.words = key.seal({**_words(referral, key), **words}, referral, "words")
    referral.save(update_fields=[*changed, "words"])


def _lines(*told: tuple[str, str]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in told if text)


def _write(
    referral: Referral,
    key: DataKey,
    kind: Kind,
    *,
    by: Person,
    once: bytes,
    text: str = "",
    at: dt.datetime | None = None,
    **facts: Any,  # noqa: ANN401 - what a line takes
) -> None:
    write(
        case=referral.case,
        key=key,
        kind=kind,
        by=by,
        text=text,
        happened_at=at,
        once=once,
        referral=str(referral.pk),
        agency=referral.agency,
        **facts,
    )

"""Verbs on a bundle: begin, go on, take, clear away.

What is gathered needs a lead's keys, which live in their requests only. So a bundle is made in steps, each of them done by a
request of the lead who began it, and what one step leaves waits sealed under a key of that lead alone. A step may be killed
at any line: the next request does it again (docs/adr/0010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seawall.evidence import rules
from seawall.evidence.gather import gather
from seawall.evidence.locking import lock_file, may_lock_for
from seawall.evidence.models import Bundle, Piece
from seawall.evidence.packing import pack_bundle
from seawall.evidence.rules import Lock, Receiver, State
from seawall.journal.actions import WORKER, record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.kit.text import clean
from seawall.vault.ring import WontOpenError, seal_key_to
from seawall.vault.sealing import DataKey, Sealed, place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from seawall.cases.models import Case
    from seawall.evidence.packing import Packed
    from seawall.kit.refusal import Refusal
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """For whom a bundle is, who exactly and why, and what locks it: a passphrase, or the receiver's age key."""

    receiver: Receiver
    who: str
    why: str
    lock: Lock
    secret: str


def may_lock(lock: Lock, secret: str) -> Refusal | None:
    """Say whether a passphrase is hard enough to guess, or a key is an age key."""
    return rules.may_lock_with(secret) if lock is Lock.PASSPHRASE else may_lock_for(secret)


def begin(*, cases: Sequence[Case], asked: Asked, once: bytes, ring: Ring, by: Person) -> Bundle:
    """Begin a bundle of one case or of several; the first is its home. A second press (the same `once`) begins no second.

    Raises Refused, or Gone if a case is closed off to this person.
    """
    refuse_unless(may_lock(asked.lock, asked.secret))
    if by.holder is None or not all(ring.holds(case.circle_key_id) for case in cases):
        raise Gone(_("There is nothing here for you to see."))
    home, key = cases[0], DataKey.new()
    bundle = Bundle(school=home.school, case=home, made_by=by, receiver=asked.receiver.value, lock=asked.lock.value)
    bundle.steps, bundle.sent_once = len(cases) + 1, once
    words = {"who": clean(asked.who).text, "why": clean(asked.why).text}
    bundle.asked = ring.data_key(home).seal(words, bundle, "asked")
    bundle.secret = key.seal(asked.secret, bundle, "secret")
    seal_key_to(bytes(by.holder.public), bundle, key, "key_for_maker")
    try:
        with transaction.atomic():
            bundle.save(force_insert=True)
            bundle.cases.set(cases)
            for case in cases:
                record("evidence.begun", subject=case, by=by, bundle=str(bundle.pk), receiver=bundle.receiver)
    except IntegrityError:
        return Bundle.objects.select_related("case__school", "made_by").get(sent_once=once, made_by=by)
    return bundle


def go_on(*, bundle: Bundle, ring: Ring, by: Person, enough: Callable[[], bool] = lambda: False) -> None:
    """Do the next step, and the ones after it until the bundle is ready or it is `enough` for one request.

    Never call it inside a transaction: the last step takes seconds. Raises Refused or Gone.
    """
    refuse_unless(rules.may_go_on(state=bundle.state_at(clock.now()), is_maker=bundle.made_by_id == by.pk))
    while bundle.state == State.MAKING:
        cases = list(bundle.cases.select_related("school", "circle_key").order_by("reference"))
        if bundle.done < len(cases):
            _gather(bundle, cases[bundle.done], ring)
        else:
            _pack(bundle, cases, ring, by)
        bundle.refresh_from_db()
        if enough():
            return


def _maker_key(bundle: Bundle, ring: Ring) -> DataKey:
    try:
        return ring.own_data_key(bundle, "key_for_maker")
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def _gather(bundle: Bundle, case: Case, ring: Ring) -> None:
    piece = Piece(bundle=bundle, step=bundle.done)
    piece.contents = _maker_key(bundle, ring).seal(gather(case, ring), piece, "contents")
    with transaction.atomic():
        if _claim(bundle, done=bundle.done + 1):
            piece.save(force_insert=True)


def _pack(bundle: Bundle, cases: Sequence[Case], ring: Ring, by: Person) -> None:
    key = _maker_key(bundle, ring)
    gathered = [key.open(piece, "contents") for piece in bundle.pieces.order_by("step")]
    packed = pack_bundle(bundle=bundle, gathered=gathered, ring=ring, by=by)
    locked = lock_file(packed.bag.zipped, Lock(bundle.lock), key.open(bundle, "secret"))
    file = Sealed(key.seal_bytes(locked, place(bundle, "file")))
    with transaction.atomic():
        if _claim(bundle, state=State.READY, file=file, secret=None, ready_at=clock.now(), manifest=packed.bag.sha256):
            bundle.pieces.all().delete()
            _record_made(bundle, cases, packed, by)


def _record_made(bundle: Bundle, cases: Sequence[Case], packed: Packed, by: Person) -> None:
    for case in cases:
        made, signed_with = str(bundle.pk), packed.key.number
        record("evidence.made", subject=case, by=by, bundle=made, manifest=packed.bag.sha256, key=signed_with)


def _claim(bundle: Bundle, **changes: object) -> bool:
    """Take the step that a request has worked for, unless another request was quicker: then its work stands."""
    mine = Bundle.objects.filter(pk=bundle.pk, state=State.MAKING, done=bundle.done)
    return bool(mine.update(**changes))


@transaction.atomic
def take(*, bundle: Bundle, ring: Ring, by: Person) -> bytes:
    """Hand the locked file out, once; it is not kept. Raises Refused, Clash or Gone."""
    refuse_unless(rules.may_take(state=bundle.state_at(clock.now()), is_maker=bundle.made_by_id == by.pk))
    if bundle.file is None:
        raise Gone(_("There is nothing here for you to see."))
    try:
        data = _maker_key(bundle, ring).open_bytes(bundle.file.box, place(bundle, "file"))
    except WontOpenError:
        raise Refused(_("The bundle was damaged on the server. Make a new one.")) from None
    ready = Bundle.objects.filter(pk=bundle.pk, state=State.READY)
    if not ready.update(state=State.TAKEN, file=None, key_for_maker=None, taken_at=clock.now()):
        raise Clash(_("This bundle was downloaded a moment ago, and is not kept here. Make a new one."))
    for case in bundle.cases.all():
        record("evidence.taken", subject=case, by=by, bundle=str(bundle.pk))
    return data


def sweep() -> int:
    """Clear away what nobody finished or downloaded within an hour; return how many. The worker calls it every minute."""
    left = list(Bundle.objects.left_over(clock.now() - rules.KEPT).defer("file", "asked", "secret"))
    return sum(_clear(bundle) for bundle in left)


@transaction.atomic
def _clear(bundle: Bundle) -> bool:
    waiting = Bundle.objects.filter(pk=bundle.pk, state__in=[State.MAKING, State.READY])
    if not waiting.update(state=State.OVER, file=None, secret=None, key_for_maker=None):
        return False
    bundle.pieces.all().delete()
    record("evidence.over", subject=bundle, by=WORKER)
    return True

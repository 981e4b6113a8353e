"""Sending a made letter: e-mail as rows that wait, paper when somebody says it was given out; and recalling it before.

One duplicate cannot be helped: a mail server that took a copy in the moment before its row was written gets it once more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from seawall.cases.chronology import write
from seawall.cases.rules import Kind
from seawall.journal.actions import WORKER, record
from seawall.kit import clock
from seawall.kit.refusal import Refused, refuse_unless
from seawall.letters.actions import _claim, _key, _move, tell_of_trouble
from seawall.letters.models import Copy, Letter
from seawall.letters.printing import plain_text
from seawall.letters.rules import states
from seawall.letters.rules.states import LEASE, CopyState, State, Way

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.schools.models import Person
    from seawall.vault.ring import Ring

_HEADERS: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_AT_ONCE: Final = 200


@transaction.atomic
def send(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """Let it go: e-mails leave within a minute, paper waits to be given out. Raises Clash, Refused or Gone."""
    _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.SENDING))
    if letter.copies.filter(state=CopyState.FAILED).exists():
        raise Refused(_("Some copies could not be made. Make them again, or tell these families in another way first."))
    _move(letter, State.SENDING)
    copies = letter.copies.count()
    if letter.case is not None:
        write(
            case=letter.case,
            kind=Kind.LETTER_SENT,
            by=by,
            reference=letter.reference,
            copies=copies,
            letter=str(letter.pk),
        )
    else:
        record("letter.sending", subject=letter, by=by, copies=copies)
    _finish(letter)


@transaction.atomic
def given_out(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """Note that paper was given out or posted, bounced copies printed and given out too. Raises Clash, Refused or Gone."""
    _key(letter, ring)
    _claim(letter, version)
    if letter.state not in {State.SENDING, State.SENT}:
        raise Refused(_("Send the letter first: then its paper can be given out."))
    paper = letter.copies.filter(Q(way=Way.PAPER, state=CopyState.MADE) | Q(state=CopyState.BOUNCED))
    count = paper.update(state=CopyState.SENT, moved_at=clock.now())
    record("letter.given_out", subject=letter, by=by, copies=count)
    _finish(letter)


@transaction.atomic
def recall(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """Stop a letter: what has not gone is deleted; what has gone is kept as it went. Raises Clash, Refused or Gone."""
    _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.RECALLED))
    _move(letter, State.RECALLED)
    waiting = letter.copies.filter(state__in=[CopyState.WAITING, CopyState.FAILED, CopyState.MADE])
    stopped = waiting.exclude(lease_until__gt=clock.now()).update(
        state=CopyState.RECALLED, pdf=None, moved_at=clock.now()
    )
    letter.print_files.all().delete()
    record("letter.recalled", subject=letter, by=by, stopped=stopped)


def send_waiting() -> int:
    """Mail copies that are due; return how many were tried. The worker calls it every few seconds."""
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Copy.objects.filter(free, state=CopyState.MADE, way=Way.MAIL, letter__state=State.SENDING, next_at__lte=now)
    tried, printed, letters = 0, {}, {}
    for copy in due.select_related("letter__school").order_by("next_at", "pk")[:_AT_ONCE]:
        if not Copy.objects.claim(copy, clock.now(), clock.now() + LEASE):
            continue
        if copy.letter_id not in printed:
            printed[copy.letter_id] = json.loads(copy.letter.printed or "{}")
        letters[copy.letter_id] = copy.letter
        _mail(copy, printed[copy.letter_id])
        tried += 1
    for letter in letters.values():
        _finish(letter)
    return tried


def _mail(copy: Copy, printed: dict[str, Any]) -> None:
    """Mail one copy to every address that has not taken it, one message each: parents who live apart see only their own."""
    trouble, data = "", copy.open_pdf()
    for number, address in enumerate(copy.told["emails"]):
        if number in copy.took:
            continue
        try:
            _message(printed, address, data, copy.told).send(using="default")
        except Exception as error:  # noqa: BLE001 - whatever a mail server does, the copy is tried again
            trouble = type(error).__qualname__
            continue
        copy.took = [*copy.took, number]
        copy.save(update_fields=["took"])
    _note(copy, trouble)


def _message(printed: dict[str, Any], address: str, pdf: bytes, told: dict[str, Any]) -> EmailMessage:
    lang, helped = told.get("lang", ""), told.get("help", "")
    headings = [printed.get("others", {}).get(lang, {}).get("heading", ""), printed["heading"]]
    subject = " ".join(f"{printed['school']}: {' / '.join(each for each in headings if each)}".split())
    words = plain_text(printed, lang=lang, helped=helped)
    message = EmailMessage(subject, words, settings.DEFAULT_FROM_EMAIL, [address], headers=_HEADERS)
    message.attach("letter.pdf", pdf, "application/pdf")
    return message


def _note(copy: Copy, trouble: str) -> None:
    now = clock.now()
    copy.tries += 1
    again = _again(copy, trouble, now)
    if not trouble:
        copy.state = CopyState.SENT.value
    elif again is None:
        copy.state = CopyState.BOUNCED.value
    copy.trouble, copy.lease_until, copy.moved_at = trouble[:60], None, now
    copy.next_at = again or now
    with transaction.atomic():
        copy.save(update_fields=["state", "tries", "trouble", "lease_until", "moved_at", "next_at"])
        if copy.state == CopyState.BOUNCED:
            tell_of_trouble(copy.letter)


def _again(copy: Copy, trouble: str, now: datetime) -> datetime | None:
    return states.next_try(now, copy.tries) if trouble else None


@transaction.atomic
def _finish(letter: Letter) -> None:
    """A letter is sent once no copy waits any more."""
    mine = Letter.objects.filter(pk=letter.pk, state=State.SENDING)
    open_copies = Copy.objects.filter(letter=letter, state__in=[CopyState.WAITING, CopyState.MADE])
    if not open_copies.exists() and mine.update(state=State.SENT, sent_at=clock.now(), moved_at=clock.now()):
        letter.refresh_from_db(fields=["state", "sent_at", "moved_at"])
        record("letter.sent", subject=letter, by=WORKER)

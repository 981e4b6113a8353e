"""Looking into every box in its turn, one worker at a time, and telling of mails that were kept and never read.

A flood in one box takes AT_ONCE mails a turn, so other boxes are not kept waiting; nothing is skipped, and nobody else's mail
waits behind it (`_first_of_a_flood`).
"""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta
from typing import Final

from seawall.journal.actions import WORKER
from seawall.kit import clock
from seawall.letterbox import rules
from seawall.letterbox.actions import note_trouble
from seawall.letterbox.connect import TroubleError, connected
from seawall.letterbox.models import Box, Mail
from seawall.letterbox.rules import MailState, Takes
from seawall.post import headers
from seawall.post.deliver import belongs_to, deliver_left, mark_of, take
from seawall.post.imap import Folder

_EVERY: Final = timedelta(seconds=60)
_LOOKED_AT: Final = 1_000
"""Mails whose subject is looked at in one turn of a box that takes only some."""


_NO_MOVE: Final = "no_move"


class _LostError(Exception):
    """Another worker has the box now."""


def look_into_boxes() -> int:
    """Look into every box that is due; return how many mails were taken. The worker calls it every few seconds."""
    holder, taken = secrets.token_hex(8), 0
    for box in Box.objects.due(clock.now()).select_related("school"):
        if Box.objects.claim(box, holder, clock.now()):
            box.holder = holder
            taken += _look_into(box)
    return taken


def _look_into(box: Box) -> int:
    try:
        with connected(box) as server:
            turn = _Turn(Folder(server, box), box)
            more = turn.empty()
    except _LostError:
        return 0
    except TroubleError as error:
        note_trouble(box=box, code=error.code, by=WORKER)
        return 0
    except Exception as error:
        note_trouble(box=box, code=type(error).__qualname__, by=WORKER)
        raise
    now = clock.now()
    Box.objects.filter(pk=box.pk, holder=box.holder).update(
        lease_until=None,
        holder="",
        failures=0,
        trouble=turn.trouble,
        worked_at=now,
        next_at=now if more else now + _EVERY,
    )
    return turn.taken


class _Turn:
    """One turn at a box: what was taken, and whether originals could be put away."""

    def __init__(self, folder: Folder, box: Box) -> None:
        self.folder, self.box, self.taken = folder, box, 0
        self.trouble = _NO_MOVE if box.trouble == _NO_MOVE else ""
        """Originals that stay are shown until one can be put away again; they stop no mail that comes after them."""

    def empty(self) -> bool:
        """Take what waits, oldest first, but of a flood a few before their turn. Return whether more waits."""
        box, folder = self.box, self.folder
        if folder.validity != box.uid_validity:  # the server numbered its mails anew: each is known again by its mark
            box.uid_validity, box.last_uid = folder.validity, 0
        waiting = folder.waiting(box.last_uid)
        if len(waiting) > rules.AT_ONCE:
            for uid in _first_of_a_flood(folder, box, waiting):
                self._one(uid)
                _go_on(box, box.last_uid)
        for looked, uid in enumerate(waiting, start=1):
            self._one(uid)
            _go_on(box, uid)
            if self.taken >= rules.AT_ONCE or looked >= _LOOKED_AT:
                return looked < len(waiting)
        return False

    def _one(self, uid: int) -> None:
        if self.box.takes == Takes.SAFEGUARDING and not _is_for_us(self.folder, self.box, uid):
            return
        fetched = self.folder.fetch(uid)
        if fetched is None:
            return
        take(box=self.box, fetched=fetched)
        self.taken += 1
        try:
            self.folder.put_away(uid)
        except TroubleError as error:
            self.trouble = error.code
        else:
            self.trouble = ""


def _first_of_a_flood(folder: Folder, box: Box, waiting: list[int]) -> list[int]:
    """Which mails are taken before their turn, so that nobody waits behind ten thousand of somebody else's.

    Of the newest, those not here yet, of whoever wrote least; the newest first. They are known again by their marks when their
    turn comes. A mail without a number of its own waits for its turn.
    """
    heads = folder.many_heads(waiting[-rules.AHEAD :])
    told = {uid: headers.read(headers.parse(head)) for uid, head in heads.items()}
    wrote = Counter(each.sender.casefold() for each in told.values())
    marks = {uid: mark_of(heads[uid], box.school) for uid, each in told.items() if each.message_id}
    there = {bytes(mark) for mark in box.school.mails.filter(mark__in=marks.values()).values_list("mark", flat=True)}
    wanted = [
        uid
        for uid, mark in marks.items()
        if mark not in there and (box.takes != Takes.SAFEGUARDING or rules.is_safeguarding(told[uid].subject))
    ]
    return sorted(wanted, key=lambda uid: (wrote[told[uid].sender.casefold()], -uid))[: rules.FIRST]


def _is_for_us(folder: Folder, box: Box, uid: int) -> bool:
    head = folder.heads(uid)
    return rules.is_safeguarding(headers.read(headers.parse(head)).subject) or belongs_to(head, box.school) is not None


def _go_on(box: Box, uid: int) -> None:
    """Note how far it is, and keep the lease alive. Raises _LostError if another worker has the box."""
    mine = Box.objects.filter(pk=box.pk, holder=box.holder, paused_at=None)
    until = clock.now() + rules.LEASE
    if not mine.update(uid_validity=box.uid_validity, last_uid=uid, lease_until=until):
        raise _LostError
    box.last_uid = uid


def tell_of_unread() -> int:
    """Make a report of each mail that was kept and is unread for too long; return how many."""
    old = Mail.objects.filter(state=MailState.KEPT, kept_at__lt=clock.now() - rules.LEFT_ALONE)
    count = 0
    for mail in old.select_related("school")[:200]:
        deliver_left(mail)
        count += 1
    return count

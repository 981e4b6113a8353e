"""Looking into every box in its turn, one worker at a time, and telling of mails that were kept and never read.

A flood in one box takes AT_ONCE mails a turn, so the others are not kept waiting; nothing is skipped.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from seawall.journal.actions import WORKER
from seawall.kit import clock
from seawall.letterbox import rules
from seawall.letterbox.actions import note_trouble
from seawall.letterbox.connect import TroubleError, connected
from seawall.letterbox.models import Box, Mail
from seawall.letterbox.rules import MailState, Takes
from seawall.post import headers
from seawall.post.deliver import belongs_to, deliver_left, take
from seawall.post.imap import Folder

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

_EVERY: Final = timedelta(seconds=60)
_LOOKED_AT: Final = 1_000
"""Mails whose subject is looked at in one turn of a box that takes only some."""


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
            taken, more = _empty(server, box)
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
        lease_until=None, holder="", failures=0, trouble="", worked_at=now, next_at=now if more else now + _EVERY
    )
    return taken


def _empty(server: BaseMailBox, box: Box) -> tuple[int, bool]:
    """Take what waits, oldest first; return how many were taken, and whether more waits."""
    folder = Folder(server, box)
    if folder.validity != box.uid_validity:  # the server numbered its mails anew: each is known again by its mark
        box.uid_validity, box.last_uid = folder.validity, 0
    waiting, taken = folder.waiting(box.last_uid), 0
    for looked, uid in enumerate(waiting, start=1):
        taken += _one(folder, box, uid)
        _go_on(box, uid)
        if taken >= rules.AT_ONCE or looked >= _LOOKED_AT:
            return taken, looked < len(waiting)
    return taken, False


def _one(folder: Folder, box: Box, uid: int) -> int:
    if box.takes == Takes.SAFEGUARDING and not _is_for_us(folder, box, uid):
        return 0
    fetched = folder.fetch(uid)
    if fetched is None:
        return 0
    take(box=box, fetched=fetched)
    folder.put_away(uid)
    return 1


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

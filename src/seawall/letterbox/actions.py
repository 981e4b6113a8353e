"""Verbs on mailboxes: setting one up, changing, pausing, and what a worker found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, refuse_unless
from seawall.letterbox import rules
from seawall.letterbox.models import Box

if TYPE_CHECKING:
    from uuid import UUID

    from seawall.journal.actions import Actor
    from seawall.schools.models import Person, School


_KEPT_IF_EMPTY: Final = frozenset({"secret", "client_secret"})
_OF_TOKENS: Final = ("secret", "token_url", "client_id", "client_secret", "scope")


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What the office says about a box. An empty `secret` or `client_secret` keeps the one there is."""

    address: str
    host: str
    port: int
    security: str
    sign_in: str
    user: str
    secret: str
    folder: str
    takes: str
    afterwards: str
    moved_to: str
    tagged: bool = False
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    scope: str = ""

    def on(self, box: Box) -> Box:
        """Put them on a box, unsaved. A token it has is forgotten if it came by other means."""
        before = (box.sign_in, box.user, *(getattr(box, name) for name in _OF_TOKENS))
        for name in self.__slots__:
            value: Any = getattr(self, name)
            if name not in _KEPT_IF_EMPTY or value:
                setattr(box, name, value)
        if before != (box.sign_in, box.user, *(getattr(box, name) for name in _OF_TOKENS)):
            box.token, box.token_until = "", None
        return box


def find(*, school: School, pk: UUID) -> Box:
    """Return one of a school's boxes. Raises Gone."""
    box = school.boxes.filter(pk=pk).first()
    if box is None:
        raise Gone(_("This mailbox is not there any more."))
    return box


@transaction.atomic
def add(*, school: School, told: Settings, by: Person) -> Box:
    """Set up a box. Raises Refused."""
    refuse_unless(rules.may_add_box(known=school.boxes.count(), host=told.host, security=told.security))
    _check_tokens(told)
    box = told.on(Box(school=school))
    box.save(force_insert=True)
    record("box.added", subject=box, by=by, takes=box.takes, afterwards=box.afterwards)
    return box


@transaction.atomic
def change(*, box: Box, told: Settings, seen: int, by: Person) -> None:
    """Change a box; it is looked into at once. Another folder or server is read from its beginning. Raises Refused or Clash."""
    refuse_unless(rules.may_add_box(known=0, host=told.host, security=told.security))
    _check_tokens(told)
    if not Box.objects.filter(pk=box.pk, version=seen).update(version=F("version") + 1):
        raise Clash(_("Somebody else changed this mailbox a moment ago. Look at it again."))
    box.refresh_from_db()
    before = (box.host, box.folder, box.user)
    told.on(box)
    if before != (box.host, box.folder, box.user):
        box.uid_validity, box.last_uid = 0, 0
    box.next_at, box.failures, box.trouble = clock.now(), 0, ""
    box.save()
    record("box.changed", subject=box, by=by, takes=box.takes, afterwards=box.afterwards)


def _check_tokens(told: Settings) -> None:
    if told.sign_in == rules.SignIn.RENEWED:
        refuse_unless(rules.may_renew_at(told.token_url))


@transaction.atomic
def pause(*, box: Box, paused: bool, by: Person) -> None:
    """Stop looking into a box, or begin again. Nothing is lost meanwhile: the mails wait on their server."""
    Box.objects.filter(pk=box.pk).update(paused_at=clock.now() if paused else None, next_at=clock.now(), failures=0)
    record("box.paused" if paused else "box.resumed", subject=box, by=by)


@transaction.atomic
def remove(*, box: Box, by: Person) -> None:
    """Forget a box and its password. What came from it stays."""
    record("box.removed", subject=box, by=by)
    box.delete()


def note_trouble(*, box: Box, code: str, by: Actor) -> None:
    """Note what went wrong, and when it is tried again. The first failure in a row is journalled."""
    now = clock.now()
    with transaction.atomic():
        failures = box.failures + 1
        Box.objects.filter(pk=box.pk).update(
            failures=failures, trouble=code[:60], next_at=rules.next_try(now, failures), lease_until=None, holder=""
        )
        if not box.failures:
            record("box.failed", subject=box, by=by, trouble=code[:60])

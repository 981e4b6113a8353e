"""Whether somebody is still there: what was told is closed when nothing was pressed for a while; a session ends in the evening.

A session notes when it was last used, to the minute; the list of sign-ins, to ten minutes. No internet address is noted anywhere.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from django.contrib.auth import SESSION_KEY, logout
from django.db import transaction

from seawall.journal.actions import record
from seawall.schools import sign_ins
from seawall.schools.rules import LOCK_AFTER, SHORTEST_LOCK
from seawall.web.shared import keys_in_session
from seawall.web.shared.browsers import family
from seawall.web.shared.sessions import row_name

if TYPE_CHECKING:
    from django.http import HttpRequest

    from seawall.schools.models import Person

LONGEST: Final = 12 * 60 * 60
"""Seconds after which a session ends, however much it is used: nobody's day at school is longer."""
_USED, _BEGAN, _LISTED, _CLOSED = "used", "began", "listed", "closed_idle"
_FINE: Final = 60
_COARSE: Final = 600


def began(request: HttpRequest, person: Person) -> None:
    """Note that somebody has signed in here: in the session, and in the list of their sign-ins."""
    now = time.time()
    request.session[_USED] = request.session[_BEGAN] = request.session[_LISTED] = now
    browser = family(request.headers.get("User-Agent", ""))
    sign_ins.begin(person=person, session=here(request), browser=browser)


def here(request: HttpRequest) -> str:
    """Return the name of this session's row."""
    return row_name(request.session.session_key or "")


def look(request: HttpRequest) -> None:
    """Close what was told if nothing was pressed for too long; end a session that is too old; note that this one is in use."""
    session, now = request.session, time.time()
    if SESSION_KEY not in session:
        return
    used = session.setdefault(_USED, now)
    if now - session.get(_BEGAN, now) > LONGEST:
        logout(request)
        return
    if keys_in_session.are_in(request) and now - used > SHORTEST_LOCK * 60 and now - used > _patience(request):
        _close(request)
    if now - used >= _FINE:
        session[_USED] = now
    if now - session.get(_LISTED, 0) >= _COARSE:
        session[_LISTED] = now
        sign_ins.see(here(request))


def _patience(request: HttpRequest) -> int:
    """Return after how many seconds the person's school closes what was told."""
    user, school = request.user, getattr(request, "school", None)
    at_home = user.is_authenticated and school is not None and user.school_id == school.pk
    return 60 * (school.lock_minutes if at_home and school else LOCK_AFTER)


def _close(request: HttpRequest) -> None:
    keys_in_session.put_away(request)
    request.session[_CLOSED] = True
    user = request.user
    if user.is_authenticated:
        with transaction.atomic():
            record("vault.closed_idle", subject=user, by=user)


def was_closed(request: HttpRequest) -> bool:
    """Whether what was told was closed because nothing was pressed."""
    return bool(request.session.get(_CLOSED))


def opened(request: HttpRequest) -> None:
    """Forget that it was closed."""
    request.session.pop(_CLOSED, None)

"""Sending what waits. Killed at any line and run again, it loses nothing.

One duplicate cannot be helped: a way that took a notice in the moment before its row was written gets it once more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from seawall.kit import clock
from seawall.notices import rules
from seawall.notices.models import Notice, Reach
from seawall.notices.rules import Kind
from seawall.notices.ways import NotSentError, Way, ways_of
from seawall.notices.wording import Text, text_of

KEPT: Final = timedelta(days=60)
_AT_ONCE: Final = 200


def send_waiting() -> int:
    """Send what is due; return how many were tried. The worker calls it every few seconds."""
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Notice.objects.waiting().filter(free, next_at__lte=now).order_by("next_at")
    tried = 0
    for notice in due.select_related("person", "school")[:_AT_ONCE]:
        if Notice.objects.claim(notice, now):
            _deliver(notice)
            tried += 1
    return tried


def sweep() -> int:
    """Delete notices that are two months old; return how many. The worker calls it every hour."""
    return Notice.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]


def _deliver(notice: Notice) -> None:
    """Send one notice by every way that has not taken it, or put it off."""
    person = notice.person
    reach = Reach.objects.filter(person=person).first()
    quiet = (
        rules.quiet_until(clock.now(), reach.quiet, timezone.get_default_timezone())
        if reach and not notice.wakes
        else None
    )
    if quiet is not None:
        _write(notice, next_at=quiet)
        return
    ways = ways_of(person, reach, list(person.targets.all())) if person.is_active else []
    if not ways:
        _write(notice, given_up_at=clock.now(), trouble="no_way" if person.is_active else "left")
        return
    school = notice.school
    text = text_of(
        Kind(notice.kind), school_name=school.name, language=school.language, numbers=notice.numbers, at=notice.made_at
    )
    trouble = ""
    for way in ways:
        trouble = _by(way, notice, text) or trouble
    _finish(notice, trouble)


def _by(way: Way, notice: Notice, text: Text) -> str:
    """Send by one way, and write down at once that it took it; return the code of what went wrong."""
    if way.key in notice.took:
        return ""
    try:
        way.send(text)
    except NotSentError as error:
        return error.code
    notice.took = [*notice.took, way.key]
    notice.save(update_fields=["took"])
    return ""


def _finish(notice: Notice, trouble: str) -> None:
    now = clock.now()
    if not trouble:
        _write(notice, sent_at=now, trouble="")
        return
    notice.tries += 1
    again = rules.next_try(now, notice.tries)
    if again is not None:
        _write(notice, tries=notice.tries, next_at=again, trouble=trouble)
    elif notice.took:  # another way took it: they know
        _write(notice, tries=notice.tries, sent_at=now, trouble=trouble)
    else:
        _write(notice, tries=notice.tries, given_up_at=now, trouble=trouble)


def _write(notice: Notice, **what: object) -> None:
    Notice.objects.filter(pk=notice.pk).update(lease_until=None, **what)

"""Every recurring job of every room. A job may be killed at any line, and is then run again: it must not mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Final

from django.conf import settings

from seawall.briefings.jobs import tell_of_dangerous_questions
from seawall.digest import jobs as digest
from seawall.evidence.actions import sweep as sweep_bundles
from seawall.journal.chaining import chain_waiting
from seawall.letterbox.outbox import send_waiting as send_mails
from seawall.letters.making import make_waiting as make_letters
from seawall.letters.sending import send_waiting as send_letters
from seawall.notices import jobs as notices
from seawall.post import jobs as post
from seawall.reports import visits
from seawall.reports.actions import sweep_junk
from seawall.retention import jobs as retention
from seawall.schools import sign_ins
from seawall.series import jobs as series
from seawall.watch import jobs as watch

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Job:
    """What is run, and how often. It takes nothing: it finds rows that wait. What it returns is ignored."""

    name: str
    every: timedelta
    run: Callable[[], object]


def clear_sessions() -> None:
    """Delete the sessions that ran out, and the list of where somebody was signed in."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    sign_ins.sweep()


TIMETABLE: Final[tuple[Job, ...]] = (
    Job("notices.send", timedelta(seconds=10), notices.send_waiting),
    Job("post.look", timedelta(seconds=10), post.look_into_boxes),
    Job("post.tell_of_unread", timedelta(minutes=5), post.tell_of_unread),
    Job("letterbox.send", timedelta(seconds=10), send_mails),
    Job("series.lift", timedelta(seconds=20), series.lift_waiting),
    Job("watch.climb", timedelta(minutes=1), watch.climb),
    Job("digest.leave", timedelta(minutes=1), digest.leave_due),
    Job("watch.bursts", timedelta(minutes=1), watch.look_for_bursts),
    Job("journal.chain", timedelta(minutes=1), chain_waiting),
    Job("notices.sweep", timedelta(hours=1), notices.sweep),
    Job("visits.sweep", timedelta(minutes=1), visits.sweep),
    Job("evidence.sweep", timedelta(minutes=1), sweep_bundles),
    Job("letters.make", timedelta(seconds=5), make_letters),
    Job("letters.send", timedelta(seconds=10), send_letters),
    Job("briefings.questions", timedelta(seconds=20), tell_of_dangerous_questions),
    Job("reports.sweep_junk", timedelta(hours=1), sweep_junk),
    Job("retention.shred", timedelta(minutes=5), retention.shred_waiting),
    Job("sessions.clear", timedelta(hours=1), clear_sessions),
)

"""Attendance by exception: who was absent from a group, who tells them until when, told or not; and all of that taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.briefings import queries
from seawall.briefings.actions import claim
from seawall.briefings.models import Absence
from seawall.briefings.rules import states
from seawall.briefings.rules.states import AbsentState, State
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Refused, refuse_unless

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from seawall.briefings.models import Session
    from seawall.kit.refusal import Refusal
    from seawall.schools.models import Person


@transaction.atomic
def say_absent(*, session: Session, absent: Iterable[UUID], seen: int, by: Person) -> int:
    """Say who of a group was absent, nobody else was; return how many. It may be said anew until somebody took it back.

    Who is ticked becomes a task for whoever planned the briefing. Who is no longer ticked, and not told yet, is none any more.
    Raises Clash or Refused.
    """
    claim(session, seen, by)
    refuse_unless(states.may_tick(session.briefing.state, session.starts_at, clock.now()))
    refuse_unless(_may_lead(session, by))
    there = {each.pk for each in queries.pupils_of(session)}
    before = {each.pupil_id: each for each in session.absences.select_related("pupil")}
    ticked = set(absent)
    if ticked - there - before.keys():
        raise Refused(_("A pupil you ticked is not in this group any more. Nothing was kept. Look at the list again."))
    due = _first_due(session)
    for pupil in ticked - before.keys():
        owner = session.briefing.by if session.briefing.by.is_active else None
        Absence(session=session, pupil_id=pupil, owner=owner, due_on=due, changed_by=by).save(force_insert=True)
    gone = [each.pk for pk, each in before.items() if pk not in ticked and each.state == AbsentState.TO_TELL]
    session.absences.filter(pk__in=gone).delete()
    session.attended_at, session.attended_by = clock.now(), by
    session.save(update_fields=["attended_at", "attended_by"])
    record("briefing.attended", subject=session, by=by, school_id=session.briefing.school_id, absent=len(ticked))
    return len(ticked)


@transaction.atomic
def take_back(*, session: Session, seen: int, by: Person) -> None:
    """Nobody has said who was absent, after all. Who was told already stays told. Raises Clash or Refused."""
    claim(session, seen, by)
    refuse_unless(_may_lead(session, by))
    if session.briefing.state != State.PLANNED:
        raise Refused(_("This briefing was held. A lead can say that it was not, first."))
    session.absences.filter(state=AbsentState.TO_TELL).delete()
    session.attended_at, session.attended_by = None, None
    session.save(update_fields=["attended_at", "attended_by"])
    record("briefing.attendance_taken_back", subject=session, by=by, school_id=session.briefing.school_id)


@transaction.atomic
def hand_over(*, session: Session, owner: Person | None, due: date, seen: int, by: Person) -> None:
    """Say who tells those of a group who are still to be told, and until when. Raises Clash or Refused."""
    claim(session, seen, by)
    if owner is not None:
        refuse_unless(states.may_own(works_here=owner.is_active and owner.school_id == session.briefing.school_id))
    now = {"owner": owner, "due_on": due, "changed_by": by, "changed_at": clock.now()}
    session.absences.filter(state=AbsentState.TO_TELL).update(**now)
    to = str(owner.pk) if owner else None
    record("briefing.absent_handed_over", subject=session, by=by, school_id=session.briefing.school_id, to=to)


@transaction.atomic
def move(*, absence: Absence, to: AbsentState, seen: int, by: Person) -> None:
    """A pupil was told, need not be told, or is to be told after all. Raises Clash or Refused."""
    claim(absence, seen, by)
    session = absence.session
    if absence.owner_id != by.pk:
        refuse_unless(_may_lead(session, by))
    refuse_unless(states.may_move_absent(absence.state, to))
    told = to is AbsentState.TOLD
    absence.state = to.value
    absence.told_at, absence.told_by = (clock.now(), by) if told else (None, None)
    absence.save(update_fields=["state", "told_at", "told_by"])
    record(f"briefing.absent_{to.value}", subject=absence, by=by, school_id=session.briefing.school_id)


def _may_lead(session: Session, by: Person) -> Refusal | None:
    return states.may_lead(leads=session.leader_id == by.pk, at_hand=session.helper_id == by.pk, is_lead=by.is_lead)


def _first_due(session: Session) -> date:
    """Some days after the group was told; never a day that has passed."""
    began = timezone.localdate(session.starts_at) if session.starts_at else timezone.localdate(clock.now())
    return max(began + timedelta(days=states.TOLD_WITHIN), timezone.localdate(clock.now()))

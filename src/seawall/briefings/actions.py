"""Verbs on a briefing: begin it, plan its groups, add a paragraph, move it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.briefings import queries
from seawall.briefings.models import Absence, Briefing, Session
from seawall.briefings.rules import states
from seawall.briefings.rules.states import State
from seawall.cases.opening import key_of as case_key
from seawall.cases.typed import optional
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused, refuse_unless
from seawall.questionbox import queries as questions
from seawall.questionbox.actions import open_box
from seawall.roll import queries as roll
from seawall.roll.models import Group
from seawall.vault.ring import current_key, lock

if TYPE_CHECKING:
    from datetime import datetime

    from seawall.cases.models import Case
    from seawall.kit.refusal import Refusal
    from seawall.schools.models import Person, School
    from seawall.series.models import Series
    from seawall.vault.ring import Ring


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Where and when a group is told, and by whom: somebody who signs in here, or a written name."""

    room: str = ""
    starts_at: datetime | None = None
    leader: Person | None = None
    leader_name: str = ""
    helper: Person | None = None
    helper_name: str = ""


@transaction.atomic
def begin(
    *, school: School, year: str, case: Case | None, series: Series | None, once: bytes, ring: Ring, by: Person
) -> Briefing:
    """Begin a briefing of a year group, with a group for each form of the roll; a second press finds the first one's.

    What it comes from is sealed to the team; for a closed-off case, to the people of that case. Raises Refused or Gone.
    """
    if case is not None:
        case_key(case, ring)
    there = Briefing.objects.filter(sent_once=once, school=school).first()
    if there is not None:
        return there
    refuse_unless(states.may_begin(roll.on_roll(school).filter(year=year).count()))
    box = open_box(school=school)
    made = Briefing(school=school, year=year, extra="", by=by, changed_by=by, sent_once=once, box=box)
    circle = case.closed_circle_id if case is not None and case.closed_circle_id else school.team_id
    key = lock(made, current_key(circle))
    made.told = key.seal({"about": _about(case, series)}, made, "told")
    made.save(force_insert=True)
    _add_groups(made, by)
    record("briefing.begun", subject=made, by=by, year=year)
    return made


def _about(case: Case | None, series: Series | None) -> dict[str, str] | None:
    if case is not None:
        return {"kind": "case", "id": str(case.pk)}
    return {"kind": "series", "id": str(series.pk)} if series is not None else None


def _add_groups(briefing: Briefing, by: Person) -> int:
    there = set(briefing.sessions.values_list("group_id", flat=True))
    pupils = roll.on_roll(briefing.school).filter(year=briefing.year)
    wanted = set(pupils.values_list("group_id", flat=True)) - there
    named = {each.pk: each.name for each in Group.objects.filter(pk__in=wanted - {None})}
    for pk in wanted:
        name = _("No form") if pk is None else named[pk]
        empty = dict.fromkeys(("room", "leader_name", "helper_name"), "")
        Session(briefing=briefing, group_id=pk, group_name=name, changed_by=by, **empty).save(force_insert=True)
    return len(wanted)


@transaction.atomic
def look_at_roll(*, briefing: Briefing, version: int, by: Person) -> int:
    """Add the groups that the roll has now and the plan has not; return how many. Raises Clash or Refused."""
    claim(briefing, version, by)
    refuse_unless(states.may_change(briefing.state))
    added = _add_groups(briefing, by)
    record("briefing.groups_added", subject=briefing, by=by, groups=added)
    return added


@transaction.atomic
def plan_group(*, session: Session, told: Told, version: int, by: Person) -> None:
    """Say where and when a group is told, who leads it and who is at hand. What is not known yet may stay empty.

    Raises Clash or Refused: also if a planned briefing would not be whole any more.
    """
    claim(session, version, by)
    refuse_unless(states.may_change(session.briefing.state))
    refuse_unless(states.may_change_group(attended=session.attended_at is not None))
    for who in (told.leader, told.helper):
        if who is not None:
            _must_work_here(session.briefing, who)
    session.room = optional(told.room, states.LONGEST_ROOM)
    session.starts_at = told.starts_at
    session.leader, session.helper = told.leader, told.helper
    session.leader_name = "" if told.leader else optional(told.leader_name, states.LONGEST_NAME)
    session.helper_name = "" if told.helper else optional(told.helper_name, states.LONGEST_NAME)
    session.save(
        update_fields=["room", "starts_at", "leader", "helper", "leader_name", "helper_name"],
    )
    if session.briefing.state == State.PLANNED:
        refuse_unless(states.may_plan([each.slot for each in queries.planned(session.briefing)]))
    record("briefing.group_planned", subject=session, by=by, school_id=session.briefing.school_id)


@transaction.atomic
def write_extra(*, briefing: Briefing, typed: str, version: int, ring: Ring, by: Person) -> None:
    """Keep a paragraph of a lead's own for the hand-out, or none. It is refused, and not kept, if it gives somebody away.

    Raises Clash or Refused.
    """
    claim(briefing, version, by)
    refuse_unless(states.may_change(briefing.state))
    if not ring.holds(briefing.circle_key_id):
        raise Refused(_("Only those who may open everything about this briefing can write in its hand-out."))
    words = optional(typed, states.LONGEST_EXTRA)
    found = queries.findings(briefing, words, ring)
    if found:
        raise Refused(
            _("“%(word)s” may not stand in a hand-out. Write this sentence another way.") % {"word": found[0].word}
        )
    briefing.extra = words
    briefing.save(update_fields=["extra"])
    record("briefing.extra_written", subject=briefing, by=by, empty=not words)


@transaction.atomic
def move(*, briefing: Briefing, to: State, version: int, ring: Ring, by: Person) -> None:
    """Move a briefing on, or back. Raises Clash, or Refused with what is missing."""
    claim(briefing, version, by)
    refuse_unless(states.may_move(briefing.state, to))
    refuse_unless(why_not(briefing, to))
    if to is State.PLANNED and briefing.extra and queries.findings(briefing, briefing.extra, ring):
        raise Refused(_("The paragraph in the hand-out says a name by now. Write it another way first."))
    briefing.state, briefing.moved_at = to.value, clock.now()
    briefing.save(update_fields=["state", "moved_at"])
    record(f"briefing.{to.value}", subject=briefing, by=by)


def why_not(briefing: Briefing, to: State) -> Refusal | None:
    """Say what is missing before a briefing may go on to a state. Its page says the same."""
    groups = queries.planned(briefing)
    if to is State.PLANNED and briefing.state == State.DRAFT:
        return states.may_plan([each.slot for each in groups])
    if to is State.HELD and briefing.state == State.PLANNED:
        return states.may_hold(each.slot for each in groups)
    if to is State.FOLLOWED_UP:
        to_tell = sum(len(each.to_tell) for each in groups)
        return states.may_follow_up(to_tell=to_tell, questions=questions.counted(briefing.box)[1])
    return None


def note_opened(*, briefing: Briefing, by: Person, page: str = "plan") -> None:
    """Note that somebody opened a briefing, or took its script or hand-out."""
    record("briefing.opened", subject=briefing, by=by, page=page)


def claim(row: Briefing | Session | Absence, seen: int, by: Person) -> None:
    """Take the next version of a row, or raise Clash with who changed it since `seen`."""
    now = clock.now()
    new = {"version": F("version") + 1, "changed_by": by, "changed_at": now}
    rows: Any = type(row).objects
    if not rows.filter(pk=row.pk, version=seen).update(**new):
        last = rows.select_related("changed_by").get(pk=row.pk)
        raise Clash(
            _(
                "Somebody else was quicker. %(who)s changed this at %(when)s. What you asked for was not done. "
                "Look again before you decide."
            )
            % {"who": last.changed_by.get_full_name(), "when": f"{timezone.localtime(last.changed_at):%H:%M}"}
        )
    row.refresh_from_db()


def _must_work_here(briefing: Briefing, who: Person) -> None:
    refuse_unless(states.may_own(works_here=who.is_active and who.school_id == briefing.school_id))

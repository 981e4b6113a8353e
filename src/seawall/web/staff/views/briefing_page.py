"""The page of one briefing: its groups, what is missing, who is to be told, questions, and what came forward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from seawall.briefings import actions, queries
from seawall.briefings.rules import states
from seawall.briefings.rules.script import is_written_for
from seawall.briefings.rules.states import MOVES, State
from seawall.briefings.wording import year_name
from seawall.figures.briefings import came_forward
from seawall.figures.rules import FLOOR
from seawall.questionbox import queries as questions
from seawall.schools.rules import LEADS
from seawall.web.staff.briefings import ExtraForm, HandOverForm
from seawall.web.staff.views.briefing_about import named

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from seawall.briefings.models import Briefing, Session
    from seawall.briefings.queries import Planned
    from seawall.schools.models import Person, School
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import SeenForm

BUTTONS: Final[dict[tuple[State, State], tuple[StrOrPromise, str]]] = {
    (State.DRAFT, State.PLANNED): (_("It is planned"), ""),
    (State.PLANNED, State.HELD): (_("It was held"), ""),
    (State.HELD, State.FOLLOWED_UP): (_("It is followed up"), ""),
    (State.PLANNED, State.DRAFT): (_("Plan it again"), "secondary"),
    (State.HELD, State.PLANNED): (_("It was not held yet"), "secondary"),
    (State.FOLLOWED_UP, State.HELD): (_("Something is still to do"), "secondary"),
    (State.CALLED_OFF, State.DRAFT): (_("Plan it after all"), "secondary"),
    (State.DRAFT, State.CALLED_OFF): (_("Call it off"), "secondary"),
    (State.PLANNED, State.CALLED_OFF): (_("Call it off"), "secondary"),
}
"""What each move is called; in this order on the page."""


def people_of(school: School) -> list[Person]:
    """Everybody who works at the school, by name."""
    return sorted(school.people.working(), key=lambda person: person.get_full_name().casefold())


def briefing_page(
    request: LeadRequest, briefing: Briefing, wrong: SeenForm | None = None, *, session: Session | None = None
) -> HttpResponse:
    """Draw the page of a briefing. `wrong` is the form that was sent with errors (about `session`), with what was typed."""
    actions.note_opened(briefing=briefing, by=request.user)
    groups = queries.planned(briefing)
    is_lead = request.user.role in LEADS
    shown: dict[str, Any] = {
        "briefing": briefing,
        "year_name": year_name(briefing.year),
        "groups": groups,
        "is_lead": is_lead,
        "is_written_for": is_written_for(briefing.year),
        "absent": sum(len(each.absent) for each in groups),
        "to_tell": sum(len(each.to_tell) for each in groups),
        "questions_counted": questions.counted(briefing.box),
        "came": came_forward(briefing, [each.row for each in groups]),
        "floor": FLOOR,
        "wrong": wrong,
        **(_to_do(request, briefing, groups) if is_lead else {}),
    }
    if isinstance(wrong, ExtraForm):
        shown["extra"] = wrong
    if isinstance(wrong, HandOverForm) and session is not None:
        shown["hand_overs"] = {**shown["hand_overs"], session.pk: wrong}
    return render(request, "staff/briefing.html", shown, status=422 if wrong is not None else 200)


def _to_do(request: LeadRequest, briefing: Briefing, groups: list[Planned]) -> dict[str, Any]:
    people = people_of(request.school)
    state = State(briefing.state)
    may_change = states.may_change(state) is None
    return {
        "about": named(request, queries.about(briefing, request.ring)),
        "missing": states.missing([each.slot for each in groups]) if may_change else [],
        "outside": queries.outside(briefing) if may_change else 0,
        "may_change": may_change,
        "extra": ExtraForm(initial={"text": briefing.extra}),
        "moves": [
            (to, text, kind, actions.why_not(briefing, to) if to in {State.HELD, State.FOLLOWED_UP} else None)
            for (start, to), (text, kind) in BUTTONS.items()
            if start is state and to in MOVES[state]
        ],
        "hand_overs": {each.row.pk: _hand_over(each, people) for each in groups if each.to_tell},
    }


def _hand_over(group: Planned, people: list[Person]) -> HandOverForm:
    first = group.to_tell[0]
    form = HandOverForm(people=people, now=first.owner, due=first.due_on)
    form.auto_id = f"hand-over-{group.row.pk}-%s"
    return form

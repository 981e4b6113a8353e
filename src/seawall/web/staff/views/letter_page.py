"""The page of one letter: its words as they will be read, who gets it, and what can be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.letters import actions, queries
from seawall.letters.recipients import recipients
from seawall.letters.rules.states import State
from seawall.letters.rules.templates import FIELDS, blocks
from seawall.letters.rules.tongues import OTHER
from seawall.letters.tongues import needed
from seawall.roll import queries as roll
from seawall.roll.rules.names import fold
from seawall.schools.rules import HOLDERS, LEADS
from seawall.web.staff.letters import AskForm, FamilyForm, LeaveOutForm, LetterBackForm, ToForm, WordsForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.letters.queries import Opened
    from seawall.schools.models import Person, School
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import SeenForm

BEFORE = {State.DRAFT, State.ASKED, State.APPROVED}
"""While the roll is asked anew who gets it. Afterwards the copies say so."""


def readers(school: School, author: Person) -> list[Person]:
    """Who may be asked to read a letter, by name."""
    people = school.people.working().filter(role__in=HOLDERS, holder__isnull=False).exclude(pk=author.pk)
    return sorted(people.select_related("holder"), key=lambda person: person.get_full_name().casefold())


def to_form(school: School, data: Any = None, now: Opened | None = None) -> ToForm:  # noqa: ANN401 - what a form takes
    """The form of year groups and forms, with how many pupils each year has."""
    years = [(code, _year(code, count)) for code, count in roll.years(school) if code]
    groups = sorted(
        school.groups.filter(pupils__left_on=None).distinct(), key=lambda each: (each.year, fold(each.name))
    )
    return ToForm(data, years=years, forms=[(str(each.pk), each.name) for each in groups], now=now)


def _year(code: str, count: int) -> str:
    name = (
        _("Year %(year)s") % {"year": code}
        if code.isdecimal()
        else {"R": _("Reception"), "N": _("Nursery")}.get(code, code)
    )
    return _("%(name)s (%(count)s pupils)") % {"name": name, "count": count}


def letter_page(request: LeadRequest, pk: UUID, wrong: SeenForm | None = None) -> HttpResponse:
    """Draw the page of a letter. `wrong` is the form that was sent with errors, with what was typed in it."""
    letter, key = queries.find(request.school, pk, request.ring, request.user)
    actions.note_opened(letter=letter, by=request.user)
    found = queries.opened(letter, key)
    held = queries.values(request.school, found.asked, letter.case)
    heading, body = queries.filled(found, held)
    is_lead = request.user.role in LEADS
    shown = {
        "letter": letter,
        "found": found,
        "heading": heading,
        "blocks": blocks(body),
        "is_lead": is_lead,
        "is_author": letter.by_id == request.user.pk,
        "may_answer": letter.state == State.ASKED and letter.reader_id == request.user.pk,
        "wrong": wrong,
        "back": LetterBackForm(),
        "counts": queries.counted(letter),
        **(_to_write(request, found, held) if is_lead and letter.state == State.DRAFT else {}),
        **(_to_whom(request.school, found) if letter.state in BEFORE else {}),
        **(_copies(found) if is_lead and letter.state not in BEFORE else {}),
    }
    form = wrong.ident.replace("send-", "").replace("-", "_") if wrong is not None else ""
    if form in shown:
        shown[form] = wrong
    return render(request, "staff/letter.html", shown, status=422 if wrong is not None else 200)


def _to_write(request: LeadRequest, found: Opened, held: dict[str, str]) -> dict[str, Any]:
    return {
        "findings": queries.findings(found, request.ring),
        "missing": queries.unfilled(found, held),
        "fields": [(name, held.get(name, "")) for name in sorted(FIELDS)],
        "words": WordsForm(now=found),
        "to": to_form(request.school, now=found),
        "family": FamilyForm(),
        "leave_out": LeaveOutForm(),
        "ask": AskForm(people=readers(request.school, found.row.by)),
    }


def _to_whom(school: School, found: Opened) -> dict[str, Any]:
    reached = recipients(school, found.asked)
    langs = [each.lang for each in reached.going]
    return {"reached": reached, "languages": needed(found, langs), "unread": langs.count(OTHER)}


def _copies(found: Opened) -> dict[str, Any]:
    counts = queries.counted(found.row)
    return {
        "troubled": [(copy, copy.told) for copy in queries.troubled(found.row)],
        "files": list(queries.print_files(found.row)),
        "made": counts["all"] - counts.get("waiting", 0) - counts.get("failed", 0),
        "paper_waits": counts.get("paper_made", 0) + counts.get("bounced", 0),
    }

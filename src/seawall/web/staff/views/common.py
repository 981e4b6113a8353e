"""What the desk's views share: finding a row that may be opened, a page shown again with errors, and going on when done."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.intake.actions import once
from seawall.kit.refusal import Gone

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from seawall.cases.models import Case
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.web.shared.requests import LeadRequest, PersonRequest
    from seawall.web.staff.forms import DeskForm

type Action[**P] = Callable[Concatenate[LeadRequest, UUID, P], HttpResponse]


class SeeOther(HttpResponseRedirect):
    """Go on by GET: what was sent is done, and reloading does not send it again."""

    status_code = 303


def done(request: PersonRequest, sentence: StrOrPromise, page: str, *args: object) -> HttpResponse:
    """Say what was done, on the page to go on with."""
    messages.success(request, str(sentence))
    return SeeOther(reverse(page, args=args))


def by_post(page: str) -> Callable[[Action[...]], Action[...]]:
    """An address that does one thing when sent to. Somebody who comes by GET (after signing in again) is led to its page."""

    def around(view: Action[...]) -> Action[...]:
        @wraps(view)
        def inside(request: LeadRequest, pk: UUID, *args: Any, **more: Any) -> HttpResponse:  # noqa: ANN401
            if request.method != "POST":
                return SeeOther(reverse(page, args=[pk]))
            return view(request, pk, *args, **more)

        return inside

    return around


def find_report(request: LeadRequest, pk: UUID) -> Report:
    """Return a report of this school that the lead may open. Raises Gone."""
    rows = request.school.reports.open_to(request.ring).select_related(
        "school", "assigned_to", "recorded_by", "contacted_by", "circle_key"
    )
    report = rows.filter(pk=pk).first()
    if report is None:
        raise Gone(_("There is nothing here for you to see."))
    return report


def find_case(request: LeadRequest, pk: UUID) -> Case:
    """Return a case of this school that the lead may open; a case closed off to others is not there for them. Raises Gone."""
    rows = request.school.cases.open_to(request.ring).select_related(
        "school__team", "owner", "circle_key", "closed_circle", "place__series"
    )
    case = rows.filter(pk=pk).first()
    if case is None:
        raise Gone(_("There is nothing here for you to see."))
    return case


def leads(school: School) -> list[Person]:
    """The safeguarding team, by name."""
    return sorted(
        school.people.leads().filter(holder__isnull=False), key=lambda person: person.get_full_name().casefold()
    )


def sending(request: LeadRequest, form: DeskForm) -> dict[str, Any]:
    """What every verb is given beside what was typed: under which name it is done once, whose keys, who does it."""
    sent_once = once(f"{form.ident}:{form.cleaned_data['once']}", request.school)
    return {"once": sent_once, "ring": request.ring, "by": request.user}


def changing(request: LeadRequest, form: DeskForm) -> dict[str, Any]:
    """The same for a verb that changes a row; with the version that its page showed."""
    return {"seen": form.cleaned_data["seen"], **sending(request, form)}

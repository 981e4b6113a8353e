"""What a lead says of a pupil from whose name a fake account may be built: impersonated, not this pupil, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

from seawall.kit.refusal import Clash, Gone
from seawall.roll import queries as roll
from seawall.roll.actions import note_seen
from seawall.schools.rules import may_open_desk
from seawall.takedowns import imitation as actions
from seawall.takedowns import imitation_queries as queries
from seawall.takedowns import queries as takedowns
from seawall.takedowns.models import Likeness
from seawall.web.shared.gates import gate
from seawall.web.staff.forms import OLD_PAGE
from seawall.web.staff.views.common import by_post, done, find_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.links.queries import Shown as Found
    from seawall.roll.models import Pupil
    from seawall.takedowns.models import FakeAccount
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.views.case_nav import OpenCase


def beside(request: LeadRequest, opened: OpenCase, accounts: list[takedowns.Shown]) -> list[queries.Beside]:
    """What stands beside the accounts of a case; that these pupils were shown is journalled."""
    found = queries.beside(opened.case, accounts, opened.key)
    for pupil in queries.shown_pupils(found):
        note_seen(pupil=pupil, by=request.user)
    return found


def beside_found(request: LeadRequest, found: list[Found]) -> list[queries.BesideFound]:
    """What stands beside the accounts found in a report; that these pupils were shown is journalled."""
    there = queries.beside_found(request.school, found)
    for pupil in queries.shown_pupils(there):
        note_seen(pupil=pupil, by=request.user)
    return there


def homes(request: LeadRequest, opened: OpenCase) -> list[queries.Home]:
    """The homes to ring of a case; that these pupils were shown is journalled."""
    found = queries.homes(opened.case, opened.key)
    for home in found:
        if home.pupil is not None:
            note_seen(pupil=home.pupil, by=request.user)
    return found


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_name_impersonated(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """It is this pupil's name, and they are not the sender."""
    row, pupil = _account(request, pk, account), _pupil(request)
    actions.impersonated(account=row, pupil=pupil, ring=request.ring, by=request.user)
    said = _("They are in the case as impersonated, not the sender. Their home is on the list to ring, under Parents.")
    return done(request, said, "case_accounts", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_name_not_this(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """It is not this pupil."""
    row, pupil = _account(request, pk, account), _pupil(request)
    actions.not_this_pupil(account=row, pupil=pupil, ring=request.ring, by=request.user)
    return done(request, _("This pupil is not shown beside an account of this case again."), "case_accounts", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_name_take_back(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """What was said of a pupil is taken back."""
    row = _account(request, pk, account)
    likeness = Likeness.objects.select_related("involved").filter(account=row, pk=_sent(request, "said")).first()
    if likeness is None:
        raise Gone(_("There is nothing here for you to see."))
    likeness.account = row
    actions.take_back(likeness=likeness, ring=request.ring, by=request.user)
    said = _("Taken back. If they were added to the case, they still stand among its people: change their part there.")
    return done(request, said, "case_accounts", pk)


def _account(request: LeadRequest, pk: UUID, account: UUID) -> FakeAccount:
    rows = takedowns.of_case(find_case(request, pk)).select_related("case__circle_key", "case__school", "school")
    row = rows.filter(pk=account).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def _pupil(request: LeadRequest) -> Pupil:
    return roll.pupil(request.school, _sent(request, "pupil"))


def _sent(request: LeadRequest, name: str) -> UUID:
    """The id that a button of the page sends along. Raises Clash for anything else: no page of today says that."""
    try:
        found: UUID = forms.UUIDField().clean(request.POST.get(name, ""))
    except forms.ValidationError:
        raise Clash(str(OLD_PAGE["invalid"])) from None
    return found

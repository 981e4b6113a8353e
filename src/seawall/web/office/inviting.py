"""Pages on which the office invites somebody by a link, makes the link anew, or withdraws it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from seawall.govuk.forms import Checkbox
from seawall.letterbox import outbox
from seawall.letterbox.wording import Sort, invitation
from seawall.schools import inviting, rules
from seawall.web.office.forms import PersonForm
from seawall.web.office.people import ROLE_NAMES
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest


class InviteForm(PersonForm):
    """Somebody new, and whether the link is mailed to them."""

    mail = Checkbox(
        label=gettext_lazy("Mail the link to this address"),
        hint=gettext_lazy(
            "The mail names the school and the link, nothing else. A headteacher's link is never mailed: hand it over."
        ),
        required=False,
    )


@gate(rules.may_run_office)
def invite(request: PersonRequest) -> HttpResponse:
    """Invite somebody, and show the link this once."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "office/invite.html", {"form": form}, status=422 if form.errors else 200)
    told = form.cleaned_data
    role = rules.Role(told["role"])
    link = inviting.invite(school=request.school, name=told["name"], email=told["email"], role=role, by=request.user)
    return _shown(request, link, mail=told["mail"])


@gate(rules.may_run_office)
@require_POST
def renew(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Make the link anew, and show it this once."""
    row = inviting.find(school=request.school, pk=pk)
    return _shown(request, inviting.renew(invitation=row, by=request.user), mail="mail" in request.POST)


@gate(rules.may_run_office)
@require_POST
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Let the link open nothing any more."""
    inviting.withdraw(invitation=inviting.find(school=request.school, pk=pk), by=request.user)
    messages.success(request, _("Withdrawn. The link opens nothing any more. You can make a new one."))
    return redirect("office")


def _shown(request: PersonRequest, link: inviting.Link, *, mail: bool) -> HttpResponse:
    row = link.invitation
    address = request.build_absolute_uri(reverse("join_link", args=[link.secret]))
    mailed = mail and rules.may_be_mailed(row.role) is None and outbox.can_be_written_to(str(row.email))
    if mailed:
        subject, body = invitation(request.school, address)
        once = secrets.token_bytes(16)
        outbox.put(
            school=request.school, sort=Sort.INVITE, to=str(row.email), body=body, once=once, box=None, subject=subject
        )
    told: dict[str, object] = {"row": row, "role_name": ROLE_NAMES[row.role], "address": address, "mailed": mailed}
    told |= {
        "not_mailed": mail and not mailed,
        "by_hand": rules.may_be_mailed(row.role),
        "sends": settings.SEAWALL_MAIL,
    }
    return render(request, "office/invited.html", told)

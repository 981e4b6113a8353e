"""The pages behind an invitation's link: nothing is done by opening it; the person chooses a password, and signs in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from seawall.kit.refusal import Refused, RefusedError
from seawall.schools import inviting
from seawall.schools.models import Person
from seawall.schools.rules import HOLDERS
from seawall.web.shared.sign_in_forms import JoinForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import SchoolRequest

_SLOT: Final = "join"


def link(request: SchoolRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address into the sealed session, so that it stands on no screen and in no history entry."""
    if request.user.is_authenticated:
        raise Refused(
            _("You are signed in. Sign out first, then open the link again: it is for somebody who is new here.")
        )
    try:
        inviting.by_link(school=request.school, secret=secret)
    except RefusedError as error:
        return _over(request, error)
    request.session[_SLOT] = secret
    return redirect("join")


def join(request: SchoolRequest) -> HttpResponse:
    """Choose a password; with it the person is there, and keys of their own are made."""
    try:
        row = inviting.by_link(school=request.school, secret=request.session.get(_SLOT, ""))
    except RefusedError as error:
        return _over(request, error)
    person = Person(school=request.school, role=row.role, name=row.name, email=row.email)
    form = JoinForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        inviting.accept(invitation=row, password=form.cleaned_data["new"])
        request.session.flush()
        messages.success(request, _("Your password is kept. Sign in with your e-mail address and this password now."))
        return redirect("account_login")
    told = {"form": form, "row": row, "holds_keys": row.role in HOLDERS}
    return render(request, "shared/sign_in/join.html", told, status=422 if form.errors else 200)


def _over(request: SchoolRequest, error: RefusedError) -> HttpResponse:
    request.session.pop(_SLOT, None)
    return render(request, "shared/sign_in/join_over.html", {"sentence": error.refusal.reason}, status=404)

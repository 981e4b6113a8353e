"""Pages common to all who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from seawall.govuk.forms import PasswordInput
from seawall.schools import rules
from seawall.schools.actions import open_keys
from seawall.web.shared import keys_in_session
from seawall.web.shared.gates import gate

from django import forms

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest


def _anyone(role: str) -> None:
    """Everybody who works here."""
    del role


class OpenVaultForm(forms.Form):
    """The password once more, for somebody who came in by passkey or whose keys were put away."""

    password = PasswordInput(label=_("Your password"), autocomplete="current-password", max_length=1000)


@gate(_anyone)
def home(request: PersonRequest) -> HttpResponse:
    """Send everybody to their own first page."""
    role = request.user.role
    if rules.may_open_desk(role) is None:
        return redirect("queue")
    if role == rules.Role.OFFICE:
        return redirect("office")
    return redirect("overview" if rules.may_see_counts(role) is None else "record_home")


@gate(rules.may_open_desk)
def open_vault(request: PersonRequest) -> HttpResponse:
    """Open a lead's keys with the password."""
    form = OpenVaultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = open_keys(person=request.user, password=form.cleaned_data["password"])
        if secret and request.user.holder_id:
            cookie = keys_in_session.put_in(request, holder_id=request.user.holder_id, secret=secret)
            response = redirect(_safe_next(request))
            keys_in_session.hand_over(response, cookie)
            return response
        form.add_error("password", _("That is not your password, or it does not open your keys."))
    return render(request, "shared/open_vault.html", {"form": form}, status=422 if form.errors else 200)


def _safe_next(request: PersonRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "queue"

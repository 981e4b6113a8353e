"""Pages common to all who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from seawall.kit.refusal import Refused
from seawall.schools import actions, rules, sign_ins
from seawall.web.shared import in_use, keys_in_session, typed
from seawall.web.shared.gates import anyone, gate
from seawall.web.shared.sign_in_forms import OpenVaultForm, PasswordForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest, PersonRequest


@gate(anyone)
def home(request: PersonRequest) -> HttpResponse:
    """Send everybody to their own first page."""
    role = request.user.role
    if rules.may_open_desk(role) is None:
        return redirect("queue")
    if role == rules.Role.OFFICE:
        return redirect("office")
    return redirect("overview" if rules.may_see_counts(role) is None else "record_home")


@gate(rules.may_hold_keys)
def open_vault(request: PersonRequest) -> HttpResponse:
    """Open a lead's or head's keys with the password."""
    form = OpenVaultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _count_try(request)
        response = redirect(_safe_next(request))
        if _open_keys(request, response, form.cleaned_data["password"]):
            return response
        form.add_error("password", _("That is not your password."))
    told = {"form": form, "idle": in_use.was_closed(request), "minutes": request.school.lock_minutes}
    return render(request, "shared/open_vault.html", told, status=422 if form.errors else 200)


@gate(rules.may_hold_keys, opens_vault=True)
def typed_late(request: LeadRequest) -> HttpResponse:
    """What somebody sent while what was told was closed."""
    return typed.show(request)


@gate(anyone, while_starting=True)
def change_password(request: PersonRequest) -> HttpResponse:
    """Let somebody choose a password; for a lead or head, their keys are made or wrapped with it, and open from then on."""
    form = PasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        _count_try(request)
        if request.user.check_password(form.cleaned_data["old"]):
            new = form.cleaned_data["new"]
            old, here = form.cleaned_data["old"], in_use.here(request)
            actions.change_password(person=request.user, old=old, new=new, here=here, by=request.user)
            update_session_auth_hash(request, request.user)
            sign_ins.follow(here, in_use.here(request))
            messages.success(
                request, _("Your password is changed. Other browsers you were signed in with are signed out.")
            )
            response = redirect("home")
            _open_keys(request, response, new)
            return response
        form.add_error("old", _("That is not your password now."))
    return render(request, "shared/sign_in/password.html", {"form": form}, status=422 if form.errors else 200)


def _open_keys(request: PersonRequest, response: HttpResponse, password: str) -> bool:
    secret = actions.open_keys(person=request.user, password=password)
    if not secret or not request.user.holder_id:
        return False
    in_use.opened(request)
    keys_in_session.hand_over(
        response, keys_in_session.put_in(request, holder_id=request.user.holder_id, secret=secret)
    )
    return True


def _count_try(request: PersonRequest) -> None:
    """Refuse somebody who guesses at the password of a browser that was left signed in."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise Refused(_("There were too many wrong tries. Wait a minute, then try again."))


def _safe_next(request: PersonRequest) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("home")

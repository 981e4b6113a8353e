"""Signing in with the school's own account: to the provider, and back. Second factor and sealed words stay as for everybody.

The way there is a page that leads on, not a redirect: a browser would measure that by our form-action, for every further hop.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from seawall.kit.refusal import Gone, RefusedError
from seawall.schools import outside
from seawall.web.shared import oidc

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import SchoolRequest

_SLOT: Final = "school_account"


@require_POST
def begin(request: SchoolRequest) -> HttpResponse:
    """Send somebody to the provider."""
    provider = _provider()
    if request.user.is_authenticated:
        return redirect("home")
    if not ratelimit.consume(request, action="login"):
        return _over(request, _("There were too many tries. Wait a minute, then try again."), 429)
    one = oidc.Try.new(request.build_absolute_uri(reverse("school_account_back")))
    try:
        there = oidc.way_there(provider, one)
    except oidc.ProviderError:
        return _over(request, _silent(), 503)
    request.session[_SLOT] = [str(request.school.pk), _safe_next(request), asdict(one)]
    told = {"there": there, "name": provider.name}
    response = render(request, "shared/sign_in/school_account_leave.html", told)
    response["Refresh"] = f"0; url={there}"
    return response


@require_GET
def back(request: SchoolRequest) -> HttpResponse:
    """Take somebody in who comes back from the provider, if it is this browser's own try, and they work here."""
    provider = _provider()
    if request.user.is_authenticated:
        return redirect("home")
    school, after, kept = request.session.pop(_SLOT, None) or ["", "", None]
    one = oidc.Try(**kept) if kept else None
    same = one is not None and secrets.compare_digest(one.state.encode(), request.GET.get("state", "").encode())
    if one is None or not same or not one.in_time or school != str(request.school.pk):
        return _over(request, _("This way in is over, or was begun in another window. Sign in again."), 403)
    code = request.GET.get("code", "")
    if not code or request.GET.get("iss", provider.issuer) != provider.issuer:
        return _over(request, _("Your account was not given. Sign in again, or in another way."), 403)
    try:
        account = oidc.account(provider, one, code)
        person = outside.whose(account=account, school=request.school)
    except oidc.ProviderError:
        return _over(request, _silent(), 503)
    except RefusedError as error:
        return _over(request, str(error.refusal.reason), 403)
    request.session.cycle_key()
    record_authentication(request, person, "school_account")
    response: HttpResponse = perform_login(request, person, redirect_url=after)
    return response


def _provider() -> oidc.Provider:
    provider = oidc.configured()
    if provider is None:
        raise Gone(_("There is no page at this address."))
    return provider


def _silent() -> str:
    return _(
        "The sign-in of your school account did not answer as it should. Try again in a few minutes, or sign in with your "
        "e-mail address and password."
    )


def _safe_next(request: SchoolRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("home")


def _over(request: SchoolRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "shared/sign_in/school_account_over.html", {"sentence": sentence}, status=status)

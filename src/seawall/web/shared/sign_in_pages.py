"""allauth's pages of signing in, each with our template. What is not named here (sign-up, mail, reset) is not reachable."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.kit.refusal import Refused
from seawall.vault.check_words import check_words
from seawall.vault.circles import members_of
from seawall.web.shared import keys_in_session, oidc
from seawall.web.shared.sign_in_forms import KeptForm, next_counter

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_FOLDER = "shared/sign_in"


def _of_this_school[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Keep somebody who is signed in at another school of this server out of the pages of this one."""

    @wraps(view)
    def inside(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        if request.user.is_authenticated and request.user.school_id != request.school.pk:
            raise Refused(_("You are signed in at another school of this server. Sign out first, then sign in here."))
        return view(*args, **kwargs)

    return inside


def _page(view: Any, template: str = "") -> Callable[..., HttpResponse]:  # noqa: ANN401 - allauth's classes have no types
    drawn: dict[str, Any] = {"template_name": f"{_FOLDER}/{template}.html"} if template else {}
    return _of_this_school(view.as_view(**drawn))


class SignIn(account.LoginView):  # type: ignore[misc]
    """Signing in with address and password, with the other ways below."""

    template_name = f"{_FOLDER}/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Name the school's own sign-in, if this server has one."""
        provider = oidc.configured()
        told: dict[str, Any] = super().get_context_data(**kwargs)
        return told | {"school_account": provider.name if provider else ""}


class SignOut(account.LogoutView):  # type: ignore[misc]
    """Signing out, and giving up on the second factor half-way: the keys are put away in both."""

    template_name = f"{_FOLDER}/sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - allauth's
        response: HttpResponse = super().post(*args, **kwargs)
        keys_in_session.close(self.request, response)
        return response


class Ways(second_factor.IndexView):  # type: ignore[misc]
    """All the ways somebody signs in."""

    template_name = f"{_FOLDER}/ways.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Add the words of a new lead's key, by which whoever lets them into the team knows that it is theirs."""
        holder, team = self.request.user.holder, self.request.school.team
        waits = self.request.user.is_lead and holder is not None and holder not in members_of(team)
        told: dict[str, Any] = super().get_context_data(**kwargs)
        return told | {"check_words": check_words(bytes(holder.public)) if waits else ()}


class SecondFactor(second_factor.AuthenticateView):  # type: ignore[misc]
    """The second factor at sign-in."""

    template_name = f"{_FOLDER}/second_factor.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - Django's
        """Forget the sign-in half-way when it leads back to its start: that page would lead here again, and so on."""
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if response.headers.get("Location") == reverse("account_login"):
            clear_login(request)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Say which ways this person has; in the demonstration, also the code."""
        user = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        told: dict[str, Any] = super().get_context_data(**kwargs)
        return told | {"kinds": kinds, "demo_code": demo_code(user) if settings.SEAWALL_DEMO else ""}


def demo_code(user: Any) -> str:  # noqa: ANN401 - a person, as allauth hands it over
    """Return the code that the made-up person's app shows now; nothing if they have no app. For the demonstration only."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if not settings.SEAWALL_DEMO or app is None:
        return ""
    return str(format_hotp_value(hotp_value(get_adapter().decrypt(app.data["secret"]), next_counter(app))))


class RecoveryCodes(recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, and the box to tick when they are kept."""

    template_name = f"{_FOLDER}/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Show each code in two halves, to be copied without a slip."""
        told: dict[str, Any] = super().get_context_data(**kwargs)
        halves = [f"{code[:4]} {code[4:]}" for code in told["unused_codes"]]
        return {"form": KeptForm(), **told, "codes": halves}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - Django's
        """Go on when they are kept."""
        form = KeptForm(request.POST)
        if form.is_valid():
            return redirect("home")
        told = self.get_context_data(*args, form=form, **kwargs)
        response: HttpResponse = self.render_to_response(told)
        return response


class RemovePasskey(passkeys.RemoveWebAuthnView):  # type: ignore[misc]
    """Removing a passkey, unless it is the last second factor of somebody who needs one."""

    template_name = f"{_FOLDER}/remove_passkey.html"

    def get_object(self, *args: Any, **kwargs: Any) -> Authenticator:  # noqa: ANN401 - Django's
        """Return the person's own passkey. Raises Refused if it has to stay."""
        passkey: Authenticator = super().get_object(*args, **kwargs)
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(passkey):
            raise Refused(adapter.error_messages["cannot_delete_authenticator"])
        return passkey


class PasskeySignIn(passkeys.LoginWebAuthnView):  # type: ignore[misc]
    """Signing in with a passkey alone: asked by script for its challenge, then sent its answer."""


def to_second_factors(request: HttpRequest) -> HttpResponse:
    """Allauth's list of passkeys is on the page of all second factors."""
    if not request.user.is_authenticated:
        raise Http404
    return redirect("mfa_index")


sign_in = _page(SignIn)
sign_out = SignOut.as_view()
again = _page(account.ReauthenticateView, "again_password")
inactive = _page(account.AccountInactiveView, "no_longer")
ways = _page(Ways)
give_second_factor = _page(SecondFactor)
again_code = _page(second_factor.ReauthenticateView, "again_code")
set_up_app = _page(totp.ActivateTOTPView, "set_up_app")
remove_app = _page(totp.DeactivateTOTPView, "remove_app")
recovery_codes = _page(RecoveryCodes)
new_recovery_codes = _page(recovery.GenerateRecoveryCodesView, "new_recovery_codes")
add_passkey = _page(passkeys.AddWebAuthnView, "add_passkey")
name_passkey = _page(passkeys.EditWebAuthnView, "name_passkey")
remove_passkey = _page(RemovePasskey)
again_passkey = _page(passkeys.ReauthenticateWebAuthnView, "again_passkey")
passkey_sign_in = _page(PasskeySignIn)

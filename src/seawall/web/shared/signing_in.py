"""Signing in with django-allauth: by address (kept blind), password or passkey, and second factor."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seawall.kit.refusal import Refused
from seawall.schools.models import Person
from seawall.vault.server import server_key_for
from seawall.web.shared import in_use, known_browser

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_WHERE: Final = b"authenticator"
_SAID: Final = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
"""What is said after a step, by allauth's names. Its other messages are left out: some hold a name, and messages are kept."""


class ByAddress(ModelBackend):
    """Find a person by the blind key of their address, at this school only; the time taken does not tell who exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_more: object
    ) -> Person | None:
        """Return the person whose sign-in key (schools.models.sign_in_key) and password these are, or None."""
        person = super().authenticate(request, username=username, password=password)
        if not isinstance(person, Person):
            return None
        school = getattr(request, "school", None)
        return person if school is None or person.school_id == school.pk else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, no address is kept in clear, and no mail is sent."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The e-mail address or the password is not right."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("There were too many wrong tries. Wait five minutes, then try again."),
        "rate_limited": _("There were too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people are added by the school."""
        del request
        return False

    def send_mail(self, *_args: object, **_kwargs: object) -> None:
        """Send nothing: mail about signing in would tell a mailbox who works with reports."""

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with data only where a passkey's script asks for its challenge; everything else is a page."""
        match = request.resolver_match
        return match is not None and match.url_name == "mfa_login_webauthn" and bool(super().is_ajax(request))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what tries are counted by: the browser if it is known here, or else the internet address."""
        known = known_browser.known_as(request)
        return f"known-{known}" if known else str(super().get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401
        """Count wrong passwords by person, apart for a browser the person has used (web.shared.known_browser).

        The cache is memory (settings.CACHES), and holds a hash of the blind key: no address, not even a way to test one.
        """
        key = str(credentials.get("username", ""))
        return f"{key} {known_browser.known_as(request, key)}"

    def pre_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse | None:  # noqa: ANN401
        """Let in only who works at this school now, however they proved who they are. Raises Refused for others."""
        if not user.is_active or user.school_id != request.school.pk:  # type: ignore[attr-defined]
            raise Refused(gettext("You can't sign in here."))
        response: HttpResponse | None = super().pre_login(request, user, **details)
        return response

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:  # noqa: ANN401
        """Know this browser from now on."""
        response: HttpResponse = super().post_login(request, user, **details)
        known_browser.mark(request, response, sign_in_key=user.username)
        in_use.began(request, user)
        return response

    def is_reauthentication_required(self, *, app: str, **_more: object) -> bool:
        """Ask again for password or code unless they were given in the last quarter of an hour, signing in included."""
        del app
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_more: object, **details: object
    ) -> None:
        """Say the sentence we have for it, if we have one."""
        said = details.get("message") or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator secrets lie under the server key; a role that needs a second factor cannot remove its last one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not match. Try again."),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, and this is your last one. Add another one first."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return server_key_for("authenticator").seal_bytes(text.encode(), _WHERE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return server_key_for("authenticator").open_bytes(bytes.fromhex(encrypted_text), _WHERE).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of somebody whose role needs one."""
        user = authenticator.user
        if not user.must_have_second_factor:
            return True
        others = Authenticator.objects.filter(user=user, type__in=["totp", "webauthn"]).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code with no style in it, to stand in the page itself."""
        return segno.make(url, micro=False).svg_inline(scale=5, border=4, dark="#000", light="#fff")

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - allauth's name
        """Name the next passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My passkey") if count == 0 else gettext("My passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """Return how the person's own device will name the passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.get_full_name()}

    def _get_user_identifier(self, user: Person) -> str:
        return str(user.email)

    def _get_site_name(self) -> str:
        return "Seawall"

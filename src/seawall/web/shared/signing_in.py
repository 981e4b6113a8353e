"""Signing in with django-allauth: by address (kept blind), password, second factor; opening the vault with the same password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import PasswordInput, TextInput
from seawall.schools.actions import open_keys
from seawall.schools.models import Person, sign_in_key
from seawall.vault.server import server_key_for
from seawall.web.shared import keys_in_session

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest, HttpResponse

_WHERE = b"authenticator"


class ByAddress(ModelBackend):
    """Find a person by the blind key of their address, at this school only; the time taken does not tell who exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_more: object
    ) -> Person | None:
        """Return the person whose address and password these are, or None."""
        person = super().authenticate(request, username=sign_in_key(username or ""), password=password)
        if not isinstance(person, Person):
            return None
        school = getattr(request, "school", None)
        return person if school is None or person.school_id == school.pk else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, and no address is kept in clear."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many wrong passwords for this address. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people are added by the school."""
        del request
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator secrets lie under the server key; a role that needs a second factor cannot remove its last one."""

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
        return bool(
            type(authenticator)
            .objects.filter(user=user, type__in=["totp", "webauthn"])
            .exclude(pk=authenticator.pk)
            .exists()
        )

    def _get_user_identifier(self, user: Person) -> str:
        return str(user.email)

    def _get_site_name(self) -> str:
        return "Seawall"


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password. The password also opens a lead's keys, while we have it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = TextInput(label=_("Your e-mail address at school"), autocomplete="username", max_length=254)
        self.fields["password"] = PasswordInput(label=_("Password"), autocomplete="current-password", max_length=1000)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, and put the opened keys into the session; they are of no use before the second factor is given."""
        person, password = self.user, self.cleaned_data["password"]
        secret = open_keys(person=person, password=password)
        cookie = keys_in_session.put_in(request, holder_id=person.holder_id, secret=secret) if secret else None
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if cookie:
            keys_in_session.hand_over(response, cookie)
        return response



"""The forms of signing in, drawn as all our forms are; allauth's own behind them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkbox, PasswordInput, TextInput
from seawall.kit.refusal import RefusedError
from seawall.schools.actions import open_keys
from seawall.schools.models import sign_in_key
from seawall.web.shared import keys_in_session
from seawall.web.shared.gates import second_factor_given
from seawall.web.shared.passwords import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from seawall.schools.models import Person

_PERIOD: Final = 30
_CODE: Final = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
_NOT_LONGER: Final = MaxLengthValidator(LONGEST, _("A password can have up to 1,000 characters."))


def password(label: Any, *, new: bool = False, hint: Any = "") -> PasswordInput:  # noqa: ANN401 - text, or text to translate
    """A field for a password."""
    kind = "new-password" if new else "current-password"
    return PasswordInput(
        label=label, hint=hint, missing=_("Enter a password"), attrs={"autocomplete": kind}, validators=[_NOT_LONGER]
    )


def _code() -> TextInput:
    return TextInput(label=_("Code"), width="10", max_length=40, missing=_("Enter the code"), attrs=_CODE)


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password. The password also opens a lead's keys, while we have it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}
        self.fields["login"] = TextInput(
            label=_("Your e-mail address at school"),
            max_length=254,
            missing=_("Enter your e-mail address"),
            attrs=attrs,
        )
        self.fields["password"] = password(_("Password"))

    def user_credentials(self) -> dict[str, str]:
        """Return the blind key instead of the address: allauth notes in the session and in its counts what it was given."""
        return {"username": sign_in_key(self.cleaned_data["login"]), "password": self.cleaned_data["password"]}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, and put the opened keys into the session; they are of no use before the second factor is given."""
        person: Person = self.user
        secret = open_keys(person=person, password=self.cleaned_data["password"])
        request.session.cycle_key()
        cookie = (
            keys_in_session.put_in(request, holder_id=person.holder_id, secret=secret)
            if secret and person.holder_id
            else ""
        )
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if cookie:
            keys_in_session.hand_over(response, cookie)
        return response


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["password"] = password(_("Your password"))


class OncePerCode(forms.Form):
    """A code of an authenticator app counts once, whichever process saw it (RFC 6238, 5.2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code()

    def clean_code(self) -> str:
        """Refuse a wrong code, and a right one that was used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP and not _use_up(authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def next_counter(authenticator: Authenticator) -> int:
    """Return the number of the earliest code that still counts."""
    used: int = authenticator.data.get("last_counter", 0)
    return max(int(time.time()) // _PERIOD, used + 1)


@transaction.atomic
def _use_up(authenticator: Authenticator, code: str) -> bool:
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = get_adapter().decrypt(kept.data["secret"])
    for counter in totp.yield_hotp_counters_from_time():
        same = totp.compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter)))
        if same and counter > kept.data.get("last_counter", 0):
            kept.data["last_counter"] = counter
            kept.save(update_fields=["data"])
            return True
    return False


class CodeForm(OncePerCode, code_forms.AuthenticateForm):  # type: ignore[misc]
    """A code at sign-in: from the app, or one of the recovery codes."""


class CodeAgainForm(OncePerCode, code_forms.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something that matters."""


class SetUpAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code()

    def clean_code(self) -> str:
        """Whoever shows the first code has given a second factor in this session."""
        code: str = super().clean_code()
        second_factor_given(context.request)
        return code


def _unless_absurd[T](read: Callable[[], T]) -> T:
    """Return what was read from a passkey's answer. Raises ValidationError for anything that no browser sends.

    The library below raises KeyError, AttributeError, struct.error and more for it, which would be errors of the server.
    """
    try:
        return read()
    except (ValidationError, RefusedError):
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


class UsePasskeyForm(passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second factor at sign-in."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered."""
        return _unless_absurd(super().clean_credential)


class PasskeyAgainForm(passkey_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before something that matters."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered."""
        return _unless_absurd(super().clean_credential)


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, its name, and whether it signs in without the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["name"] = TextInput(
            label=_("Name of this passkey"),
            hint=_("So that you know it again, such as “work phone” or “blue key”."),
            required=False,
            max_length=60,
        )
        self.fields["passwordless"] = Checkbox(
            label=_("Let this passkey sign me in without my password"),
            hint=_(
                "It will ask for your finger, your face or a PIN. To read reports you type your password all the same."
            ),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Whoever adds a passkey has given a second factor in this session."""
        cleaned: dict[str, Any] = _unless_absurd(super().clean)
        if cleaned.get("credential") and not self.errors:
            second_factor_given(context.request)
        return cleaned


class NamePasskeyForm(passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["name"] = TextInput(label=_("Name of this passkey"), max_length=60, missing=_("Enter a name"))


class PasskeySignInForm(passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone: only who works at this school now."""

    def clean_credential(self) -> Authenticator:
        """Refuse a colleague of another school, or who has left, like a passkey nobody knows."""
        authenticator: Authenticator = _unless_absurd(super().clean_credential)
        person: Person = authenticator.user
        if not person.is_active or person.school_id != context.request.school.pk:
            raise get_adapter().validation_error("incorrect_code")
        return authenticator


class OpenVaultForm(forms.Form):
    """The password once more, for somebody who came in by passkey or whose keys were put away."""

    password = password(_("Your password"))


class NewPasswordForm(forms.Form):
    """A password somebody chooses, typed twice. `person` need not be saved yet: it must not be their own name."""

    new = password(
        _("New password"),
        new=True,
        hint=_("At least 12 characters. Three or four words that do not belong together are good."),
    )
    again = password(_("New password once more"), new=True)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_new(self) -> str:
        """Refuse a password that is short or known."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new

    def clean(self) -> dict[str, Any]:
        """Refuse two different ones."""
        told = self.cleaned_data
        if told.get("new") and told.get("again") and told["new"] != told["again"]:
            self.add_error("again", _("The two new passwords are not the same."))
        return told


class JoinForm(NewPasswordForm):
    """The first password of somebody who was invited."""


class PasswordForm(NewPasswordForm):
    """A new password instead of the one they have."""

    old = password(_("Your password now"))
    field_order = ("old", "new", "again")

    def clean(self) -> dict[str, Any]:
        """Refuse the one they have."""
        told = super().clean()
        if told.get("new") and told["new"] == told.get("old"):
            self.add_error("new", _("Choose a password that is not the one you have now."))
        return told


class KeptForm(forms.Form):
    """Whether they are kept."""

    kept = Checkbox(
        label=_("I have kept my recovery codes"), missing=_("Keep your recovery codes first, then tick this box")
    )

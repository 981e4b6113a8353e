"""Signing in as a browser does, step by step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from tests.world import PASSWORD, FormClient

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.schools.models import Person


def with_app(person: Person) -> str:
    """Give somebody an authenticator app and recovery codes; return the app's secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret: str, ahead: int = 0) -> str:
    """Return what the app shows now, or some half-minutes ahead."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def recovery_code_of(person: Person) -> str:
    """Return the first recovery code that is left."""
    from allauth.mfa.models import Authenticator

    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return str(kept.wrap().get_unused_codes()[0])


def give_password(client: FormClient, person: Person, password: str = PASSWORD, **more: Any) -> HttpResponse:
    """Send the sign-in form."""
    response: HttpResponse = client.post(
        reverse("account_login"), {"login": person.email, "password": password, **more}
    )
    return response


def give_code(client: FormClient, code: str) -> HttpResponse:
    """Send the second factor's form."""
    response: HttpResponse = client.post(reverse("mfa_authenticate"), {"code": code})
    return response


def decrypted(secret: str) -> str:
    """Open what is kept of an authenticator."""
    return str(get_adapter().decrypt(secret))

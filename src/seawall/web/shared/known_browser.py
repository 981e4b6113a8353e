"""The browsers somebody has signed in with before, so that a stranger's wrong guesses do not lock them out.

Wrong passwords are counted by person. Whoever knows a lead's address could therefore keep the lead out with a few guesses
every five minutes, from anywhere. A browser that has signed in before carries a mark, and its tries are counted apart; nor
does it share the count of the school's one internet address. (The idea: OWASP, "device cookies".) The mark gives no access.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SALT: Final = "seawall.known-browser"
_AGE: Final = timedelta(days=180)


def mark(request: HttpRequest, response: HttpResponse, *, sign_in_key: str) -> None:
    """Let this browser be known for one person from now on. The cookie holds no name and no address."""
    number = known_as(request, sign_in_key) or secrets.token_hex(8)
    value = signing.dumps([sign_in_key, number], salt=_SALT)
    response.set_cookie(
        settings.SEAWALL_KNOWN_COOKIE, value, max_age=_AGE, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def known_as(request: HttpRequest, sign_in_key: str | None = None) -> str:
    """Return this browser's number if it is known (for this person, if one is given), or an empty text."""
    try:
        person, number = signing.loads(request.COOKIES.get(settings.SEAWALL_KNOWN_COOKIE, ""), salt=_SALT, max_age=_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if sign_in_key in {None, person} else ""

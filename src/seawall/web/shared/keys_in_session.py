"""A signed-in lead's secret key between two requests: sealed in the session under a random key that only their cookie holds.

A stolen session table opens nothing without the browser; a stolen cookie opens nothing without the table.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from seawall.vault.ring import Ring, WontOpenError
from seawall.vault.sealing import DataKey

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SLOT = "ring"


def put_in(request: HttpRequest, *, holder_id: UUID, secret: bytes) -> str:
    """Seal the secret key into the session; return the cookie's value, which `hand_over` gives to the browser."""
    key = DataKey.new()
    box = key.seal_bytes(secret, f"session/{holder_id}".encode())
    request.session[_SLOT] = [str(holder_id), base64.b64encode(box).decode()]
    return base64.urlsafe_b64encode(key.secret).decode()


def hand_over(response: HttpResponse, cookie: str) -> None:
    """Give the browser the cookie that opens the key; it ends with the browser's session."""
    response.set_cookie(settings.SEAWALL_RING_COOKIE, cookie, httponly=True, samesite="Lax", secure=settings.HTTPS)


def take_out(request: HttpRequest) -> Ring | None:
    """Return the open ring of who is signed in, or None. It never belongs to anybody but the session's person."""
    cookie, user = request.COOKIES.get(settings.SEAWALL_RING_COOKIE), request.user
    kept = request.session.get(_SLOT) if cookie and user.is_authenticated else None
    if not cookie or not user.is_authenticated or not kept or str(user.holder_id) != kept[0]:
        return None
    try:
        key = DataKey(base64.urlsafe_b64decode(cookie))
        secret = key.open_bytes(base64.b64decode(kept[1]), f"session/{kept[0]}".encode())
    except (WontOpenError, binascii.Error, ValueError):
        return None
    return Ring(UUID(kept[0]), secret)


def are_in(request: HttpRequest) -> bool:
    """Whether keys lie in the session."""
    return _SLOT in request.session


def put_away(request: HttpRequest) -> None:
    """Forget the keys on the server: what the browser still holds opens nothing any more."""
    request.session.pop(_SLOT, None)


def close(request: HttpRequest, response: HttpResponse) -> None:
    """Forget the keys on both sides."""
    put_away(request)
    response.delete_cookie(settings.SEAWALL_RING_COOKIE, samesite="Lax")

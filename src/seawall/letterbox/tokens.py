"""OAuth2 access tokens: kept while they are good, asked for anew with the refresh token. The one place that asks a provider.

What goes wrong is a code of rules.TROUBLES. Never what the provider said, and never an address it would send us on to.
"""

from __future__ import annotations

import json
import ssl
import time
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from django.db import transaction

from seawall.kit import clock
from seawall.letterbox import rules
from seawall.letterbox.models import Box
from seawall.letterbox.trouble import TroubleError

if TYPE_CHECKING:
    from http.client import HTTPResponse

TIMEOUT: Final = 15
"""Seconds a provider may take for one answer; twice as long in all."""
_MARGIN: Final = timedelta(minutes=1)
"""So long before its end a token is not used any more: a turn of a box takes a while."""
_LIVES: Final = (60, 300, 86_400)
"""Seconds: the least, what is taken where none is said, and the most a token is kept."""
_MOST: Final = 65_536
_LONGEST: Final = 16_384
_CLIENT: Final = frozenset({"invalid_client", "unauthorized_client"})


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """What a provider gave. `refresh` is empty unless it gave a new refresh token, too."""

    token: str
    seconds: int
    refresh: str = ""


def access_token(box: Box, *, anew: bool = False) -> str:
    """Return a token with which to sign in to a box; `anew`: the one there is was not taken. Raises TroubleError."""
    if not anew and box.token and box.token_until and box.token_until - _MARGIN > clock.now():
        return str(box.token)
    try:
        given = ask(box)
    except TroubleError as error:
        if error.code != "token_refused" or not _renewed_meanwhile(box):
            raise
        return str(box.token)
    _keep(box, given)
    return given.token


def ask(box: Box) -> Given:
    """Ask a box's provider for a token (RFC 6749, 6). Raises TroubleError."""
    if rules.may_renew_at(box.token_url) is not None:
        raise TroubleError("token_no_answer")
    told = {"grant_type": "refresh_token", "refresh_token": box.secret, "client_id": box.client_id}
    more = {"client_secret": box.client_secret, "scope": box.scope}
    body = urlencode(told | {name: value for name, value in more.items() if value}).encode()
    request = Request(box.token_url, body, {"Accept": "application/json"})  # noqa: S310 - https only: asked just above
    opener = build_opener(HTTPSHandler(context=ssl.create_default_context()), _NoRedirect)
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            return _given(_read(answer))
    except HTTPError as error:
        raise TroubleError(_refusal(error)) from None
    except URLError as error:
        raise TroubleError("token_no_tls" if isinstance(error.reason, ssl.SSLError) else "token_no_answer") from None
    except (OSError, HTTPException):
        raise TroubleError("token_no_answer") from None


class _NoRedirect(HTTPRedirectHandler):
    """A secret goes where the office said, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


def _read(answer: HTTPResponse | HTTPError) -> dict[str, Any]:
    """Read an answer, bounded in size and time. Raises OSError if it takes too long, TroubleError if it is no JSON object."""
    body, end = b"", time.monotonic() + 2 * TIMEOUT
    while len(body) <= _MOST and (more := answer.read1(8_192)):
        body += more
        if time.monotonic() > end:
            raise TimeoutError
    try:
        found = json.loads(body[:_MOST])
    except (ValueError, RecursionError):
        raise TroubleError("token_unreadable") from None
    if not isinstance(found, dict):
        raise TroubleError("token_unreadable")
    return found


def _given(answer: dict[str, Any]) -> Given:
    token, refresh, lives = (answer.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not _is_token(token):
        raise TroubleError("token_unreadable")
    least, unsaid, most = _LIVES
    said = int(str(lives)) if str(lives).isdigit() and len(str(lives)) < 9 else unsaid  # noqa: PLR2004 - thirty years
    return Given(str(token), min(max(said, least), most), str(refresh) if _is_token(refresh) else "")


def _is_token(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isascii() and value.isprintable()


def _refusal(error: HTTPError) -> str:
    """Which trouble a refusal is (RFC 6749, 5.2). A server in trouble, or one that sends us on, gave no answer."""
    if not 400 <= error.code < 500 or error.code == 429:  # noqa: PLR2004 - what is the sender's fault; "too many" is not
        return "token_no_answer"
    try:
        why = _read(error).get("error")
    except (TroubleError, OSError, HTTPException):
        why = None
    return "token_client" if why in _CLIENT or (why is None and error.code == 401) else "token_refused"  # noqa: PLR2004


@transaction.atomic
def _keep(box: Box, given: Given) -> None:
    """Keep a token, and a new refresh token with it; not where the office changed the box meanwhile."""
    box.token, box.token_until = given.token, clock.now() + timedelta(seconds=given.seconds)
    row = Box.objects.select_for_update().filter(pk=box.pk, version=box.version).first()
    if row is None:
        return
    row.token, row.token_until = box.token, box.token_until
    row.secret = box.secret = given.refresh or row.secret
    row.save(update_fields=["token", "token_until", "secret"])


def _renewed_meanwhile(box: Box) -> bool:
    """Whether somebody else (a test by the office, another worker) used the refresh token a moment before; theirs is taken."""
    row = Box.objects.filter(pk=box.pk).first()
    if (
        row is None
        or not row.token
        or row.token == box.token
        or row.token_until is None
        or row.token_until < clock.now()
    ):
        return False
    box.token, box.token_until, box.secret = row.token, row.token_until, row.secret
    return True

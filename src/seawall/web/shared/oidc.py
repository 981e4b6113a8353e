"""The school's own accounts by OpenID Connect (authorization code, PKCE, nonce): what is asked of the provider, what is believed.

An ID token counts only if the provider's published key signed it, for us, for this try, and it is not over (OpenID Connect
Core 1.0, 3.1.3.7). What goes wrong is one error with a sentence; never what the provider said.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from django.conf import settings

from seawall.schools.outside import Account

TIMEOUT: Final = 10
"""Seconds the provider may take for one answer; twice as long in all."""
LASTS: Final = 600
"""Seconds in which somebody comes back from the provider."""
_MOST: Final = 262_144
_ALGORITHMS: Final = frozenset({"RS256", "PS256", "ES256"})
_NEEDED: Final = ["iss", "sub", "aud", "exp", "iat", "nonce"]
_LEEWAY: Final = 60
_LONGEST_SUBJECT: Final = 255
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class ProviderError(Exception):
    """The provider did not answer, or answered what can't be believed."""


@dataclass(frozen=True, slots=True, repr=False)
class Provider:
    """Who signs people in for the school, and how we are known there."""

    issuer: str
    client_id: str
    secret: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class Try:
    """One way there and back: what is kept in the sealed session until somebody comes back."""

    state: str
    nonce: str
    verifier: str
    back: str
    began: float

    @classmethod
    def new(cls, back: str) -> Try:
        """Draw one. `back` is the whole address to which the provider sends somebody back."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, back, time.time())

    @property
    def in_time(self) -> bool:
        """Whether somebody may still come back."""
        return 0 <= time.time() - self.began <= LASTS


def configured() -> Provider | None:
    """Return the provider, or None while it is not set, or not set right (`trouble` says what)."""
    told = settings.SEAWALL_OIDC
    if not told["issuer"] or trouble():
        return None
    return Provider(told["issuer"], told["client_id"], _secret(told["secret_file"]), told["name"])


def trouble() -> str:
    """Say what is wrong with the settings; empty if nothing is, or if nothing is set."""
    told = settings.SEAWALL_OIDC
    whole = [bool(told[name]) for name in ("issuer", "client_id", "secret_file")]
    if not any(whole):
        return ""
    if not all(whole):
        return "it is half set"
    if not _is_safe(told["issuer"]):
        return "the issuer does not begin with https://"
    return "" if _secret(told["secret_file"]) else "the file with the client's secret can't be read, or is empty"


def _secret(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _is_safe(address: object) -> bool:
    """TLS, or this machine itself; and nothing that ends a header's line."""
    if not isinstance(address, str) or not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def way_there(provider: Provider, one: Try) -> str:
    """Return the address at the provider where somebody signs in. Raises ProviderError."""
    start = _found(provider, "authorization_endpoint")["authorization_endpoint"]
    digest = hashlib.sha256(one.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": one.back,
        "scope": "openid email",
        "state": one.state,
        "nonce": one.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{start}{'&' if '?' in start else '?'}{urlencode(asked)}"


def account(provider: Provider, one: Try, code: str) -> Account:
    """Exchange a code and return whose it is. Raises ProviderError."""
    found = _found(provider, "token_endpoint", "jwks_uri")
    given = _token(provider, found, one, code)
    claims = _claims(provider, found, given.get("id_token"), one.nonce)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise ProviderError
    if "email" not in claims and _is_safe(found.get("userinfo_endpoint")):
        more = _ask(found["userinfo_endpoint"], headers={"Authorization": f"Bearer {given.get('access_token', '')}"})
        if more.get("sub") != subject:
            raise ProviderError
        claims = more
    said = claims.get("email_verified")
    return Account(provider.issuer, subject, str(claims.get("email") or ""), said is True or said == "true")


def _found(provider: Provider, *needed: str) -> dict[str, Any]:
    """Return what the provider says about itself. It must be the one we asked, and name what is needed."""
    found = _ask(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer or not all(_is_safe(found.get(name)) for name in needed):
        raise ProviderError
    return found


def _token(provider: Provider, found: dict[str, Any], one: Try, code: str) -> dict[str, Any]:
    told = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": one.back,
        "code_verifier": one.verifier,
    }
    headers = {}
    if "client_secret_post" in (found.get("token_endpoint_auth_methods_supported") or ()):
        told |= {"client_id": provider.client_id, "client_secret": provider.secret}
    else:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return _ask(found["token_endpoint"], urlencode(told).encode(), headers)


def _claims(provider: Provider, found: dict[str, Any], token: object, nonce: str) -> dict[str, Any]:
    """Return what an ID token says, once it is known to be the provider's, for us, and for this try."""
    import jwt  # noqa: PLC0415 - 12 MB in each process, which only who signs in this way should pay

    keys = _ask(found["jwks_uri"]).get("keys")
    try:
        head = jwt.get_unverified_header(str(token))
        algorithm = head.get("alg")
        if algorithm not in _ALGORITHMS or not isinstance(keys, list):
            raise ProviderError
        key = next(each for each in keys if each.get("kid") == head.get("kid") and each.get("use", "sig") == "sig")
        claims = jwt.decode(
            str(token),
            jwt.PyJWK(key, algorithm=algorithm),
            algorithms=[algorithm],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": _NEEDED},
        )
    except (jwt.PyJWTError, StopIteration, AttributeError, LookupError, TypeError, ValueError):
        raise ProviderError from None
    for_us = claims["aud"] in (provider.client_id, [provider.client_id]) or claims.get("azp") == provider.client_id
    if not for_us or not secrets.compare_digest(str(claims["nonce"]).encode(errors="surrogatepass"), nonce.encode()):
        raise ProviderError
    return dict(claims)


class _NoRedirect(HTTPRedirectHandler):
    """A secret goes where the settings said, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


def _ask(address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Ask the provider; bounded in size and time. Raises ProviderError."""
    if not _is_safe(address):
        raise ProviderError
    request = Request(address, body, {"Accept": "application/json"} | (headers or {}))  # noqa: S310 - asked just above
    opener = build_opener(HTTPSHandler(context=ssl.create_default_context()), _NoRedirect)
    read, end = b"", time.monotonic() + 2 * TIMEOUT
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            while len(read) <= _MOST and (more := answer.read1(8_192)):
                read += more
                if time.monotonic() > end:
                    raise ProviderError
        found = json.loads(read[:_MOST])
    except (OSError, HTTPException, ValueError, RecursionError):
        raise ProviderError from None
    if not isinstance(found, dict):
        raise ProviderError
    return found

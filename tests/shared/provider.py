"""A provider of OpenID Connect on this machine: its own pages, codes that work once, PKCE, RS256 tokens. For tests only."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT, SECRET = "seawall-at-school", "an open secret: made for tests"


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What it says of whoever signs in next, and how it lies: claims put over the right ones, a key that is not its own."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    foreign_key: bool = False
    silent: bool = False
    by_userinfo: bool = False
    key: rsa.RSAPrivateKey = field(default_factory=_key)
    other: rsa.RSAPrivateKey = field(default_factory=_key)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def about(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        return found | {"issuer": self.issuer, "userinfo_endpoint": f"{self.issuer}/userinfo"}

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def sends_back(self, asked: dict[str, str]) -> str:
        """Sign somebody in; return where the browser goes then."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Exchange a code, once."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = base64.b64encode(f"{CLIENT}:{'an%20open%20secret%3A%20made%20for%20tests'}".encode()).decode()
        if asked is None or asked["code_challenge"] != challenge or authorization != f"Basic {right}":
            return None
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        now, access = int(time.time()), secrets.token_urlsafe(16)
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        said = {"sub": self.person["sub"]} if self.by_userinfo else self.person
        claims = {name: value for name, value in {**claims, **said, **self.lies}.items() if value is not None}
        self.tokens[access] = dict(self.person)
        signed = jwt.encode(claims, self.other if self.foreign_key else self.key, "RS256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "id_token": signed}


def _sign_in_page(query: str) -> str:
    asked = {name: html.escape(values[0]) for name, values in parse_qs(query).items()}
    fields = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items())
    form = f'<form method="post" action="/authorize">{fields}<button>I am who I am</button></form>'
    return f'<!doctype html><html lang="en"><title>Accounts</title><main><h1>Trust accounts</h1>{form}</main>'


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answers(self, body: bytes, kind: str = "application/json", status: int = 200, to: str = "") -> None:
            self.send_response(status)
            if to:
                self.send_header("Location", to)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if provider.silent:
                self.answers(b"out of order", "text/plain", 503)
            elif parts.path == "/authorize":
                self.answers(_sign_in_page(parts.query).encode(), "text/html; charset=utf-8")
            else:
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                found = {"/.well-known/openid-configuration": provider.about(), "/keys": provider.keys()}
                self.answers(json.dumps(found.get(parts.path, provider.tokens.get(token, {}))).encode())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == "/token":
                given = provider.token(form, self.headers.get("Authorization", ""))
                self.answers(json.dumps(given or {"error": "invalid_grant"}).encode(), status=200 if given else 400)
            else:
                self.answers(b"", status=303, to=provider.sends_back(form))

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def a_provider() -> Iterator[Provider]:
    """Run one on a port of its own."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

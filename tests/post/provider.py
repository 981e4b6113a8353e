"""An OAuth2 provider on this machine: gives tokens over https, and tells a mail server whether one is good (RFC 7662)."""

from __future__ import annotations

import json
import secrets
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from seawall.config.demo.postbox import USER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENT, SECRET = "school-app", "a secret & more=of it"


class Provider:
    """What it gives and what it was asked. `answers` (status, body) are given first, each once, instead of tokens."""

    def __init__(self) -> None:
        self.refresh = "refresh-1"
        self.lifetime: object = 3600
        self.rotates = False
        self.good: set[str] = set()
        self.asked: list[dict[str, str]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.hangs = threading.Event()
        self.hangs.set()

    def token(self, told: dict[str, str]) -> tuple[int, bytes]:
        """Answer somebody who wants a token."""
        self.asked.append(told)
        self.hangs.wait(20)
        if self.answers:
            return self.answers.pop(0)
        if (told.get("client_id"), told.get("client_secret")) != (CLIENT, SECRET):
            return 401, b'{"error": "invalid_client"}'
        if told.get("grant_type") != "refresh_token" or told.get("refresh_token") != self.refresh:
            return 400, b'{"error": "invalid_grant", "error_description": "words that nobody should see"}'
        token = secrets.token_urlsafe(24)
        self.good.add(token)
        given: dict[str, object] = {"access_token": token, "token_type": "Bearer", "expires_in": self.lifetime}
        if self.rotates:
            self.refresh = f"refresh-{secrets.token_hex(4)}"
            given["refresh_token"] = self.refresh
        return 200, json.dumps(given).encode()

    def introspect(self, told: dict[str, str]) -> tuple[int, bytes]:
        """Answer the mail server."""
        return 200, json.dumps({"active": told.get("token") in self.good, "username": USER}).encode()


@contextmanager
def served(answer, certificate: Path | None = None) -> Iterator[str]:
    """Serve one address; yield it. With a certificate (its key beside it) over https."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Read the form, answer it."""
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said = answer({key: values[0] for key, values in parse_qs(body).items()})
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", said.decode())
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        safe.load_cert_chain(certificate, certificate.parent / "key.pem")
        server.socket = safe.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://localhost:{server.server_address[1]}/token"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

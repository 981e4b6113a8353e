"""Real receivers on this machine: a mail server and a web hook, each in a thread, that keep what they are given."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP as it takes. `refuse` makes it answer every recipient with "no such mailbox" (550).

    `answers` is how many lines it still says before it hangs up instead; what it has not said it took, it did not take.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[Any] = []
        self.refuse = False
        self.signed_in = 0
        self.answers = 1_000_000

    @property
    def options(self) -> dict[str, object]:
        """Django's options for it."""
        return {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 5}


class _HungUpError(Exception):
    """The server says no more."""


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """Talk until the other side or we hang up."""
        with suppress(_HungUpError):
            self._talk()

    def _talk(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self._say("221 bye")
                return
            self.server.signed_in += verb == b"AUTH"
            if verb == b"DATA":
                self._data()
            elif verb == b"RCPT" and self.server.refuse:
                self._say("550 no such mailbox")
            else:
                self._say("250 ok")

    def _data(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.answers > 0:  # before it is said: who hears it may look at once
            self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        if self.server.answers <= 0:
            raise _HungUpError
        self.server.answers -= 1
        self.wfile.write(line.encode() + b"\r\n")


class Hook(HTTPServer):
    """A web hook. `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.bodies: list[bytes] = []
        self.status = 200

    @property
    def address(self) -> str:
        """Where it is, as Apprise writes it."""
        return f"json://127.0.0.1:{self.server_address[1]}/notices"


class _Post(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        """Keep what came."""
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def running[S: socketserver.BaseServer](server: S) -> Iterator[S]:
    """Run a receiver in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Collected:
    """The twin of both: ways that keep what is sent, and fail when told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.failing: set[str] = set()

    def to(self, address: str, key: str) -> Self | Any:
        """A way to an address."""
        return _Kept(self, address, key)


class _Kept:
    def __init__(self, box: Collected, address: str, key: str) -> None:
        self.box, self.address, self.key = box, address, key

    def send(self, text: Any) -> None:
        from seawall.notices.ways import NotSentError

        if self.address in self.box.failing:
            raise NotSentError("refused")
        self.box.sent.append((self.address, text.subject, text.body))

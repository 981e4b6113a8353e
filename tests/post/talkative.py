"""A server that speaks IMAP up to STARTTLS, in one of several bad ways, and remembers all it hears."""

from __future__ import annotations

import socket
import threading
from typing import Self


class Talkative:
    """`how`: it "offers none", "breaks off" after it said yes, or "speaks on" in clear."""

    def __init__(self, how: str) -> None:
        self.how, self.heard = how, b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            with here:
                here.settimeout(0.3)
                try:
                    self._talk(here)
                except OSError:
                    continue

    def _talk(self, here: socket.socket) -> None:
        offer = b"" if self.how == "offers none" else b" STARTTLS"
        here.sendall(b"* OK here\r\n")
        while data := here.recv(4_096):
            self.heard += data
            tag, _, verb = data.strip().partition(b" ")
            if verb.upper() == b"CAPABILITY":
                here.sendall(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN" + offer + b"\r\n")
            if verb.upper() == b"STARTTLS" and self.how == "breaks off":
                here.sendall(tag + b" OK go on\r\n")
                return
            here.sendall(tag + b" OK done\r\n")

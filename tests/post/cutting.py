"""A way to a server that is cut after so many answers."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self


class Cutter:
    """Passes bytes on, and closes both ends after `most` pieces came from the server."""

    def __init__(self, port: int, most: int) -> None:
        self._to, self._most = port, most
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._run(self._serve)
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        for each in self._threads:
            each.join(5)

    def _run(self, what, *args) -> None:
        thread = threading.Thread(target=what, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        try:
            here, _ = self._listening.accept()
        except OSError:
            return
        there = socket.create_connection(("127.0.0.1", self._to))
        self._run(self._pass, here, there, 10**9)
        self._pass(there, here, self._most)

    def _pass(self, source: socket.socket, target: socket.socket, most: int) -> None:
        try:
            for _ in range(most):
                data = source.recv(65_536)
                if not data:
                    break
                target.sendall(data)
        except OSError:
            pass
        finally:
            for each in (source, target):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

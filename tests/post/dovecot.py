"""A real IMAP server on this machine, with one user and a folder of its own in a temporary place."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from imap_tools import MailBoxUnencrypted

from seawall.config.demo import postbox
from seawall.config.demo.postbox import PASSWORD, USER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Dovecot:
    """Where it listens, and a way to put mail in and look what is there."""

    def __init__(self, port: int, tls_port: int, certificate: Path) -> None:
        self.port, self.tls_port, self.certificate = port, tls_port, certificate

    @contextmanager
    def open(self, folder: str = "INBOX") -> Iterator[MailBoxUnencrypted]:
        """Sign in as the office does."""
        with MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(USER, PASSWORD, folder) as server:
            yield server

    def empty(self) -> None:
        """Throw every mail and folder away."""
        shutil.rmtree(self.certificate.parent / "mail" / USER, ignore_errors=True)

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Let mails arrive."""
        with self.open() as server:
            for mail in mails:
                server.append(mail, folder)

    def count(self, folder: str = "INBOX") -> int:
        """How many mails lie in a folder."""
        with self.open() as server:
            return int(server.folder.status(folder)["MESSAGES"]) if server.folder.exists(folder) else 0

    def unseen(self) -> int:
        """How many were never opened."""
        with self.open() as server:
            return int(server.folder.status("INBOX")["UNSEEN"])


_WITH_TOKENS = """
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {base}/oauth2.conf
}}
"""
_OAUTH2 = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


@contextmanager
def dovecot(introspection_url: str = "") -> Iterator[Dovecot]:
    """Run one. With an address that tells whether an OAuth2 token is good, it takes tokens, too."""
    base = postbox.new_folder()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *(
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                str(base / "key.pem"),
                "-out",
                str(base / "cert.pem"),
            ),
        ],
        check=True,
        capture_output=True,
    )
    place = postbox.make_place(base, tls=True)
    if introspection_url:
        (base / "oauth2.conf").write_text(_OAUTH2.format(url=introspection_url))
        with place.conf.open("a") as conf:
            conf.write(_WITH_TOKENS.format(base=base))
    server = postbox.begin(place)
    try:
        postbox.wait_for(place.port)
        yield Dovecot(place.port, place.tls_port, base / "cert.pem")
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(base, ignore_errors=True)

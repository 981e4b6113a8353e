"""A real IMAP server on this machine, with one user and a folder of its own in a temporary place."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from imap_tools import MailBoxUnencrypted

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "office", "app-password-of-four"

_CONF = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{base}/cert.pem
ssl_key = <{base}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{base}/mail/%u
mail_uid = dovecot
mail_gid = dovecot
first_valid_uid = 1
default_internal_user = dovecot
default_login_user = dovenull
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=dovecot gid=dovecot home={base}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = {tls}
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


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


def is_there() -> bool:
    """Whether Dovecot is installed, and may be started: it wants to be root."""
    return shutil.which("dovecot") is not None and os.geteuid() == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Run one."""
    base = Path(tempfile.mkdtemp(prefix="seawall-imap-"))
    port, tls_port = _free_port(), _free_port()
    base.chmod(0o755)
    for name in ("mail", "state", "run"):
        (base / name).mkdir()
    shutil.chown(base / "mail", "dovecot", "dovecot")
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
    conf = base / "dovecot.conf"
    conf.write_text(_CONF.format(base=base, port=port, tls_port=tls_port, ssl="yes", tls="yes", password=PASSWORD))
    server = subprocess.Popen(["dovecot", "-F", "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, base)
        yield Dovecot(port, tls_port, base / "cert.pem")
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(base, ignore_errors=True)


def _wait(port: int, base: Path) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    log = base / "log"
    raise AssertionError(log.read_text() if log.exists() else "Dovecot did not start")

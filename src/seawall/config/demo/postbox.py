"""A small mail server for `./run demo --mail` and for tests: Dovecot, if installed, on this machine only, in a folder that goes.

As a program (`python -m seawall.config.demo.postbox FOLDER`) it runs until whoever started it is gone.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USER: Final = "office"
PASSWORD: Final = "app-password-of-four"  # noqa: S105 - of a made-up mailbox on this machine
_LOOK_EVERY: Final = 0.3
_TRIES: Final = 200

_CONF: Final = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
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
    ssl = yes
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where it keeps its files, and where it listens. `tls_port` is 0 without a certificate (cert.pem, key.pem in `base`)."""

    base: Path
    port: int
    tls_port: int

    @property
    def conf(self) -> Path:
        """Its settings."""
        return self.base / "dovecot.conf"


def why_not() -> str:
    """Return why it cannot be started here; nothing if it can."""
    if shutil.which("dovecot") is None:
        return "Dovecot is not installed (Debian: apt install dovecot-imapd)."
    return "" if os.geteuid() == 0 else "Dovecot has to be started by root."


def make_place(base: Path, *, tls: bool = False) -> Place:
    """Write its settings into an empty folder."""
    base.chmod(0o755)
    for name in ("mail", "state", "run"):
        (base / name).mkdir()
    shutil.chown(base / "mail", "dovecot", "dovecot")
    place = Place(base, _free_port(), _free_port() if tls else 0)
    ssl = f"yes\nssl_cert = <{base}/cert.pem\nssl_key = <{base}/key.pem" if tls else "no"
    place.conf.write_text(
        _CONF.format(base=base, port=place.port, tls_port=place.tls_port, ssl=ssl, password=PASSWORD), encoding="utf-8"
    )
    return place


def new_folder() -> Path:
    """Return an empty folder for one."""
    return Path(tempfile.mkdtemp(prefix="seawall-imap-"))


def begin(place: Place) -> subprocess.Popen[bytes]:
    """Start Dovecot itself."""
    command = [shutil.which("dovecot") or "dovecot", "-F", "-c", str(place.conf)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - found on PATH


def begin_beside(place: Place) -> None:
    """Start it as a process that ends with this one, and wait until it listens. Raises OSError if it does not."""
    command = [sys.executable, "-m", "seawall.config.demo.postbox", str(place.base)]
    subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ourselves
    wait_for(place.port)


def wait_for(port: int) -> None:
    """Wait until somebody listens there. Raises OSError after ten seconds."""
    for last in (*[False] * _TRIES, True):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if last:
                raise
            time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _main(base: Path) -> None:
    parent = os.getppid()
    server = begin(Place(base, 0, 0))
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    while os.getppid() == parent and server.poll() is None:
        time.sleep(_LOOK_EVERY)
    server.terminate()
    server.wait(20)
    shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

"""What the web server runs."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from seawall.kit.processes import stop_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seawall.config.settings")
_django = get_wsgi_application()
_log = logging.getLogger("seawall.web")
_SORRY = b"Something went wrong here, and it is not your fault. If someone is in danger now, call 999.\n"


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request. What breaks below Django's own error page is logged without content: a server's log would quote it."""
    try:
        return _django(environ, start_response)
    except Exception:  # noqa: BLE001 - there is nobody above but the server, which would print it
        _log.exception("A page could not be made, and neither could its error page.")
        plain = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("500 Internal Server Error", plain)
        return [_SORRY]


# A thread whose turn it is to write gives Python's lock away at each statement. At Python's own 5 ms it would wait for the
# others' reckoning after each, and every writer behind it, too (docs/performance.md).
sys.setswitchinterval(0.0005)
stop_with_parent()

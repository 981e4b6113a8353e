"""Whether browsers will reach a school by its host name: HTTPS, the list of hosts, and where the name leads."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from django.conf import settings

from seawall.kit.ids import new_id
from seawall.schools.models import School

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

type Resolve = Callable[[str], set[str]]

_HOST: Final = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z][-a-z0-9]{0,61}[a-z0-9]")


def a_host(*, there: bool, but: UUID | None = None) -> Callable[[str], str]:
    """Return a check for a school's own host name (or nothing). `there`: whether other schools may be; `but` is the one meant."""

    def check(typed: str) -> str:
        host = typed.strip().lower().rstrip(".")
        if host and not _HOST.fullmatch(host):
            raise ValueError("A host name looks like tell.marram-bay.example, without https:// and without a path.")
        if host and there and School.objects.filter(host=host).exclude(pk=but or new_id()).exists():
            raise ValueError("Another school of this server has this host name.")
        return host

    return check


def addresses(name: str) -> set[str]:
    """Return the internet addresses of a host name; none if it has none or cannot be looked up."""
    with suppress(OSError, UnicodeError):
        return {str(found[4][0]) for found in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)}
    return set()


def troubles(host: str, resolve: Resolve = addresses) -> list[str]:
    """Return what keeps browsers from a host name, a sentence each that says what to do. Empty: nothing that shows from here."""
    found = [] if settings.HTTPS else [_NO_HTTPS]
    if host and host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        found.append(
            f"{host} is not among SEAWALL_HOSTS, so it is refused. Set SEAWALL_HOSTS to the names it has, and {host}."
        )
    return [*found, *_where_it_leads(host, resolve)] if host else found


def _where_it_leads(host: str, resolve: Resolve) -> list[str]:
    there, here = resolve(host), resolve(socket.gethostname()) | {"127.0.0.1", "::1"}
    if not there:
        return [
            f"{host} leads nowhere yet: no address was found for it. Whoever looks after the school's names adds one."
        ]
    if there & here:
        return []
    shown = ", ".join(sorted(there))
    return [
        (
            f"{host} leads to {shown}, and this machine does not know that address as its own. That is right only where a router "
            "or another web server passes it on to this machine."
        )
    ]


_NO_HTTPS: Final = (
    "SEAWALL_HTTPS is off: only this machine itself is served. Put a web server with a certificate before Seawall, then set "
    "SEAWALL_HTTPS=1 and SEAWALL_BEHIND_PROXY=1 (docs/how-to/run-a-server.md)."
)

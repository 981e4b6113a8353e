"""Counting, softly: in the cache, under names that tell no address and no word. Nobody is ever locked out (product.md A9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache

from seawall.vault.server import blind

if TYPE_CHECKING:
    from seawall.kit.codes import Code
    from seawall.web.shared.requests import SchoolRequest

_HOUR: Final = 3600
_SENDS_SEEN: Final = 600
BURSTS: Final = (100, 30, 10)
"""From how many reports in ten minutes from one address on a report carries the number, as a hint to the desk."""
TRIES_OF_A_CODE: Final = 10
TRIES_FROM_AN_ADDRESS: Final = 3000
"""In an hour. A whole school sits behind one address, so this is only against machines."""


def burst(request: SchoolRequest) -> dict[str, int]:
    """Count one sending; return `{"burst": at_least}` when many came from one address in a short time, else nothing."""
    count = _count("sends", _address(request), _SENDS_SEEN)
    return next(({"burst": each} for each in BURSTS if count > each), {})


def too_many_wrong(request: SchoolRequest, code: Code) -> bool:
    """Count a wrong code. A right one is never counted, and always opens."""
    by_code = _count("code", " ".join(code.words), _HOUR) > TRIES_OF_A_CODE
    by_address = _count("tries", _address(request), _HOUR) > TRIES_FROM_AN_ADDRESS
    return by_code or by_address


def _count(kind: str, value: str, seconds: int) -> int:
    key = f"{kind}.{blind('limit', f'{kind}/{value}').hex()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return 1


def _address(request: SchoolRequest) -> str:
    if settings.SECURE_PROXY_SSL_HEADER:
        return str(request.headers.get("x-forwarded-for", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))

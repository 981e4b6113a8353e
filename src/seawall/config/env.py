"""Reading the environment, typed, with a paragraph that says what to do when something is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_THIS_MACHINE: Final = {"localhost", "127.0.0.1", "::1"}


def text(name: str, default: str = "") -> str:
    """Return a setting as text."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes-or-no setting. Raises ImproperlyConfigured for anything but 1/0, yes/no, true/false, on/off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    message = f"{name} must be 1 or 0 (it is {value!r})."
    raise ImproperlyConfigured(message)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mailer(name: str) -> dict[str, object]:
    """Return a mail server as Django's MAILERS options. Empty if none is named.

    smtp://user:password@host:587 speaks in clear first and then insists on TLS (but on this machine itself); smtps://...:465
    begins with TLS. Raises ImproperlyConfigured for anything else.
    """
    value = text(name)
    if not value:
        return {}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        message = (
            f"{name} must look like smtp://user:password@mail.example:587 or smtps://user:password@mail.example:465"
        )
        raise ImproperlyConfigured(message)
    tls = parts.scheme == "smtps"
    return {
        "host": parts.hostname,
        "port": port or (465 if tls else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": tls,
        "use_tls": not tls and parts.hostname not in _THIS_MACHINE,
        "timeout": 20,
    }


def path(name: str, default: Path) -> Path:
    """Return a setting as an absolute path."""
    value = text(name)
    return Path(value).expanduser().resolve() if value else default

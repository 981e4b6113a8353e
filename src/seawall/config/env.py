"""Reading the environment, typed, with a paragraph that says what to do when something is wrong."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


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


def path(name: str, default: Path) -> Path:
    """Return a setting as an absolute path."""
    value = text(name)
    return Path(value).expanduser().resolve() if value else default

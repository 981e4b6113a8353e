"""The family of a browser and of its machine, as a person would say it; nothing finer is kept."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def family(user_agent: str) -> str:
    """Return such as “Firefox on Windows” for what a browser says of itself; one of a few dozen texts, whatever comes in."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), _("A browser"))
    machine = next((name for mark, name in _MACHINES if mark in user_agent), "")
    return _("%(browser)s on %(machine)s") % {"browser": browser, "machine": machine} if machine else browser

"""What a lead types into a case: cleaned, refused when empty or too long, never cut."""

from __future__ import annotations

from django.utils.translation import gettext as _

from seawall.kit.refusal import Refused
from seawall.kit.text import LONGEST, clean


def needed(typed: str, most: int = LONGEST) -> str:
    """Return what was typed, cleaned. Raises Refused if it is empty or too long."""
    text = optional(typed, most)
    if not text:
        raise Refused(_("Write something first."))
    return text


def optional(typed: str, most: int = LONGEST) -> str:
    """Return what was typed, cleaned; it may be empty. Raises Refused if it is too long."""
    text = clean(typed).text
    over = len(text) - most
    if over > 0:
        raise Refused(_("That is %(over)s characters too long. Nothing you wrote is lost.") % {"over": over})
    return text

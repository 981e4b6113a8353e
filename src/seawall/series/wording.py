"""A series in words: what was done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.series.rules import Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DONE: Final[dict[str, StrOrPromise]] = {
    Kind.BEGUN: _("Began the series"),
    Kind.JOINED: _("Put in"),
    Kind.TAKEN_OUT: _("Took out"),
    Kind.SPLIT: _("Split off into a series of its own"),
    Kind.MERGED: _("Joined with another series"),
    Kind.RENAMED: _("Gave it another name"),
    Kind.TAKEN_BACK: _("Took back"),
}
"""What an act was."""

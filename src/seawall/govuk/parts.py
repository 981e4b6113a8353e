"""The rows, links and columns that a view hands to the tags of `templatetags/govuk.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go, in a navigation, a footer, breadcrumbs, or beside a summary row.

    `current` marks the page one is on; `hidden` is read out after the text ("Change" + "what happened").
    """

    text: StrOrPromise
    href: str = ""
    current: bool = False
    hidden: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its answer in a summary list. An answer of several is a list; `change` is where to change it."""

    key: StrOrPromise
    value: StrOrPromise | Sequence[StrOrPromise]
    change: str = ""
    actions: Sequence[Link] = ()

    @property
    def is_several(self) -> bool:
        """A list of answers, not one text."""
        return isinstance(self.value, (list, tuple))


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table's column. Numbers are set flush to the end."""

    text: StrOrPromise
    numeric: bool = False

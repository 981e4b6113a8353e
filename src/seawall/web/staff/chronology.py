"""The forms of a chronology: a line as it is remembered, and the correction of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from seawall.cases import rules
from seawall.kit import clock
from seawall.kit.text import LONGEST
from seawall.web.staff.forms import OnceForm, Typed
from seawall.web.staff.when import moment, when_fields

if TYPE_CHECKING:
    from django.http import QueryDict


class LineForm(OnceForm):
    """A line of the chronology: what happened, and when."""

    ident = "line"
    text = Typed(
        label=_("What happened"),
        hint=_("Who said or did what. Somebody's own words in quotes. No word that blames a child."),
        limit=LONGEST,
        missing=_("Write what happened"),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields |= when_fields(day=_("The day it happened"), time=_("The time it happened"))

    def clean(self) -> dict[str, Any]:
        """Put day and time together, and refuse what cannot have happened yet."""
        given = super().clean() or {}
        given["happened_at"] = moment(given.get("day"), given.get("time"))
        refusal = rules.may_have_happened(given["happened_at"] or clock.now(), clock.now())
        if refusal is not None:
            self.add_error("day", str(refusal.reason))
        return given


class CorrectForm(OnceForm):
    """What is right about a line."""

    ident = "correct"
    text = Typed(
        label=_("What is right"),
        hint=_("The line stays as it was written. Your correction stands beside it, with your name."),
        limit=LONGEST,
        missing=_("Write what is right"),
    )

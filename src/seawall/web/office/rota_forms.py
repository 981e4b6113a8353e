"""The forms of hours, dates and shifts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkboxes, DateInput, Radios, Select, TextInput
from seawall.rota.queries import today
from seawall.rota.rules import entries
from seawall.rota.rules.calendar import MIDNIGHT, Dates, Kind
from seawall.rota.rules.shifts import EVERY_DAY, Season, Shift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from seawall.kit.refusal import Refusal
    from seawall.rota.models import Hours
    from seawall.schools.models import Person

_TO: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")
NO_TIME: Final = _("Enter a time, such as 8:30 or 5 pm")

KINDS: Final = {
    Kind.TERM: _("Term"),
    Kind.HOLIDAY: _("School holiday"),
    Kind.BANK_HOLIDAY: _("Bank holiday"),
    Kind.INSET: _("Inset day"),
}
SEASONS: Final = {
    Season.ALWAYS: _("On every such day"),
    Season.SCHOOL: _("Not in holidays"),
    Season.HOLIDAYS: _("Only in holidays"),
}


class TimeInput(TextInput):
    """A time of day, in minutes since midnight."""

    def __init__(self, **asked: Any) -> None:  # noqa: ANN401 - what TextInput takes
        super().__init__(**{"width": "5", "attrs": {"autocomplete": "off"}, **asked})

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's signature
        """The minutes. Raises ValidationError for what is no time."""
        typed = super().clean(value)
        minutes = entries.minutes_of(typed) if typed else None
        if typed and minutes is None:
            raise ValidationError(NO_TIME)
        return minutes


class HoursForm(forms.Form):
    """The school's hours, a line a weekday."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, hours: Hours | None = None) -> None:  # noqa: ANN401 - what was sent, or nothing
        known = hours.by_weekday if hours else {}
        initial: dict[str, Any] = {
            f"day{day}": " to ".join(entries.clock_of(minutes) for minutes in span) for day, span in known.items()
        }
        super().__init__(data, initial=initial | {"seen": hours.version if hours else 0})
        for day, name in WEEKDAYS.items():
            self.fields[f"day{day}"] = TextInput(
                label=name, width="20", required=False, max_length=40, attrs={"autocomplete": "off"}
            )

    def clean(self) -> dict[str, Any]:
        """Read each line; at least one day must be open."""
        given = super().clean() or {}
        spans = {day: self._span(day, given.get(f"day{day}") or "") for day in WEEKDAYS}
        given["hours"] = {day: span for day, span in spans.items() if span}
        if not given["hours"] and not self.errors:
            self.add_error("day0", _("Enter the hours of one day at least"))
        return given

    def _span(self, day: int, typed: str) -> tuple[int, int] | None:
        if not typed.strip():
            return None
        parts = [entries.minutes_of(part) for part in _TO.split(typed.strip())]
        if len(parts) != 2 or None in parts:  # noqa: PLR2004 - a start and an end
            self.add_error(f"day{day}", _("Enter two times, such as 8:30 to 15:30"))
            return None
        span = cast("tuple[int, int]", tuple(parts))
        _add(self, f"day{day}", entries.may_have_hours(*span))
        return span


class DatesForm(forms.Form):
    """A term, a holiday or single days."""

    kind = Radios(label=_("What is it?"), choices=list(KINDS.items()), missing=_("Choose what it is"), size="s")
    first = DateInput(label=_("First day"), size="s", missing=_("Enter the first day"))
    last = DateInput(label=_("Last day"), hint=_("Leave it empty for a single day."), size="s", required=False)

    def __init__(self, data: Any = None, *, known: Sequence[Dates]) -> None:  # noqa: ANN401 - what was sent, or nothing
        super().__init__(data)
        self.known = known

    def clean(self) -> dict[str, Any]:
        """Ask the rule."""
        given = super().clean() or {}
        if not self.errors:
            dates = Dates(Kind(given["kind"]), given["first"], given["last"] or given["first"])
            given["dates"] = dates
            _add(self, "first", None if dates in self.known else entries.may_add_dates(dates, self.known, today()))
        return given


class SlotForm(forms.Form):
    """What a shift and an absence have in common: who, and between which days."""

    away = False
    person = Select(label=_("Who?"), choices=[], missing=_("Choose somebody"))
    first = DateInput(label=_("First day"), size="s", missing=_("Enter the first day"))
    last = DateInput(label=_("Last day"), size="s", missing=_("Enter the last day"))

    def __init__(self, data: Any = None, *, people: Sequence[Person], known: Sequence[Shift]) -> None:  # noqa: ANN401 - the same
        super().__init__(data)
        self.known = known
        names = [(str(person.pk), person.get_full_name()) for person in people]
        person = cast("Select", self.fields["person"])
        person.choices = [("", _("Choose somebody")), *names]
        person.error_messages["invalid_choice"] = _("Choose somebody who is in the safeguarding team")

    def clean(self) -> dict[str, Any]:
        """Ask the rule."""
        given = super().clean() or {}
        if not self.errors:
            shift = given["shift"] = self.shift(given)
            _add(self, None, None if shift in self.known else entries.may_add_shift(shift, self.known, today()))
        return given

    def shift(self, given: Mapping[str, Any]) -> Shift:
        """The shift that was meant: for an absence, whole days."""
        first: date = given["first"]
        return Shift(UUID(given["person"]), EVERY_DAY, 0, MIDNIGHT, first, given["last"], away=True)


class AwayForm(SlotForm):
    """Somebody is away for whole days."""


class ShiftForm(SlotForm):
    """Somebody reads on some weekdays between two days."""

    weekdays = Checkboxes(
        label=_("On which weekdays?"),
        choices=[(str(day), name) for day, name in WEEKDAYS.items()],
        missing=_("Choose a weekday, or several"),
        size="s",
    )
    starts = TimeInput(label=_("From"), hint=_("Such as 8:30 or 5 pm"), missing=NO_TIME)
    ends = TimeInput(label=_("Until"), hint=_("Midnight is 24:00"), missing=NO_TIME)
    season = Radios(
        label=_("In holidays?"),
        hint=_("Holidays, bank holidays and inset days, as they are entered here."),
        choices=list(SEASONS.items()),
        initial=Season.ALWAYS.value,
        missing=_("Choose when"),
        size="s",
    )
    field_order = ("person", "weekdays", "starts", "ends", "first", "last", "season")

    def shift(self, given: Mapping[str, Any]) -> Shift:
        """The shift that was meant."""
        weekdays = sum(1 << int(day) for day in set(given["weekdays"]))
        season = Season(given["season"])
        hours = (given["starts"] % MIDNIGHT, given["ends"] or MIDNIGHT)
        return Shift(UUID(given["person"]), weekdays, *hours, given["first"], given["last"], season)


def _add(form: forms.Form, field: str | None, refusal: Refusal | None) -> None:
    if refusal is not None:
        form.add_error(field, str(refusal.reason))

"""When something happened, as somebody remembers it: a day and perhaps a time of day, or nothing at all, which means now."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import DateInput, TextInput
from seawall.kit import clock

if TYPE_CHECKING:
    from django import forms
    from django_stubs_ext import StrOrPromise

_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_NOON: Final = 12
_HINT_DAY: Final = _("Leave it empty for today.")
_HINT_TIME: Final = _("Such as 14:30 or 2.30pm. Leave it empty if it was just now, or if you do not know.")


class TimeInput(TextInput):
    """A time of day as people type it: 14:30, 14.30, 1430, 2.30pm, 9am. Gives a `datetime.time` or None."""

    default_error_messages = {"invalid": _("Enter a time, such as 14:30 or 2.30pm")}

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """The time meant by what was typed. Raises ValidationError with code "invalid"."""
        typed = str(super().clean(value) or "")
        if not typed:
            return None
        found = time_of(typed)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def time_of(typed: str) -> dt.time | None:
    """Read a time of day; None if it is none."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None


def when_fields(*, day: StrOrPromise, time: StrOrPromise = "") -> dict[str, forms.Field]:
    """Return the two fields of a moment, for a form's `fields`: `day` and, if it has a label, `time`. Both may stay empty."""
    fields: dict[str, forms.Field] = {"day": DateInput(label=day, hint=_HINT_DAY, required=False, size="s")}
    if time:
        fields["time"] = TimeInput(label=time, hint=_HINT_TIME, required=False, width="5", max_length=12)
    return fields


def moment(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    """Return the moment meant, in the school's time zone; None for now. A day without a time: noon, or now if it is today."""
    if day is None and time is None:
        return None
    now = timezone.localtime(clock.now())
    if time is None and day in {None, now.date()}:
        return None
    return dt.datetime.combine(day or now.date(), time or dt.time(_NOON), tzinfo=timezone.get_current_timezone())

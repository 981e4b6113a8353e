"""Form fields that say how they are asked: their question as the page's heading, a hint, the size of the label."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from seawall.govuk.widgets import CheckboxList, DateParts, RadioList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

EARLIEST_YEAR = 1900
ENGLISH_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905 - reads
)

TOO_LONG = ngettext_lazy(
    "This must be %(limit_value)d character or fewer. It has %(show_value)d",
    "This must be %(limit_value)d characters or fewer. It has %(show_value)d",
    "limit_value",
)

type Words = StrOrPromise
type Choices = Iterable[tuple[str, Words]] | Callable[[], Iterable[tuple[str, Words]]]
type Width = Literal["", "2", "3", "4", "5", "10", "20", "30"]
type Size = Literal["", "s", "m", "l", "xl"]


class Asked(TypedDict, total=False):
    """What any field may be given beside its label."""

    hint: Words
    heading: bool
    """The label is the heading of its page (one question a page)."""
    size: Size
    """Of the label; a heading is "l" unless said otherwise."""
    missing: Words
    """The error when nothing was answered: "Enter your name"."""
    required: bool
    initial: object
    disabled: bool
    validators: Sequence[Callable[[Any], None]]
    attrs: dict[str, Any]
    """HTML attributes of the input: autocomplete, inputmode, spellcheck."""


class Drawn:
    """A field with a look, read by `forms.BoundField` when it is drawn."""

    heading: bool = False
    size: Size = ""
    width: Width = ""
    limit: int | None = None

    def look(self, asked: Asked, *, width: Width = "", limit: int | None = None) -> None:
        """Keep what Django's own field has no place for."""
        self.heading = asked.get("heading", False)
        self.size = asked.get("size", "l" if self.heading else "")
        self.width = width
        self.limit = limit


def _django(label: Words, asked: Asked) -> dict[str, Any]:
    """What Django's own field is to be given."""
    own = ("required", "initial", "disabled", "validators")
    messages = {"required": asked.get("missing") or _("Answer this question"), "max_length": TOO_LONG}
    given: dict[str, Any] = {name: value for name, value in asked.items() if name in own}
    return given | {"label": label, "help_text": asked.get("hint", ""), "error_messages": messages}


class TextInput(Drawn, forms.CharField):
    """One line of text. `width` is in characters; nothing typed is ever cut short by the browser."""

    def __init__(
        self, *, label: Words, width: Width = "", max_length: int | None = None, **asked: Unpack[Asked]
    ) -> None:
        widget = forms.TextInput(asked.get("attrs"))
        super().__init__(max_length=max_length, widget=widget, **_django(label, asked))
        self.look(asked, width=width)


class EmailInput(Drawn, forms.EmailField):
    """An e-mail address."""

    def __init__(self, *, label: Words, width: Width = "", **asked: Unpack[Asked]) -> None:
        attrs = {"autocomplete": "email", "spellcheck": "false"} | asked.get("attrs", {})
        super().__init__(widget=forms.EmailInput(attrs), **_django(label, asked))
        self.look(asked, width=width)


class PasswordInput(Drawn, forms.CharField):
    """A password, with a button to show it. A new one wants `attrs={"autocomplete": "new-password"}`."""

    def __init__(self, *, label: Words, **asked: Unpack[Asked]) -> None:
        super().__init__(strip=False, widget=forms.PasswordInput(asked.get("attrs")), **_django(label, asked))
        self.look(asked)


class TextArea(Drawn, forms.CharField):
    """Many lines of text, with one kind of line end.

    `limit` says how much may be written and counts along where there is JavaScript. It refuses what is longer, with an
    error, only if `refuse` is left true; the browser never cuts anything off.
    """

    def __init__(
        self, *, label: Words, rows: int = 5, limit: int | None = None, refuse: bool = True, **asked: Unpack[Asked]
    ) -> None:
        widget = forms.Textarea({"cols": False, "rows": rows} | asked.get("attrs", {}))
        super().__init__(max_length=limit if refuse else None, widget=widget, **_django(label, asked))
        self.look(asked, limit=limit)

    def to_python(self, value: object) -> str | None:
        """The text with one kind of line end, so that a line counts as one character here and in the browser."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class FileInput(Drawn, forms.FileField):
    """A file of the office. Nothing that children or parents see may have one (product.md A8)."""

    def __init__(self, *, label: Words, **asked: Unpack[Asked]) -> None:
        super().__init__(widget=forms.FileInput(asked.get("attrs")), allow_empty_file=True, **_django(label, asked))
        self.look(asked)


class Radios(Drawn, forms.ChoiceField):
    """One of a few. `hints` by value; `apart`: the value set apart by "or"; `inline` only for two short choices."""

    def __init__(
        self,
        *,
        label: Words,
        choices: Choices,
        hints: Mapping[str, Words] | None = None,
        apart: str = "",
        inline: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        look = {"class": "govuk-radios--inline"} if inline else {}
        widget = RadioList(look | asked.get("attrs", {}), hints=hints, apart=apart)
        super().__init__(choices=choices, widget=widget, **_django(label, asked))
        self.look(asked)


class Checkboxes(Drawn, forms.MultipleChoiceField):
    """Any of several. `hints` by value; `none`: the value that excludes the others, set apart by "or"."""

    default_error_messages = {"none": _("Select “%(none)s” only if nothing else is selected")}

    def __init__(
        self,
        *,
        label: Words,
        choices: Choices,
        hints: Mapping[str, Words] | None = None,
        none: str = "",
        **asked: Unpack[Asked],
    ) -> None:
        widget = CheckboxList(asked.get("attrs"), hints=hints, apart=none)
        super().__init__(choices=choices, widget=widget, **_django(label, asked))
        self.look(asked)
        self.none = none

    def validate(self, value: list[str]) -> None:
        """Refuse "none of these" together with one of these; a browser without JavaScript lets it through."""
        super().validate(value)
        if self.none and self.none in value and len(value) > 1:
            names = {str(key): name for key, name in self.widget.choices}
            raise ValidationError(self.error_messages["none"], code="none", params={"none": names[self.none]})


class Checkbox(Drawn, forms.BooleanField):
    """A single box to tick; the label is beside it."""

    def __init__(self, *, label: Words, **asked: Unpack[Asked]) -> None:
        super().__init__(widget=forms.CheckboxInput(asked.get("attrs")), **_django(label, asked))
        self.look(asked)


class Select(Drawn, forms.ChoiceField):
    """One of many, in a drop-down list. Prefer `Radios` up to about ten."""

    def __init__(self, *, label: Words, choices: Choices, **asked: Unpack[Asked]) -> None:
        super().__init__(choices=choices, widget=forms.Select(asked.get("attrs")), **_django(label, asked))
        self.look(asked)


class DateInput(Drawn, forms.DateField):
    """A day that somebody remembers, typed as day, month (a number or its name) and year."""

    default_error_messages = {
        "part": _("The date must include a day, a month and a year"),
        "year": _("The year must have 4 numbers"),
        "invalid": _("The date must be a real date"),
    }

    def __init__(self, *, label: Words, **asked: Unpack[Asked]) -> None:
        super().__init__(widget=DateParts(asked.get("attrs")), **_django(label, asked))
        self.look(asked)

    def to_python(self, value: Any) -> dt.date | None:  # noqa: ANN401 - Django's signature
        """The day meant by what was typed.

        Raises ValidationError with code "part" (one is missing), "year" (two digits) or "invalid" (no such day).
        """
        if not isinstance(value, tuple):
            return super().to_python(value)
        if not all(value):
            raise self._wrong("part")
        day, month, year = value
        try:
            meant = dt.date(int(year), _month(month), int(day))
        except (ValueError, OverflowError):
            raise self._wrong("invalid") from None
        if meant.year < EARLIEST_YEAR:
            raise self._wrong("year")
        return meant

    def _wrong(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


def _month(words: str) -> int:
    """A month by its number or by the first three or more letters of its name in the page's language or English."""
    start = words.casefold()
    if len(start) >= len("jan") and not start.isdecimal():
        for number, name in MONTHS.items():
            if str(name).casefold().startswith(start) or ENGLISH_MONTHS[number - 1].startswith(start):
                return number
    return int(words)

"""Django's widgets, with what the GOV.UK markup shows beside them: hints, dividers, a date in three parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

DATE_PARTS = ("day", "month", "year")
type Typed = tuple[str, str, str]
"""Day, month and year as somebody typed them."""


class RadioList(forms.RadioSelect):
    """Radios with a hint for some (`hints`, by value), and one set apart by the word "or" (`apart`, its value).

    The first input carries the field's own id, so that an error message can link to it.
    """

    template_name = "govuk/forms/radios.html"
    exclusive = False

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, StrOrPromise] | None = None,
        apart: str = "",
    ) -> None:
        super().__init__(attrs)
        self.hints = hints or {}
        self.apart = apart

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's signature
        option = super().create_option(name, value, label, *args, **kwargs)
        apart = bool(self.apart) and str(value) == self.apart
        return option | {
            "hint": self.hints.get(str(value), ""),
            "divider": _("or") if apart else "",
            "exclusive": apart and self.exclusive,
        }

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        if index is None or not id_:
            return ""
        if index == "0":
            return id_
        return f"{id_}-{int(index) + 1}" if index.isdecimal() else f"{id_}-{index}"


class CheckboxList(RadioList, forms.CheckboxSelectMultiple):
    """Checkboxes, likewise; the one set apart excludes the others ("None of these")."""

    template_name = "govuk/forms/checkboxes.html"
    exclusive = True


class DateParts(forms.Widget):
    """A date as three text inputs; gives `(day, month, year)` as typed, or None when all are empty."""

    template_name = "govuk/forms/date.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401 - Django's signature
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        typed = typed_date(value)
        wrong = wrong_parts(typed) if given.get("aria-invalid") else ()
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        context["widget"]["parts"] = [
            {
                "name": f"{name}-{part}",
                "id": f"{given.get('id', name)}-{part}",
                "label": labels[part],
                "value": words,
                "width": 4 if part == "year" else 2,
                "wrong": part in wrong,
            }
            for part, words in zip(DATE_PARTS, typed, strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> Typed | None:  # noqa: ARG002 - Django's signature
        day, month, year = (str(data.get(f"{name}-{part}") or "").strip() for part in DATE_PARTS)
        return (day, month, year) if day or month or year else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:  # noqa: ARG002 - Django's signature
        return all(f"{name}-{part}" not in data for part in DATE_PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else ""

    def first_wrong(self, id_: str, value: dt.date | Typed | None) -> str:
        """The id of the first input that an error is about."""
        return f"{id_}-{wrong_parts(typed_date(value))[0]}"


def typed_date(value: dt.date | Typed | None) -> Typed:
    """The three parts to show for a date, for what was typed, or for nothing."""
    if isinstance(value, tuple):
        return value
    if value is None or not hasattr(value, "year"):
        return "", "", ""
    return str(value.day), str(value.month), str(value.year)


def wrong_parts(typed: Typed) -> tuple[str, ...]:
    """Which of the three inputs an error is about: the empty ones if some are filled in, else all."""
    empty = tuple(part for part, words in zip(DATE_PARTS, typed, strict=True) if not words)
    return empty if len(empty) < len(DATE_PARTS) and empty else DATE_PARTS

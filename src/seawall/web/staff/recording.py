"""The form with which any member of staff records a concern in two minutes (product.md A7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkboxes, Radios, Select, TextInput
from seawall.kit.text import clean
from seawall.reports.actions import Telling
from seawall.reports.questions import BY_KEY, Kind, coded_of, words_of
from seawall.reports.rules import Channel, Road
from seawall.reports.wording import Voice
from seawall.web.staff.forms import OnceForm, Typed

if TYPE_CHECKING:
    from django import forms
    from django.http import QueryDict

ASKED: Final = (
    "child_name",
    "year",
    "safe",
    "what",
    "still",
    "said",
    "seen",
    "done",
    "promised",
    "apps",
    "accounts",
    "when",
    "adult_knows",
)
"""The questions of the staff road on one page, in the order in which somebody remembers them."""

HOW: Final = (
    (Channel.STAFF.value, _("Somebody told me face to face, or I saw it myself")),
    (Channel.PHONE.value, _("By phone")),
)
"""The doors that a member of staff stands at."""


def _field(key: str) -> forms.Field:
    question = BY_KEY[key]
    look: dict[str, Any] = {
        "label": question.heading(Voice.STAFF),
        "hint": question.hint(Voice.STAFF),
        "size": "s",
        "required": False,
    }
    choices = question.choices_for(Voice.STAFF)
    if question.kind is Kind.MANY:
        field = Checkboxes(choices=choices, **look)
        field.widget.apart = question.none
        return field
    if key == "year":
        return Select(choices=[("", _("Not known")), *choices], **look)
    if question.kind is Kind.ONE:
        return Radios(choices=choices, **look)
    if question.rows == 1:
        return TextInput(attrs={"dir": "auto", "autocomplete": "off"}, max_length=question.limit, **look)
    return Typed(rows=min(question.rows, 5), limit=question.limit, **look)


def _settled(key: str, value: Any) -> Any:  # noqa: ANN401 - an answer of any kind
    """Where "safe" is ticked beside a danger, it is not sent back to be put right: the danger stays."""
    if isinstance(value, list) and len(value) > 1:
        return [each for each in value if each != BY_KEY[key].none]
    return value


class RecordForm(OnceForm):
    """What a member of staff writes down. Nothing is compulsory but that something is told."""

    ident = "record"

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        how = Radios(
            label=_("How did you hear of it?"), choices=HOW, initial=Channel.STAFF.value, required=False, size="s"
        )
        self.fields |= {key: _field(key) for key in ASKED} | {"how": how}

    def clean(self) -> dict[str, Any]:
        """Ask for something, at least."""
        given = super().clean() or {}
        told = {key: value for key, value in given.items() if key in ASKED and value}
        if not told and not self.errors:
            self.add_error("said", _("Write what the child said, or what you saw"))
        return given

    def telling(self) -> Telling:
        """What was told: choices in clear, words to be sealed, and how many hidden pictures were cut out of them."""
        given = {"about": "pupil"} | {
            key: _settled(key, value) for key, value in self.cleaned_data.items() if key in ASKED
        }
        cleaned = {key: clean(words) for key, words in words_of(given).items()}
        coded = coded_of(given)
        if pictures := sum(each.pictures for each in cleaned.values()):
            coded["cut"] = pictures
        channel = Channel(self.cleaned_data["how"] or Channel.STAFF)
        return Telling(Road.STAFF, channel, coded, {key: each.text for key, each in cleaned.items()})

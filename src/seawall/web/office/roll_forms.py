"""The forms of the roll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.govuk.forms import Checkbox, FileInput, Radios, Select, TextArea, TextInput
from seawall.roll.actions import PupilFacts, TieFacts, header
from seawall.roll.rules.columns import FIELDS, PERSON_FIELDS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from seawall.roll.models import Guardianship, Import, Pupil
    from seawall.roll.rules.changes import Plan

FIELD_NAMES: Final = {
    "id": gettext_lazy("Id or admission number"),
    "first": gettext_lazy("First name"),
    "last": gettext_lazy("Family name"),
    "known_as": gettext_lazy("Known as"),
    "born": gettext_lazy("Date of birth"),
    "year": gettext_lazy("Year group"),
    "form": gettext_lazy("Form"),
    "language": gettext_lazy("Language of the family"),
    "protected": gettext_lazy("Protected address"),
    "name": gettext_lazy("Name"),
    "relation": gettext_lazy("Relation"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Phone"),
    "address": gettext_lazy("Postal address"),
    "lives_with": gettext_lazy("Lives with the child"),
    "contact": gettext_lazy("May be written to"),
}
_SHOWN_ADULTS: Final = 2
_SAID: Final = (("", gettext_lazy("Not said")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
_AS_BOOL: Final = {"": None, "yes": True, "no": False}
_AS_TEXT: Final = {None: "", True: "yes", False: "no"}


class SearchForm(forms.Form):
    """Looking for somebody."""

    words = TextInput(
        label=gettext_lazy("Find a pupil by name"),
        hint=gettext_lazy("The beginnings of their names are enough, in any order."),
        max_length=100,
        missing=gettext_lazy("Enter at least two letters of a name"),
        attrs={"autocomplete": "off", "spellcheck": "false"},
        width="20",
    )


class FileForm(forms.Form):
    """A file, or its text pasted."""

    file = FileInput(
        label=gettext_lazy("The file"),
        hint=gettext_lazy("A CSV file, or a OneRoster zip, of up to 10 MB"),
        required=False,
        attrs={"accept": ".csv,.txt,.zip"},
    )
    text = TextArea(
        label=gettext_lazy("Or paste it here"),
        hint=gettext_lazy("The rows of a CSV file or of a spreadsheet, its headings first"),
        rows=6,
        required=False,
        attrs={"spellcheck": "false", "autocomplete": "off"},
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("file", _("Choose a file, or paste its rows"))
        return given

    def content(self) -> tuple[bytes, str]:
        """Return the bytes and the name of what was given. Call it on a valid form."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file:
            return file.read(), str(file.name)
        return self.cleaned_data["text"].encode("utf-8", "replace"), _("pasted")


class ConfirmForm(forms.Form):
    """Carrying out what was shown. When many leave, how many has to be typed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, data: Any, *, plan: Plan, seen: str) -> None:  # noqa: ANN401 - what was sent, or nothing
        super().__init__(data, initial={"seen": seen})
        self.leaving = len(plan.left)
        if plan.asks_twice:
            self.fields["said"] = TextInput(
                label=_("How many pupils leave? Type the number to confirm it"),
                missing=_("Type how many pupils leave, or go back and export the whole roll"),
                width="5",
                attrs={"inputmode": "numeric", "autocomplete": "off"},
            )

    def clean_said(self) -> int:
        """The number itself."""
        text = self.cleaned_data["said"].strip()
        if text != str(self.leaving):
            raise ValidationError(_("This is not the number of pupils who would leave"))
        return self.leaving


class ColumnsForm(forms.Form):
    """Which column of the file holds what."""

    def __init__(self, data: Any, *, row: Import) -> None:  # noqa: ANN401 - what was sent, or nothing
        super().__init__(data)
        known: dict[str, int] = row.told.get("columns", {})
        names = [heading.strip()[:60] or _("(no heading)") for heading in header(row)]
        choices = [("", _("Not in the file")), *((str(at), f"{at + 1}: {name}") for at, name in enumerate(names))]
        for name, label in _labels(known):
            at = known.get(name)
            self.fields[_as_input(name)] = Select(
                label=label, choices=choices, required=False, initial="" if at is None else str(at)
            )

    def clean(self) -> dict[str, Any]:
        """Names, and something to know a child by."""
        given = super().clean() or {}
        for name in ("first", "last"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("Choose the column that holds it"))
        if not given.get("id") and not given.get("born"):
            self.add_error("id", _("Choose the column of the id, or that of the date of birth"))
        return given

    def chosen(self) -> dict[str, int]:
        """Return the number of the column for each field. Call it on a valid form."""
        return {name.replace("__", "."): int(at) for name, at in self.cleaned_data.items() if at}


def _as_input(name: str) -> str:
    return name.replace(".", "__")


def _labels(known: dict[str, int]) -> list[tuple[str, str]]:
    found = [(name, str(FIELD_NAMES[name])) for name in FIELDS]
    for number in range(1, 5):
        for name in PERSON_FIELDS:
            field = f"adult{number}.{name}"
            if number <= _SHOWN_ADULTS or field in known:
                found.append((field, _("Guardian %(n)d: %(what)s") % {"n": number, "what": FIELD_NAMES[name].lower()}))
    return found


class PupilForm(forms.Form):
    """What the office knows better than the file."""

    known_as = TextInput(label=gettext_lazy("Known as"), max_length=80, required=False, width="20")
    language = TextInput(label=gettext_lazy("Language of the family"), max_length=40, required=False, width="20")
    protected = Checkbox(
        label=gettext_lazy("Where this child lives must not be told to anybody"),
        hint=gettext_lazy("It is marked in red wherever the roll shows this child."),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any, *, pupil: Pupil, ties: list[Guardianship]) -> None:  # noqa: ANN401 - what was sent, or nothing
        first = {name: getattr(pupil, name) for name in ("known_as", "language", "protected")}
        super().__init__(data, initial=first | {"seen": pupil.version})
        self.ties = ties
        for tie in ties:
            name = tie.guardian.name
            self.fields[f"contact_{tie.pk}"] = Radios(
                label=_("May the school write to %(name)s about this child?") % {"name": name},
                choices=_SAID,
                required=False,
                inline=True,
                initial=_AS_TEXT[tie.contact],
            )
            self.fields[f"lives_{tie.pk}"] = Radios(
                label=_("Does the child live with %(name)s?") % {"name": name},
                choices=_SAID,
                required=False,
                inline=True,
                initial=_AS_TEXT[tie.lives_with],
            )
            self.fields[f"protected_{tie.pk}"] = Checkbox(
                label=_("The address of %(name)s must not be told to anybody") % {"name": name},
                required=False,
                initial=tie.guardian.protected,
            )

    def facts(self) -> PupilFacts:
        """Return what was said. Call it on a valid form."""
        told = self.cleaned_data
        ties = {
            tie.pk: TieFacts(
                contact=_AS_BOOL[told[f"contact_{tie.pk}"]],
                lives_with=_AS_BOOL[told[f"lives_{tie.pk}"]],
                protected=told[f"protected_{tie.pk}"],
            )
            for tie in self.ties
        }
        return PupilFacts(told["known_as"], told["language"], protected=told["protected"], ties=ties)

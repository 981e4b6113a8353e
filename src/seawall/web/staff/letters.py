"""The forms of letters to families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkbox, Checkboxes, Radios, Select, TextInput
from seawall.letters.rules.states import LONGEST_BODY, LONGEST_REASON, LONGEST_TITLE
from seawall.letters.rules.templates import templates, unknown_field
from seawall.web.staff.forms import OnceForm, SeenForm, Typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from seawall.letters.queries import Opened
    from seawall.schools.models import Person

NO_FIELD = _("Line %(line)s has {%(name)s}, which is no field of letters. The list of fields is below.")


class NewLetterForm(OnceForm):
    """With which words a letter begins."""

    ident = "letter"
    template = Radios(label=_("Which letter?"), choices=[], missing=_("Choose a letter"), size="s")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = cast("Radios", self.fields["template"])
        field.choices = [(each.key, each.title) for each in templates().values()]


class WordsForm(SeenForm):
    """The words of a draft."""

    ident = "words"
    heading = TextInput(label=_("Heading"), max_length=LONGEST_TITLE, missing=_("Enter a heading"))
    body = Typed(
        label=_("Letter"),
        hint=_("A line that begins with # is a heading, one with - an item of a list. No names, no accounts."),
        limit=LONGEST_BODY,
        rows=18,
        missing=_("Write the letter"),
    )

    def __init__(self, data: QueryDict | None = None, *, now: Opened | None = None) -> None:
        super().__init__(data, initial={"heading": now.heading, "body": now.body} if now else None)

    def clean_heading(self) -> str:
        """Refuse a field that is not known."""
        return self._known("heading")

    def clean_body(self) -> str:
        """The same, with the line."""
        return self._known("body")

    def _known(self, name: str) -> str:
        text = str(self.cleaned_data[name]).replace("\r\n", "\n")
        wrong = unknown_field(text)
        if wrong is not None:
            raise ValidationError(NO_FIELD, params={"line": wrong[0], "name": wrong[1].strip("{}")})
        return text


class ToForm(SeenForm):
    """To which year groups and forms it goes."""

    ident = "to"
    years = Checkboxes(label=_("Year groups"), choices=[], required=False, size="s")
    forms = Checkboxes(label=_("Or only these forms"), choices=[], required=False, size="s")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        years: Sequence[tuple[str, str]],
        forms: Sequence[tuple[str, str]],
        now: Opened | None = None,
    ) -> None:
        initial = {"years": list(now.asked.years), "forms": list(now.asked.forms)} if now else None
        super().__init__(data, initial=initial)
        cast("Checkboxes", self.fields["years"]).choices = list(years)
        cast("Checkboxes", self.fields["forms"]).choices = list(forms)


class FamilyForm(SeenForm):
    """A family that gets it, by a child's name."""

    ident = "family"
    words = TextInput(
        label=_("Add a family by a child's name"),
        max_length=120,
        missing=_("Enter a name"),
        attrs={"autocomplete": "off"},
    )


class LeaveOutForm(SeenForm):
    """A family that does not get it, and why."""

    ident = "leave-out"
    words = TextInput(
        label=_("A child's name"), max_length=120, missing=_("Enter a name"), attrs={"autocomplete": "off"}
    )
    reason = Typed(
        label=_("Why telling them would be a risk"),
        hint=_("Sealed with the letter."),
        limit=LONGEST_REASON,
        rows=2,
        missing=_("Say why telling them would be a risk"),
    )


class PutBackForm(SeenForm):
    """A family that is no longer left out."""

    ident = "put-back"
    pupil = TextInput(label=_("Pupil"), max_length=40, missing=_("Choose a family"))


class AskForm(SeenForm):
    """Who reads it before it goes."""

    ident = "ask"
    reader = Select(label=_("Who reads it?"), choices=[], missing=_("Choose who reads it"))

    def __init__(self, data: QueryDict | None = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        names = [(pk, person.get_full_name()) for pk, person in self.people.items()]
        cast("Select", self.fields["reader"]).choices = [("", _("Choose somebody")), *names]

    def clean_reader(self) -> Any:  # noqa: ANN401 - the person behind the choice
        """The person behind the choice."""
        return self.people[self.cleaned_data["reader"]]


class LetterBackForm(SeenForm):
    """Why it is not approved."""

    ident = "send-back"
    text = Typed(
        label=_("What should be different?"), limit=LONGEST_REASON, rows=3, missing=_("Say what should be different")
    )


class TranslationForm(SeenForm):
    """A letter's words in another language, for the English words of now."""

    ident = "translation"
    heading = TextInput(label=_("Heading"), max_length=LONGEST_TITLE, required=False, attrs={"dir": "auto"})
    body = Typed(
        label=_("Letter"),
        hint=_("With the same fields in braces as the English. They are filled in this language."),
        limit=LONGEST_BODY,
        rows=18,
        required=False,
    )
    read = Checkbox(label=_("Somebody who speaks this language has read it"), required=False)
    do = forms.ChoiceField(choices=[("keep", ""), ("none", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, now: tuple[str, str, bool] | None = None) -> None:
        super().__init__(data, initial=dict(zip(("heading", "body", "read"), now, strict=True)) if now else None)

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless it goes in English only."""
        given = super().clean() or {}
        if given.get("do") != "none":
            if not given.get("heading"):
                self.add_error("heading", _("Enter a heading"))
            if not given.get("body") and "body" not in self.errors:
                self.add_error("body", _("Write the letter"))
        return given

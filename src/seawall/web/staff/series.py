"""The forms with which a lead says which cases belong together, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkboxes, Select, TextInput
from seawall.series.rules import LONGEST_NAME, LONGEST_WHY
from seawall.web.staff.forms import OnceForm, SeenForm, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import QueryDict

    from seawall.cases.models import Case
    from seawall.series.models import Series

type Named = tuple[Case, str]


def _why() -> Typed:
    return Typed(label=_("Why? (optional)"), hint=_("Such as: the same words and the same account."), rows=2,
                 limit=LONGEST_WHY, required=False)  # fmt: skip


def _name() -> TextInput:
    return TextInput(
        label=_("A short name for the series"),
        hint=_("The whole team reads it. No child's name. Such as: Kai Skates, year 7 and 9"),
        max_length=LONGEST_NAME,
        missing=_("Enter a short name for the series"),
        attrs={"autocomplete": "off"},
    )


class ActForm(SeenForm, OnceForm):
    """Something done with a series that its page showed; pressed twice, it is done once."""

    ident = "act"


class _OfCases(OnceForm):
    """A form that chooses cases, of those it is given, with their names; `met` are those that share an account."""

    def __init__(
        self, data: QueryDict | None = None, *, cases: Sequence[Named], met: Mapping[UUID, bool] | None = None
    ) -> None:
        super().__init__(data)
        self.of = {str(case.pk): case for case, _title in cases}
        names = [(str(case.pk), f"{title} ({case.reference})") for case, title in cases]
        field = self.fields["cases" if "cases" in self.fields else "case"]
        if isinstance(field, Checkboxes):
            field.choices = names
            field.widget.hints = {str(pk): _("The same account is met in it.") for pk in met or {}}
        else:
            cast("Select", field).choices = [("", _("Choose a case")), *names]

    def clean_cases(self) -> list[Case]:
        """The cases behind the choices."""
        return [self.of[pk] for pk in self.cleaned_data["cases"]]

    def clean_case(self) -> Case:
        """The case behind the choice."""
        return self.of[self.cleaned_data["case"]]


class BeginForm(_OfCases):
    """A new series of this case and others."""

    ident = "begin"
    name = _name()
    cases = Checkboxes(
        label=_("Which cases belong with it?"), choices=[], missing=_("Choose at least one other case"), size="s"
    )
    why = _why()


class JoinForm(_OfCases, ActForm):
    """Further cases for a series."""

    ident = "join"
    cases = Checkboxes(label=_("Which cases belong to it, too?"), choices=[], missing=_("Choose a case"), size="s")
    why = _why()


class SplitForm(_OfCases, ActForm):
    """Cases that go into a series of their own."""

    ident = "split"
    cases = Checkboxes(label=_("Which cases go?"), choices=[], missing=_("Choose the cases that go"), size="s")
    name = _name()
    why = _why()


class TakeOutForm(_OfCases, ActForm):
    """A case that does not belong there."""

    ident = "take-out"
    case = Select(label=_("Which case does not belong here?"), choices=[], missing=_("Choose a case"))
    why = _why()


class RenameForm(ActForm):
    """Another name."""

    ident = "rename"
    name = _name()


class _OfSeries(OnceForm):
    """A form that chooses a series, of those it is given, with their names."""

    def __init__(self, data: QueryDict | None = None, *, series: Sequence[tuple[Series, str]]) -> None:
        super().__init__(data)
        self.of = {str(row.pk): row for row, _name in series}
        names = [(str(row.pk), f"{name} ({row.reference})") for row, name in series]
        cast("Select", self.fields["series"]).choices = [("", _("Choose a series")), *names]

    def clean_series(self) -> Series:
        """The series behind the choice."""
        return self.of[self.cleaned_data["series"]]


class MergeForm(_OfSeries, ActForm):
    """Another series whose cases belong into this one."""

    ident = "merge"
    series = Select(label=_("Which series is the same?"), choices=[], missing=_("Choose a series"))
    why = _why()


class PutInForm(_OfSeries):
    """A case put into a series that is there."""

    ident = "put-in"
    series = Select(label=_("Which series?"), choices=[], missing=_("Choose a series"))
    why = _why()


def asked_why(form: Any) -> str:  # noqa: ANN401 - any of the forms above
    """The reason that was typed, or none."""
    return str(form.cleaned_data.get("why") or "")

"""The desk's forms about identifiers: confirm, correct, add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Select, TextInput
from seawall.links import wording
from seawall.links.rules.kinds import Kind
from seawall.links.rules.states import Whose, may_stand
from seawall.web.staff.forms import DeskForm, OnceForm, SeenForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from seawall.links.queries import Shown


class ConfirmForm(SeenForm):
    """That an identifier is right, and whose it is."""

    ident = "confirm"
    whose = forms.ChoiceField(
        choices=[(whose.value, whose.value) for whose in Whose],
        error_messages={"required": _("Choose whose it is"), "invalid_choice": _("Choose whose it is")},
    )

    def clean_whose(self) -> Whose:
        """Whose it is."""
        return Whose(self.cleaned_data["whose"])


class _Lead(DeskForm):
    """An identifier as a lead types it."""

    kind = Select(label=_("What is it?"), choices=list(wording.KINDS.items()), missing=_("Choose what it is"))
    platform = Select(label=_("Where is it?"), choices=[], required=False)
    value = TextInput(
        label=_("The name, link, number or address"),
        hint=_("As exactly as you can. Sealed."),
        missing=_("Enter the name, link, number or address"),
        attrs={"dir": "auto", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    whose = Select(label=_("Whose is it?"), choices=list(wording.WHOSE.items()), missing=_("Choose whose it is"))

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        cast("Select", self.fields["platform"]).choices = wording.platform_choices()

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with a value that is none of its kind."""
        given = super().clean() or {}
        if "kind" in given and "value" in given:
            refusal = may_stand(Kind(given["kind"]), given["value"])
            if refusal is not None:
                self.add_error("value", str(refusal.reason))
        return given

    def typed(self) -> dict[str, Any]:
        """What the actions take."""
        given = self.cleaned_data
        return {
            "kind": Kind(given["kind"]),
            "platform": given["platform"],
            "value": given["value"],
            "whose": Whose(given["whose"]),
        }


class CorrectForm(_Lead, SeenForm):
    """Another value in the place of what was found."""

    ident = "correct-lead"

    @classmethod
    def of(cls, shown: Shown) -> CorrectForm:
        """The form as a page first shows it, with what stands now."""
        row = shown.row
        now = {
            "kind": row.kind,
            "platform": row.platform,
            "value": shown.value,
            "whose": row.whose,
            "seen": row.version,
        }
        return cls(initial=now)


class AddForm(_Lead, OnceForm):
    """One that the machine did not find."""

    ident = "add-lead"

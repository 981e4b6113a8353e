"""The forms with which a lead says how long a case is kept, holds it, and proposes or answers that cases go."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkboxes, Radios, TextInput
from seawall.retention import wording
from seawall.retention.queries import today
from seawall.retention.rules import LONGEST_WHY, Kind, may_be_born
from seawall.web.staff.forms import DeskForm, OnceForm, SeenForm, Typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import QueryDict

    from seawall.retention.models import Keeping

_RULES = "rules"


class SayForm(DeskForm):
    """What a case is about as far as keeping goes, and when its youngest child was born."""

    ident = "keeping"
    kind = Radios(
        label=_("What is it about?"),
        choices=[(_RULES, _("As its reports say")), *wording.KINDS.items()],
        missing=_("Choose what it is about"),
        size="s",
    )
    born = TextInput(
        label=_("Year the youngest child was born (optional)"),
        hint=_("The year only, such as 2012. Without it, years count from when the case was closed."),
        max_length=4,
        width="4",
        required=False,
        attrs={"inputmode": "numeric", "autocomplete": "off"},
    )
    why = Typed(label=_("Why?"), limit=LONGEST_WHY, rows=2, missing=_("Say why"))

    def __init__(self, data: QueryDict | None = None, *, now: Keeping | None = None) -> None:
        born = str(now.born_year) if now and now.born_year else ""
        super().__init__(data, initial={"kind": (now.kind if now else "") or _RULES, "born": born})

    def clean_kind(self) -> Kind | None:
        """The kind; None for what the rules find."""
        given = self.cleaned_data["kind"]
        return None if given == _RULES else Kind(given)

    def clean_born(self) -> int | None:
        """The year; None if it is not known."""
        given = self.cleaned_data["born"]
        if not given:
            return None
        year = int(given) if given.isascii() and given.isdigit() else 0
        refusal = may_be_born(year, today())
        if refusal is not None:
            raise ValidationError(str(refusal.reason))
        return year


class HoldForm(DeskForm):
    """Why a case must not go."""

    ident = "hold"
    why = Typed(
        label=_("Why must it stay?"),
        hint=_("Such as: a trial, a complaint, an inquiry. Sealed with the case."),
        limit=LONGEST_WHY,
        rows=3,
        missing=_("Say why it must stay"),
    )


class LiftForm(DeskForm):
    """Why a case need not stay any more."""

    ident = "lift"
    why = Typed(
        label=_("Why need it not stay any more?"), limit=LONGEST_WHY, rows=3, missing=_("Say why it need not stay")
    )


class ProposeForm(OnceForm):
    """Which cases go, and why."""

    ident = "propose"
    cases = Checkboxes(label=_("Which cases?"), choices=[], missing=_("Choose at least one case"), size="s")
    why = Typed(
        label=_("Why may they go?"),
        hint=_("Whoever answers reads it. No child's name."),
        limit=LONGEST_WHY,
        rows=3,
        missing=_("Say why they may go"),
    )

    def __init__(self, data: QueryDict | None = None, *, due: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.due = {str(pk): pk for pk, _title in due}
        cast("Checkboxes", self.fields["cases"]).choices = [(str(pk), title) for pk, title in due]

    def clean_cases(self) -> list[UUID]:
        """The cases behind the choices."""
        return [self.due[pk] for pk in self.cleaned_data["cases"]]


class ApproveForm(SeenForm):
    """A second person's yes, said by ticking that they looked."""

    ident = "approve"
    looked = forms.BooleanField(
        label=_("I looked at each of these cases, and it may go. It can't come back."),
        error_messages={"required": _("Look at each case first, then say so")},
    )


class RefuseForm(SeenForm):
    """A second person's no, with a reason."""

    ident = "refuse"
    why = Typed(label=_("Why must they stay?"), limit=LONGEST_WHY, rows=3, missing=_("Say why they must stay"))


class TakeBackForm(SeenForm):
    """One button."""

    ident = "take-back"

"""What somebody looks for in the journal. Sent by GET: ids, a code and a day are no secret, and a page can be gone back to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import DateInput, Select
from seawall.web.staff.journal_lines import Asked
from seawall.web.staff.journal_words import KINDS

if TYPE_CHECKING:
    from django.http import QueryDict


class FilterForm(forms.Form):
    """By person, kind of act and day; each may stay empty."""

    who = Select(label=_("Who"), choices=[], required=False)
    kind = Select(label=_("What kind of thing"), choices=[("", _("Everything")), *KINDS.items()], required=False)
    day = DateInput(label=_("Day"), hint=_("Leave it empty for every day."), required=False, size="s")

    def __init__(self, sent: QueryDict, *, people: dict[str, str]) -> None:
        super().__init__(sent)
        who = self.fields["who"]
        if isinstance(who, forms.ChoiceField):
            who.choices = [("", _("Everybody")), *people.items()]

    def asked(self) -> Asked:
        """Return what is looked for; what was not understood is left out."""
        self.is_valid()
        told = self.cleaned_data
        return Asked(told.get("who") or "", told.get("kind") or "", told.get("day"))

    def query(self) -> str:
        """Return the same as the query of an address."""
        names = [name for name in self.data if name.startswith(("who", "kind", "day"))]
        return urlencode([(name, self.data[name]) for name in names if self.data[name]])

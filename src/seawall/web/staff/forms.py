"""The desk's forms. Each has an `ident` of its own, because several stand on one page."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seawall.cases.rules import LONGEST_TITLE, Outcome, Part
from seawall.govuk.forms import Checkboxes, Radios, Select, TextArea, TextInput
from seawall.guidance.rules.danger import Level
from seawall.kit.text import LONGEST, clean
from seawall.mailbox.rules import BY_HAND, Status
from seawall.reports.rules import BY_HAND as CONTACTS_BY_HAND
from seawall.reports.rules import LONGEST_REASON, Contact
from seawall.web.staff import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import QueryDict

    from seawall.cases.models import Case
    from seawall.schools.models import Person

MOST = 2_000_000_000
OLD_PAGE = {
    "required": _("This page is too old. Look again before you decide."),
    "invalid": _("This page is too old. Look again before you decide."),
}
BEYOND = _("That is %(over)s characters too long. %(most)s is the most. Nothing you wrote is lost.")


class Typed(TextArea):
    """Words as typed. Too many are refused with a count and given back whole; the action takes out what could be a picture."""

    def __init__(self, **asked: Any) -> None:  # noqa: ANN401 - what TextArea takes
        self.most: int = asked.get("limit") or LONGEST
        count_along = self.most if self.most < LONGEST else None
        super().__init__(**{"rows": 4, "attrs": {"dir": "auto"}, **asked, "refuse": False, "limit": count_along})

    def to_python(self, value: object) -> str | None:
        """The text without control characters, which no page shows."""
        text = super().to_python(value)
        return text.replace("\x00", "") if text else text

    def validate(self, value: str) -> None:
        """Refuse what is empty once cleaned, and what is too long, with the number of characters to take out."""
        cleaned = clean(value or "")
        super().validate(cleaned.text)
        over = len(cleaned.text) - self.most
        if over > 0:
            raise ValidationError(BEYOND, params={"over": f"{over:,}", "most": f"{self.most:,}"})


class DeskForm(forms.Form):
    """A form of the desk. Its inputs' ids start with `ident`."""

    ident: ClassVar[str]

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{self.ident}-%s", initial=initial)


class SeenForm(DeskForm):
    """A form that says which version of the row its page showed: whoever comes second is told what changed."""

    ident = "seen"
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST, error_messages=OLD_PAGE)


class OnceForm(DeskForm):
    """A form that may be pressed twice: the hidden word makes one thing of it."""

    ident = "once"
    once = forms.RegexField(
        r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=lambda: secrets.token_hex(16), error_messages=OLD_PAGE
    )


class AssignForm(SeenForm):
    """Who has it."""

    ident = "assign"
    to = Select(label=_("Who has it?"), choices=[], required=False)

    def __init__(self, data: QueryDict | None = None, *, people: Sequence[Person], now: Person | None = None) -> None:
        super().__init__(data, initial={"to": str(now.pk) if now else ""})
        self.people = {str(person.pk): person for person in people}
        names = [(pk, person.get_full_name()) for pk, person in self.people.items()]
        cast("Select", self.fields["to"]).choices = [("", _("Nobody yet")), *names]

    def clean_to(self) -> Person | None:
        """The person behind the choice."""
        return self.people.get(self.cleaned_data["to"])


class DangerForm(SeenForm):
    """Another level: higher freely, lower with a reason."""

    ident = "danger"
    level = Radios(
        label=_("How dangerous is it?"),
        choices=[(level.key, words.LEVELS[level][0]) for level in sorted(Level, reverse=True)],
        hints={level.key: words.LEVELS[level][2] for level in Level},
        missing=_("Choose a level"),
        size="s",
    )
    reason = Typed(
        label=_("Why it is less dangerous than it looks"),
        hint=_("Needed only if you lower it. Your reason is sealed and kept with the report."),
        limit=LONGEST_REASON,
        rows=3,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, now: Level) -> None:
        super().__init__(data, initial={"level": now.key})
        self.now = now

    def clean_level(self) -> Level:
        """The level itself; not the one it has."""
        level = Level[self.cleaned_data["level"].upper()]
        if level == self.now:
            raise ValidationError(_("It has this level now. Choose another one."))
        return level

    def clean(self) -> dict[str, Any]:
        """Ask for a reason if it is lowered."""
        given = super().clean() or {}
        if "level" in given and given["level"] < self.now and not given.get("reason"):
            self.add_error("reason", _("Say why it is less dangerous than it looks"))
        return given


class ContactForm(SeenForm):
    """Whoever told was reached."""

    ident = "contact"
    how = forms.ChoiceField(
        choices=[(how.value, how.value) for how in CONTACTS_BY_HAND],
        error_messages={"required": _("Choose how"), "invalid_choice": _("Choose how")},
    )

    def clean_how(self) -> Contact:
        """The way itself."""
        return Contact(self.cleaned_data["how"])


class StartForm(SeenForm):
    """A case made of a report."""

    ident = "start"
    title = TextInput(
        label=_("A short name for the case"),
        hint=_("Sealed. Such as: Fake account, year 7"),
        max_length=LONGEST_TITLE,
        missing=_("Enter a short name for the case"),
    )


class GatherForm(SeenForm):
    """A report put into a case that is open."""

    ident = "gather"
    case = Select(label=_("Which case?"), choices=[], missing=_("Choose a case"))

    def __init__(self, data: QueryDict | None = None, *, cases: Sequence[tuple[Case, str]]) -> None:
        super().__init__(data)
        self.cases = {str(case.pk): case for case, _title in cases}
        names = [(str(case.pk), f"{title} ({case.reference})") for case, title in cases]
        cast("Select", self.fields["case"]).choices = [("", _("Choose a case")), *names]

    def clean_case(self) -> Case:
        """The case behind the choice."""
        return self.cases[self.cleaned_data["case"]]


class ReplyForm(OnceForm):
    """A reply to the reporter."""

    ident = "reply"
    text = Typed(
        label=_("Write to the reporter"),
        hint=_("They read it with their six words. Plain and kind: they may be eleven, and it may be night."),
        limit=LONGEST,
        rows=5,
        missing=_("Write something first"),
    )


class MailReplyForm(ReplyForm):
    """A reply to somebody who wrote by mail."""

    way = Radios(
        label=_("What goes to them by mail?"),
        choices=[
            ("link", _("Only that there is an answer, and where (safe)")),
            ("plain", _("The answer itself: only if anybody who opens that inbox may read it")),
        ],
        initial="link",
        missing=_("Choose what goes by mail"),
        size="s",
    )


class StatusForm(DeskForm):
    """A line of what has happened so far."""

    ident = "status"
    status = forms.ChoiceField(
        choices=[(status.value, status.value) for status in BY_HAND],
        error_messages={"required": _("Choose what to tell"), "invalid_choice": _("Choose what to tell")},
    )

    def clean_status(self) -> Status:
        """The line itself."""
        return Status(self.cleaned_data["status"])


class InvolveForm(DeskForm):
    """Somebody put into a case with their part."""

    ident = "involve"
    name = TextInput(label=_("Name"), max_length=200, missing=_("Enter a name"))
    part = Radios(
        label=_("What is their part?"),
        choices=[(part.value, words.PARTS[part]) for part in Part],
        hints={
            Part.IMPERSONATED: _(
                "Somebody used their name or pictures. They did not send anything and are not at fault."
            )
        },
        missing=_("Choose their part"),
        size="s",
    )
    detail = Typed(label=_("Anything to know (optional)"), limit=2_000, rows=2, required=False)


class PartForm(SeenForm):
    """Another part for somebody who is in the case."""

    ident = "part"
    part = forms.ChoiceField(
        choices=[(part.value, part.value) for part in Part],
        error_messages={"required": _("Choose their part"), "invalid_choice": _("Choose their part")},
    )


class NoteForm(OnceForm):
    """A note."""

    ident = "note"
    text = Typed(
        label=_("Add a note"),
        hint=_("A note stays as it is: a correction is a new note. Write no word that blames a child."),
        limit=LONGEST,
        missing=_("Write something first"),
    )


class CloseForm(SeenForm):
    """How a case ended."""

    ident = "close"
    outcome = Radios(
        label=_("How did it end?"),
        choices=[(outcome.value, words.OUTCOMES[outcome]) for outcome in Outcome],
        missing=_("Choose how it ended"),
        size="s",
    )


class CaseDangerForm(SeenForm):
    """A case's place in the list."""

    ident = "danger"
    level = Select(
        label=_("How dangerous is it?"),
        choices=[(level.key, words.LEVELS[level][0]) for level in sorted(Level, reverse=True)],
        missing=_("Choose a level"),
    )

    def clean_level(self) -> Level:
        """The level itself."""
        return Level[self.cleaned_data["level"].upper()]


class CloseOffForm(SeenForm):
    """The named people a case is closed off to."""

    ident = "close-off"
    people = Checkboxes(label=_("Who may open it?"), choices=[], missing=_("Choose who may open it"), size="s")

    def __init__(
        self, data: QueryDict | None = None, *, people: Sequence[Person], now: Sequence[UUID | None] = ()
    ) -> None:
        super().__init__(data, initial={"people": [str(person.pk) for person in people if person.holder_id in now]})
        self.leads = {str(person.pk): person for person in people}
        cast("Checkboxes", self.fields["people"]).choices = [
            (pk, person.get_full_name()) for pk, person in self.leads.items()
        ]

    def clean_people(self) -> list[Person]:
        """The people behind the choices."""
        return [self.leads[pk] for pk in self.cleaned_data["people"]]

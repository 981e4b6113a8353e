"""The forms about fake accounts: what was seen, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.cases import rules as case_rules
from seawall.govuk.forms import Checkbox, Radios, Select, TextInput
from seawall.guidance.platforms import platforms
from seawall.kit import clock
from seawall.reports.queries import told_by
from seawall.takedowns import rules, wording
from seawall.takedowns.actions import Done, Seen
from seawall.takedowns.pack import OTHER
from seawall.takedowns.rules import MOVES, Reporter, State
from seawall.web.staff.forms import MOST, OLD_PAGE, OnceForm, SeenForm, Typed
from seawall.web.staff.when import moment, when_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from seawall.cases.queries import Somebody
    from seawall.mailbox.models import Mailbox
    from seawall.takedowns.queries import Shown

_WHOLE_YEARS: Final = range(rules.YOUNGEST_CHILD, rules.OLDEST_CHILD + 1)
_AGES: Final[list[tuple[str, StrOrPromise]]] = [("", _("Not known")), *((str(age), str(age)) for age in _WHOLE_YEARS)]
_PLATFORMS: Final[list[tuple[str, StrOrPromise]]] = [(key, platform.name) for key, platform in platforms().items()]


class AccountForm(OnceForm):
    """A fake account as it was seen."""

    ident = "account"
    platform = Select(
        label=_("Which app?"),
        choices=[("", _("Choose an app")), *_PLATFORMS, (OTHER, _("Another app"))],
        missing=_("Choose an app"),
    )
    name = TextInput(
        label=_("The account's name"),
        hint=_("Exactly as it is written, such as jess.m_07"),
        max_length=500,
        missing=_("Enter the account's name"),
        attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"},
    )
    link = TextInput(
        label=_("Link to the account (optional)"),
        max_length=2_000,
        required=False,
        attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"},
    )
    pretends_to_be = Select(
        label=_("Whom does it pretend to be?"),
        hint=_("Somebody in this case. Add them to the case first."),
        choices=[],
        required=False,
    )
    age = Select(
        label=_("How old is that child?"),
        hint=_("In years. It decides who may report the account, and where."),
        choices=_AGES,
        required=False,
    )
    followers = Typed(
        label=_("Followers who were told or asked (optional)"),
        hint=_("Names the family gave. Do not search the account yourself."),
        limit=2_000,
        rows=2,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, people: Sequence[Somebody], now: Shown | None = None) -> None:
        super().__init__(data, initial=_as_typed(now) if now else None)
        self.people = {str(somebody.row.pk): somebody.row for somebody in people}
        names = [(str(somebody.row.pk), somebody.name) for somebody in people]
        cast("Select", self.fields["pretends_to_be"]).choices = [("", _("Not known")), *names]
        if now is None:
            self.fields |= when_fields(day=_("The day it was first seen"))

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come yet."""
        given = super().clean() or {}
        given["seen_at"] = moment(given.get("day"), None)
        _may_have_happened(self, given["seen_at"])
        return given

    def seen(self) -> Seen:
        """What was typed, for the action."""
        given = self.cleaned_data
        return Seen(
            platform=given["platform"],
            name=given["name"],
            link=given["link"],
            pretends_to_be=self.people.get(given["pretends_to_be"]),
            age=int(given["age"]) if given["age"] else None,
            followers=given["followers"] or "",
            seen_at=given["seen_at"],
        )


class ChangeAccountForm(AccountForm):
    """What is known of an account, put right."""

    ident = "change"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST, error_messages=OLD_PAGE)


class GiveForm(OnceForm):
    """The steps for one of those who told, in their mailbox."""

    ident = "give"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST, error_messages=OLD_PAGE)
    mailbox = Radios(label=_("Whose mailbox?"), choices=[], missing=_("Choose whose mailbox"), size="s")
    text = Typed(
        label=_("What they read"),
        hint=_("You can change it. Only those may report it whom the app allows: look above."),
        rows=14,
        missing=_("Write something first"),
    )

    def __init__(self, data: QueryDict | None = None, *, mailboxes: Sequence[Mailbox], **more: Any) -> None:  # noqa: ANN401 - as Django's forms take them
        super().__init__(data, **more)
        self.mailboxes = {str(each.pk): each for each in mailboxes}
        choices = [(pk, f"{told_by(each.report)}, {each.report.reference}") for pk, each in self.mailboxes.items()]
        cast("Radios", self.fields["mailbox"]).choices = choices


class StepForm(SeenForm):
    """What was done about an account, or what became of it."""

    ident = "step"
    to = Radios(label=_("What happened?"), choices=[], missing=_("Choose what happened"), size="s")
    reporter = Select(
        label=_("Who reported it?"),
        hint=_("Only if it was reported."),
        choices=[("", _("Not known")), *wording.REPORTERS.items()],
        required=False,
    )
    number = TextInput(
        label=_("The platform's number (optional)"),
        hint=_("What the platform calls the report, if it gave a number."),
        max_length=200,
        required=False,
        attrs={"autocomplete": "off"},
    )
    words = Typed(label=_("Anything to know (optional)"), limit=2_000, rows=2, required=False)
    tell = Checkbox(
        label=_("Tell whoever reported it to us"),
        hint=_("In their mailbox: that the app was asked to take it down, or that it is gone."),
        required=False,
        initial=True,
    )

    def __init__(self, data: QueryDict | None = None, *, state: str) -> None:
        super().__init__(data)
        to = cast("Radios", self.fields["to"])
        to.choices = [(each.value, wording.NEXT[each]) for each in State if each in MOVES[State(state)]]
        self.fields |= when_fields(day=_("The day it happened"), time=_("The time it happened"))

    def clean(self) -> dict[str, Any]:
        """Put day and time together, and refuse what cannot have happened yet."""
        given = super().clean() or {}
        given["at"] = moment(given.get("day"), given.get("time"))
        _may_have_happened(self, given["at"])
        return given

    def done(self) -> Done:
        """What was typed, for the action."""
        given = self.cleaned_data
        reporter = Reporter(given["reporter"]) if given["reporter"] else None
        return Done(reporter, given["number"], given["words"] or "", given["at"], given["tell"])


def _may_have_happened(form: forms.Form, at: Any) -> None:  # noqa: ANN401 - a moment or None
    refusal = case_rules.may_have_happened(at or clock.now(), clock.now())
    if refusal is not None:
        form.add_error("day", str(refusal.reason))


def _as_typed(shown: Shown) -> dict[str, Any]:
    row = shown.row
    return {
        "platform": row.platform,
        "name": shown.name,
        "link": shown.link,
        "followers": shown.followers,
        "pretends_to_be": str(row.pretends_to_be_id or ""),
        "age": str(row.age or ""),
        "version": row.version,
    }

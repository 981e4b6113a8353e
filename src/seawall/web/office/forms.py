"""The office's forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from seawall.govuk.forms import Checkbox, EmailInput, Radios, Select, TextArea, TextInput
from seawall.guidance.rules.decision_data import reviews
from seawall.schools.rules import LOCK_AFTER, LONGEST_LOCK, SHORTEST_LOCK
from seawall.web.office.people import ROLES
from seawall.web.shared.brand import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from seawall.schools.models import Person, School

_HTTPS: Final = URLValidator(schemes=["https"], message=_("Enter a whole address that starts with https://"))
_PHONE: Final = RegexValidator(r"^[0-9 ()+-]{5,40}$", _("Enter a phone number, such as 01632 960123"))
_COLOUR: Final = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Enter a colour as # and six figures or letters a to f, such as #1d5a74")
)
_URL: Final = {"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}


NATIONS: Final = (
    ("england", _("England")),
    ("wales", _("Wales")),
    ("scotland", _("Scotland")),
    ("northern_ireland", _("Northern Ireland")),
    ("ireland", _("Ireland")),
    ("us", _("United States")),
    ("canada", _("Canada")),
    ("australia", _("Australia")),
    ("new_zealand", _("New Zealand")),
)
LOCK_CHOICES: Final = (SHORTEST_LOCK, 10, LOCK_AFTER, 20, 30, LONGEST_LOCK)
LONGEST_DELAY: Final = 7
"""Days: the longest delay that the bill names, in set cases only (guidance reference 0.10)."""


def _phone(label: StrOrPromise, hint: StrOrPromise) -> TextInput:
    """Return a field for a phone number that may stay empty."""
    return TextInput(
        label=label, hint=hint, width="20", required=False, validators=[_PHONE], attrs={"inputmode": "tel"}
    )


class FactsForm(forms.Form):
    """What the school says of itself on its pages."""

    phone = TextInput(
        label=_("Phone"),
        hint=_("Shown to everybody who tells, and on the page of every error."),
        width="20",
        required=False,
        validators=[_PHONE],
        attrs={"inputmode": "tel", "autocomplete": "tel"},
    )
    reads_when = TextArea(
        label=_("When does somebody read what comes in?"),
        hint=_(
            "In your words, such as “On school days from 8 to 5. In the holidays once a day, by noon.” Children rely on it. "
            "Once there is a rota, the pages go by that instead."
        ),
        rows=3,
        limit=300,
        required=False,
    )
    nation = Select(
        label=_("Which nation is the school in?"),
        hint=_(
            "The public pages show the numbers and pages of this nation. Check them under “What the help pages say”."
        ),
        choices=NATIONS,
    )
    police_force = TextInput(label=_("Your police force"), width="20", max_length=80, required=False)
    police_url = TextInput(
        label=_("Where to report to them online"), max_length=200, required=False, validators=[_HTTPS], attrs=_URL
    )
    social_care_name = TextInput(
        label=_("Children's social care of your area"),
        hint=_(
            "The name they go by, such as “Front door” or “MASH”. Take all of these from your local authority's own page."
        ),
        max_length=80,
        required=False,
    )
    social_care_phone = _phone(
        _("Their phone by day"), _("Leads see it when they refer a child. Empty: they see that it is missing.")
    )
    social_care_hours = TextInput(
        label=_("When that phone is answered"),
        hint=_("Such as: Monday to Thursday 9 to 5, Friday 9 to 4.30"),
        max_length=120,
        required=False,
    )
    social_care_night_phone = _phone(
        _("Their phone out of hours"), _("Often called the emergency duty team: evenings, weekends, holidays.")
    )
    social_care_url = TextInput(
        label=_("Where to refer to them online"), max_length=200, required=False, validators=[_HTTPS], attrs=_URL
    )
    lado_phone = _phone(
        _("LADO: phone"),
        _("The local authority's designated officer, for concerns about adults who work or volunteer with children."),
    )
    lado_email = EmailInput(label=_("LADO: e-mail"), required=False, attrs={"autocomplete": "off"})
    duty_within_days = Select(
        label=_("Clock of the duty to report child sexual abuse"),
        choices=[
            ("", _("Off: not known to be in force")),
            *((str(days), ngettext_lazy("%d day", "%d days", days) % days) for days in range(1, LONGEST_DELAY + 1)),
        ],
        required=False,
    )
    duty_source = TextInput(
        label=_("Where you read that the duty is in force"),
        hint=_(
            "Needed for the clock: the law or guidance, its paragraph, and the day you read it. Leads see it beside the clock."
        ),
        max_length=300,
        required=False,
    )
    lock_minutes = Select(
        label=_("Close what was told after"),
        hint=_(
            "When nothing is pressed for so long, a lead's password is asked for again. Shorter is safer in a busy room."
        ),
        choices=[(str(each), ngettext_lazy("%d minute", "%d minutes", each) % each) for each in LOCK_CHOICES],
        required=False,
    )
    colour = TextInput(
        label=_("The school's colour"),
        hint=_("Such as #1d5a74. One that white writing cannot be read on is made darker by itself."),
        width="10",
        required=False,
        validators=[_COLOUR],
        attrs={"spellcheck": "false"},
    )
    exit_url = TextInput(
        label=_("Where “Exit this page” leads"),
        hint=_("A page that looks harmless on a screen at home."),
        max_length=200,
        missing=_("Enter the address of a page"),
        validators=[_HTTPS],
        attrs=_URL,
    )

    @classmethod
    def of(cls, school: School, data: Any = None) -> FactsForm:  # noqa: ANN401 - what was sent, or nothing
        """Return the form filled with what is known."""
        return cls(data, initial={name: getattr(school, name) for name in cls.base_fields})

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:  # noqa: ANN401 - what was sent
        super().__init__(data, initial=initial)
        clock = reviews().clocks["mandatory_report"]
        self.fields["duty_within_days"].help_text = _(
            "%(note)s To be confirmed by you: %(source)s; checked %(day)s."
        ) % {
            "note": clock.note,
            "source": clock.source,
            "day": date_format(clock.checked_on, "j F Y"),
        }

    def clean_lock_minutes(self) -> int:
        """The minutes themselves; what most schools have if nothing was chosen."""
        return int(self.cleaned_data["lock_minutes"] or LOCK_AFTER)

    def clean_duty_within_days(self) -> int | None:
        """The days themselves; None while the clock is off."""
        return int(self.cleaned_data["duty_within_days"]) if self.cleaned_data["duty_within_days"] else None

    def clean_social_care_url(self) -> str:
        """Keep to addresses that a browser may open."""
        return _no_log_in(self.cleaned_data["social_care_url"])

    def clean(self) -> dict[str, Any]:
        """No clock without the source that somebody read: a clock that nobody can check frightens or lulls."""
        given = super().clean() or {}
        if given.get("duty_within_days") and not given.get("duty_source"):
            self.add_error("duty_source", _("Say where you read that the duty is in force, or leave its clock off"))
        return given

    def clean_police_url(self) -> str:
        """Keep to addresses that a browser may open."""
        return _no_log_in(self.cleaned_data["police_url"])

    def clean_exit_url(self) -> str:
        """Keep to addresses that a browser may open."""
        return _no_log_in(self.cleaned_data["exit_url"])

    def clean_colour(self) -> str:
        """Keep what can be read."""
        colour: str = self.cleaned_data["colour"]
        return readable(colour) if colour else ""


def _no_log_in(address: str) -> str:
    """Refuse an address with a name and password in it: it shows another site than the one it leads to."""
    if "@" in address.partition("://")[2].partition("/")[0]:
        raise ValidationError(_("Enter an address without an @ before its first slash"))
    return address


class PersonForm(forms.Form):
    """Somebody new."""

    name = TextInput(label=_("Name"), max_length=120, missing=_("Enter their name"), attrs={"autocomplete": "off"})
    email = EmailInput(
        label=_("E-mail address at school"),
        hint=_("They sign in with it. It is kept sealed."),
        missing=_("Enter their e-mail address"),
        attrs={"autocomplete": "off"},
    )
    role = Radios(
        label=_("What are they at the school?"),
        choices=[(role, name) for role, name, _may in ROLES],
        hints={role: may for role, _name, may in ROLES},
        missing=_("Choose what they are"),
        size="m",
    )


class LeaveForm(forms.Form):
    """Who takes over what somebody had who leaves."""

    to = Select(
        label=_("Who takes over their open reports, cases, tasks and check-ins?"),
        hint=_(
            "What is closed off to that colleague stays with those it is open to, and is shown to them as nobody's."
        ),
        choices=[],
        required=False,
    )

    def __init__(self, data: Any = None, *, team: Sequence[Person]) -> None:  # noqa: ANN401 - what was sent, or nothing
        super().__init__(data)
        self._team = {str(each.pk): each for each in team}
        nobody = ("", _("Nobody yet: it waits for the whole team"))
        self.fields["to"].choices = [nobody, *((pk, each.get_full_name()) for pk, each in self._team.items())]  # type: ignore[attr-defined]

    @property
    def colleague(self) -> Person | None:
        """The colleague who was named, if one was."""
        return self._team.get(self.cleaned_data["to"])


class LetInForm(forms.Form):
    """Letting somebody into the safeguarding team."""

    same = Checkbox(
        label=_("I have asked them myself, and the four words are the same"),
        missing=_("Ask them for their four words first, then tick this box"),
    )

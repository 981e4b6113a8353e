"""The forms of referrals: whom to tell, how they were told, what they answered, when to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seawall.cases import rules as cases
from seawall.cases.wording import AGENCIES
from seawall.govuk.forms import Checkbox, Checkboxes, DateInput, Radios, TextInput
from seawall.guidance.rules.decision_data import reviews
from seawall.kit import clock
from seawall.kit.text import LONGEST
from seawall.mailbox.wording import said
from seawall.referrals import rules
from seawall.referrals.rules import Agency, How
from seawall.reports.queries import told_by
from seawall.web.staff import words
from seawall.web.staff.forms import DeskForm, OnceForm, SeenForm, Typed
from seawall.web.staff.when import moment, when_fields

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from seawall.cases.queries import Somebody
    from seawall.kit.refusal import Refusal
    from seawall.referrals.models import Referral
    from seawall.reports.models import Report

_HOW_LABELS = {
    How.EMERGENCY: _("999"),
    How.NON_EMERGENCY: _("101"),
    How.ONLINE: _("Online form"),
    How.PHONE: _("Telephone"),
    How.IN_PERSON: _("In person"),
    How.EMAIL: _("E-mail"),
}
_HOW_HINTS = {
    How.EMERGENCY: _("Somebody is in danger now."),
    How.EMAIL: _("Ordinary e-mail is open to read on its way. Use the secure mail they give you."),
}


def _label(how: How, agency: Agency) -> StrOrPromise:
    if how is How.PHONE and How.NON_EMERGENCY in rules.WAYS[agency]:
        return _("Telephone, another number")
    return _HOW_LABELS[how]


def today() -> dt.date:
    """The day it is at the school."""
    return timezone.localtime(clock.now()).date()


class BeginForm(OnceForm):
    """Whom to tell. The LADO is one of them only where staff are concerned (desk.css shows it then)."""

    ident = "begin"
    staff = Radios(
        label=_("Is somebody who works or volunteers with children concerned?"),
        hint=_("A teacher, a coach, a volunteer, here or elsewhere."),
        choices=[("no", _("No, as far as we know")), ("yes", _("Yes"))],
        missing=_("Say whether somebody who works or volunteers with children is concerned"),
        size="s",
    )
    agency = Radios(
        label=_("Whom will you tell?"),
        choices=list(AGENCIES.items()),
        hints={key: kind.purpose for key, kind in reviews().referrals.items()},
        missing=_("Choose whom you will tell"),
        size="s",
        attrs={"class": "desk-agencies"},
    )

    def clean(self) -> dict[str, Any]:
        """Offer the LADO only where staff are concerned."""
        given = super().clean() or {}
        if "agency" in given and "staff" in given:
            refusal = rules.may_go_to(given["agency"], staff_concerned=given["staff"] == "yes")
            if refusal is not None:
                self.add_error("agency", str(refusal.reason))
        return given


class CheckForm(SeenForm, OnceForm):
    """A form on a referral that sets the day of the next check."""

    next_check = DateInput(
        label=_("When does somebody look again?"),
        hint=_("It stands on the desk from that day until somebody writes down what was heard."),
        missing=_("Enter the day on which somebody looks again"),
        size="s",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"next_check": rules.next_check_after(today())})

    def clean(self) -> dict[str, Any]:
        """Refuse a next check in the past, and what cannot have happened yet."""
        given = super().clean() or {}
        if "next_check" in given:
            self._refuse("next_check", rules.may_check_on(given["next_check"], today()))
        given["at"] = moment(given.get("day"), given.get("time"))
        if given["at"] is not None:
            self._refuse("day", cases.may_have_happened(given["at"], clock.now()))
        return given

    def _refuse(self, name: str, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.add_error(name, str(refusal.reason))


class MadeForm(CheckForm):
    """How they were told."""

    ident = "made"
    how = Radios(label=_("How did you tell them?"), choices=[], missing=_("Choose how you told them"), size="s")
    name = TextInput(
        label=_("Whom did you speak or write to?"),
        hint=_("Name, number or place. For an online form, its name is enough."),
        max_length=rules.LONGEST_NAME,
        missing=_("Say whom you spoke or wrote to"),
        attrs={"dir": "auto"},
    )
    text = Typed(
        label=_("What did you tell them?"),
        hint=_("In your own words, or keep the ready text first and leave this empty. No word that blames a child."),
        limit=rules.LONGEST_SAID,
        required=False,
    )
    reference = TextInput(
        label=_("Their reference or crime number"),
        hint=_("Leave it empty if you have none yet."),
        max_length=rules.LONGEST_REFERENCE,
        width="20",
        required=False,
        attrs={"autocomplete": "off", "spellcheck": "false"},
    )
    tell = Checkbox(label="", required=False)

    def __init__(self, data: QueryDict | None = None, *, referral: Referral) -> None:
        super().__init__(data)
        agency = Agency(referral.agency)
        how = cast("Radios", self.fields["how"])
        how.choices = [(each.value, _label(each, agency)) for each in rules.WAYS[agency]]
        cast("Any", how.widget).hints = _HOW_HINTS
        self.fields |= when_fields(day=_("The day you told them"), time=_("The time you told them"))
        if agency not in rules.TELLS:
            del self.fields["tell"]
            return
        self.initial["tell"] = True
        self.fields["tell"].label = _("Tell everybody who reported in this case: “%(said)s”") % {
            "said": said(rules.TELLS[agency])
        }
        self.fields["tell"].help_text = _(
            "It stands in their mailbox at once. Take the tick away if it could put a child in danger."
        )

    def clean_how(self) -> How:
        """The way itself."""
        return How(self.cleaned_data["how"])


class AnswerForm(CheckForm):
    """What they answered."""

    ident = "answer"
    text = Typed(
        label=_("What did they answer?"),
        hint=_("Also that they have given you a number. In their words where you can."),
        limit=LONGEST,
        missing=_("Write what they answered"),
    )
    reference = TextInput(
        label=_("Their reference or crime number, if it is new"),
        max_length=rules.LONGEST_REFERENCE,
        width="20",
        required=False,
        attrs={"autocomplete": "off", "spellcheck": "false"},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields |= when_fields(day=_("The day you heard it"), time=_("The time you heard it"))


class ChaseForm(CheckForm):
    """Asked again, without an answer yet."""

    ident = "chase"
    text = Typed(label=_("Whom you asked, and how (optional)"), limit=LONGEST, rows=2, required=False)


class WithdrawForm(SeenForm, OnceForm):
    """Why a referral is not made."""

    ident = "withdraw"
    text = Typed(
        label=_("Why is it not made?"),
        hint=_("A decision not to refer is recorded with its reason."),
        limit=LONGEST,
        rows=3,
        missing=_("Say why it is not made"),
    )


class FinishForm(SeenForm, OnceForm):
    """A referral that is finished."""

    ident = "finish"
    text = Typed(label=_("How it ended (optional)"), limit=LONGEST, rows=3, required=False)


class TakeUpForm(SeenForm, OnceForm):
    """A referral taken up again: one button."""

    ident = "take-up"


class KeepForm(SeenForm, OnceForm):
    """A text kept as what was said."""

    ident = "keep"
    text = Typed(
        label=_("What you said"),
        hint=_(
            "Change it to what you really said or sent. It is sealed, and kept with the referral and in the chronology."
        ),
        limit=rules.LONGEST_SAID,
        rows=12,
        missing=_("Write what you said"),
    )


class ChoiceForm(DeskForm):
    """What goes into a ready text: only what they need to know."""

    ident = "choice"
    order = Radios(
        label=_("What is it for?"),
        choices=[("telephone", _("To read out on the telephone")), ("form", _("To paste into a form or an e-mail"))],
        missing=_("Choose what it is for"),
        size="s",
    )
    people = Checkboxes(label=_("Which people do they need to know about?"), choices=[], required=False, size="s")
    reports = Checkboxes(label=_("Which reports do they need?"), choices=[], required=False, size="s")
    notes = Checkbox(label=_("Our own notes on the case, too"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        people: Sequence[Somebody],
        reports: Sequence[Report],
        by_telephone: bool,
    ) -> None:
        super().__init__(data, initial={"order": "telephone" if by_telephone else "form"})
        self._offer("people", {str(each.row.pk): f"{each.name}. {words.PARTS[each.row.part]}" for each in people})
        self._offer("reports", {str(each.pk): _named(each) for each in reports})

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        if not choices:
            del self.fields[name]
            return
        cast("Checkboxes", self.fields[name]).choices = list(choices.items())
        self.initial[name] = list(choices)

    def chosen(self, name: str) -> frozenset[UUID]:
        """The ids that were ticked; none if there was nothing to tick."""
        return frozenset(UUID(pk) for pk in self.cleaned_data.get(name) or ())


def _named(report: Report) -> str:
    day = timezone.localtime(report.received_at)
    return f"{report.reference}. {told_by(report)}, {day:%d %b, %H:%M}"

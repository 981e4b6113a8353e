"""The forms of tasks, the support plan, check-ins, and talking with parents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seawall.cases.rules import may_have_happened
from seawall.govuk.forms import Checkboxes, DateInput, Radios, Select, TextInput
from seawall.guidance.rules.decision_data import reviews
from seawall.kit import clock
from seawall.kit.text import LONGEST
from seawall.support import parents, plans, rules
from seawall.support.common import today
from seawall.web.staff import words
from seawall.web.staff.forms import MOST, OLD_PAGE, OnceForm, Typed
from seawall.web.staff.when import moment, when_fields

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict

    from seawall.mailbox.models import Mailbox
    from seawall.schools.models import Person

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class ComingDay(DateInput):
    """A day that is today or still to come."""

    def validate(self, value: dt.date | None) -> None:
        """Refuse a day that has passed, and a slip of the year."""
        super().validate(value)
        refusal = rules.may_be_planned(value, today()) if value else None
        if refusal is not None:
            raise ValidationError(str(refusal.reason))


class ChangeForm(OnceForm):
    """A form that may be pressed twice, about a row that somebody else may have changed since (`seen`)."""

    ident = "change"
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST, error_messages=OLD_PAGE)


class WhoForm(OnceForm):
    """A form that says who has something: one of the people who may open the case, or nobody yet."""

    ident = "who"
    to = Select(label=_("Who does it?"), choices=[], required=False)

    def __init__(
        self, data: QueryDict | None = None, *, people: Sequence[Person], now: Person | None, seen: int | None = None
    ) -> None:
        super().__init__(data, initial={"to": str(now.pk) if now else "", "seen": seen})
        self.people = {str(person.pk): person for person in people}
        names = [(pk, person.get_full_name()) for pk, person in self.people.items()]
        cast("Select", self.fields["to"]).choices = [("", _("Nobody yet")), *names]

    def clean_to(self) -> Person | None:
        """The person behind the choice."""
        return self.people.get(self.cleaned_data["to"])


class TaskForm(WhoForm):
    """A new task."""

    ident = "task"
    title = TextInput(
        label=_("What is to be done?"),
        hint=_("Sealed. Such as: Ring the form tutor"),
        max_length=rules.LONGEST_NAME,
        attrs={"dir": "auto"},
        missing=_("Write what is to be done"),
    )
    text = Typed(label=_("Anything to know (optional)"), limit=LONGEST, rows=2, required=False)
    due = ComingDay(label=_("By which day?"), missing=_("Enter the day by which it is to be done"), size="s")
    field_order = ("title", "text", "to", "due")


class HandOverForm(ChangeForm, WhoForm):
    """A task given to somebody else."""

    ident = "hand-over"


class DoneForm(ChangeForm):
    """A task done."""

    ident = "done"
    text = Typed(label=_("How it went (optional)"), limit=LONGEST, rows=3, required=False)


class DropForm(ChangeForm):
    """A task that need not be done."""

    ident = "drop"
    reason = Typed(label=_("Why need it not be done?"), limit=LONGEST, rows=3, missing=_("Say why it need not be done"))


class PlanForm(ChangeForm):
    """A version of a child's support plan."""

    ident = "plan"
    wishes = Typed(
        label=_("What the child wants"),
        hint=_("In their own words where you can. Ask how they are and what would help, never why it happened."),
        limit=LONGEST,
        required=False,
    )
    helps = Typed(
        label=_("What helps"),
        hint=_("Such as: a place to go at break, a changed seat, a word with her form tutor"),
        limit=LONGEST,
        missing=_("Write what helps"),
    )
    does = Typed(label=_("Who does it"), limit=LONGEST, rows=3, required=False)
    agreed = Radios(
        label=_("Was it agreed with the child?"),
        choices=[("yes", _("Yes")), ("no", _("Not yet"))],
        missing=_("Say whether it was agreed with the child"),
        size="s",
    )
    review = ComingDay(
        label=_("When is it looked at again?"), missing=_("Enter the day on which it is looked at again"), size="s"
    )

    def plan(self) -> plans.NewPlan:
        """What was written."""
        given = self.cleaned_data
        return plans.NewPlan(given["helps"], given["does"], given["wishes"], given["agreed"] == "yes", given["review"])


class CheckInForm(WhoForm):
    """A check-in to come."""

    ident = "check-in"
    to = Select(label=_("Who talks with them?"), choices=[], required=False)
    on = ComingDay(label=_("On which day?"), missing=_("Enter the day of the check-in"), size="s")
    field_order = ("on", "to")


class _Happened(OnceForm):
    """A form about something that happened at some time: `happened_at` is None for now."""

    def clean(self) -> dict[str, Any]:
        """Put day and time together, and refuse what cannot have happened yet."""
        given = super().clean() or {}
        given["happened_at"] = moment(given.get("day"), given.get("time"))
        refusal = may_have_happened(given["happened_at"] or clock.now(), clock.now())
        if refusal is not None:
            self.add_error("day", str(refusal.reason))
        return given


class TalkForm(ChangeForm, _Happened):
    """How a check-in went."""

    ident = "talk"
    held = Radios(label=_("Did you talk?"), choices=YES_NO, missing=_("Say whether you talked"), size="s")
    own_words = Typed(
        label=_("How they are, in their own words"),
        hint=_("What they would say to “how are things today?”"),
        limit=LONGEST,
        rows=3,
        required=False,
    )
    said = Typed(
        label=_("What was said, or why you did not talk"),
        hint=_("Ask how things are and what would help. Do not ask to see anything."),
        limit=LONGEST,
        required=False,
    )
    next = ComingDay(
        label=_("The next check-in"),
        hint=_("Leave it empty if none is needed."),
        required=False,
        size="s",
    )

    def __init__(self, data: QueryDict | None = None, *, seen: int | None = None) -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields |= when_fields(day=_("The day you talked"), time=_("The time"))

    def clean(self) -> dict[str, Any]:
        """Ask for some words."""
        given = super().clean()
        if not given.get("said") and not given.get("own_words") and "said" not in self.errors:
            self.add_error("said", _("Write what was said, or why you did not talk"))
        return given

    def talk(self) -> plans.Talk:
        """What was written."""
        given = self.cleaned_data
        held = given["held"] == "yes"
        return plans.Talk(held, given["said"], given["own_words"], given["happened_at"], given["next"])


class ContactForm(_Happened):
    """A talk with a parent or carer."""

    ident = "contact"
    name = TextInput(
        label=_("Who was it?"),
        hint=_("Name and whose parent or carer"),
        max_length=rules.LONGEST_NAME,
        attrs={"dir": "auto"},
        missing=_("Write who it was"),
    )
    way = Radios(
        label=_("How did you talk?"),
        choices=[(way.value, words.WAYS[way]) for way in rules.Way],
        missing=_("Choose how you talked"),
        size="s",
    )
    text = Typed(label=_("What was said"), limit=LONGEST, missing=_("Write what was said"))
    agreed = Typed(label=_("What was agreed next (optional)"), limit=LONGEST, rows=2, required=False)
    told = Radios(
        label=_("Do they now know what happened?"), choices=YES_NO, missing=_("Say whether they know"), size="s"
    )
    tell = Checkboxes(
        label=_("Tell the child in their mailbox"),
        hint=_("They read: “We talked with a parent or carer.” Choose the child whose parent it was."),
        choices=[],
        required=False,
        size="s",
    )

    def __init__(self, data: QueryDict | None = None, *, mailboxes: Sequence[Mailbox] = ()) -> None:
        super().__init__(data)
        self.mailboxes = {str(mailbox.pk): mailbox for mailbox in mailboxes}
        self.fields |= when_fields(day=_("The day"), time=_("The time"))
        if mailboxes:
            cast("Checkboxes", self.fields["tell"]).choices = [
                (pk, words.whose(mailbox.report)) for pk, mailbox in self.mailboxes.items()
            ]
        else:
            del self.fields["tell"]

    def clean(self) -> dict[str, Any]:
        """Nobody is told that parents know when they do not."""
        given = super().clean()
        if given.get("tell") and given.get("told") == "no":
            self.add_error("tell", _("They do not know what happened, so nobody can be told that you talked about it"))
        return given

    def tell_whom(self) -> list[Mailbox]:
        """The mailboxes behind the choices."""
        return [self.mailboxes[pk] for pk in self.cleaned_data.get("tell", ())]

    def talk(self) -> parents.Talk:
        """What was written."""
        given = self.cleaned_data
        way, told = rules.Way(given["way"]), given["told"] == "yes"
        return parents.Talk(given["name"], way, given["text"], given["agreed"], told, given["happened_at"])


class NotTellForm(_Happened):
    """The decision not to tell a parent or carer. Its questions are the guidance's (data reviews.toml, parents)."""

    ident = "not-tell"
    name = TextInput(
        label=_("Who is not told?"),
        hint=_("Name and whose parent or carer"),
        max_length=rules.LONGEST_NAME,
        attrs={"dir": "auto"},
        missing=_("Write who is not told"),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        asked = reviews().parents
        self.fields["taken_with"] = Radios(
            label=asked["taken_with"].question,
            hint=asked["taken_with"].hint,
            choices=asked["taken_with"].choices,
            missing=_("Decide this with children's social care or the police, and say with whom"),
            size="s",
        )
        self.fields["detail"] = TextInput(
            label=_("Whom did you speak to there?"),
            hint=_("Name, and a number or reference if you have one"),
            max_length=rules.LONGEST_NAME,
            missing=_("Write whom you spoke to"),
        )
        self.fields |= when_fields(day=_("The day it was decided"), time=_("The time"))
        self.fields["reason"] = Typed(
            label=asked["reason"].question,
            hint=asked["reason"].hint,
            limit=LONGEST,
            missing=_("Write down why parents or carers are not told"),
        )
        self.fields["review"] = ComingDay(
            label=asked["look_again_at"].question,
            hint=asked["look_again_at"].hint,
            missing=_("Enter the day on which it is looked at again"),
            size="s",
        )

    def decision(self) -> parents.Decision:
        """What was decided."""
        given = self.cleaned_data
        who, reason, at = given["name"], given["reason"], given["happened_at"]
        return parents.Decision(who, reason, given["taken_with"], given["detail"], given["review"], at)


class KeepForm(ChangeForm):
    """A decision not to tell, looked at again: it stands."""

    ident = "keep"
    reason = Typed(
        label=_("Why are they still not told?"),
        hint=_("And whom you asked about it."),
        limit=LONGEST,
        rows=3,
        missing=_("Write why they are still not told"),
    )
    review = ComingDay(
        label=_("When is this looked at again?"), missing=_("Enter the day on which it is looked at again"), size="s"
    )


class TellForm(ChangeForm):
    """A decision not to tell, ended."""

    ident = "tell"
    reason = Typed(
        label=_("Why may they be told now?"),
        hint=_("And how the child wants it done: you tell them, or the child does with you beside them."),
        limit=LONGEST,
        rows=3,
        missing=_("Write why they may be told now"),
    )

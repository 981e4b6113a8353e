"""The forms of briefings, of who was absent, and of questions without a name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seawall.briefings.actions import Told
from seawall.briefings.rules.states import LONGEST_EXTRA, LONGEST_NAME, LONGEST_ROOM, AbsentState, State
from seawall.govuk.forms import Checkboxes, DateInput, Radios, Select, TextInput
from seawall.questionbox.rules import LONGEST_ANSWER, may_show
from seawall.web.staff.forms import OnceForm, SeenForm, Typed
from seawall.web.staff.when import TimeInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import QueryDict

    from seawall.briefings.models import Session
    from seawall.roll.models import Pupil
    from seawall.schools.models import Person

NAME_OR_CHOOSE = _("Choose somebody, or write a name: not both")


class NewBriefingForm(OnceForm):
    """For which year group."""

    ident = "briefing"
    year = Radios(label=_("Which year group?"), choices=[], missing=_("Choose a year group"), size="s")

    def __init__(self, data: QueryDict | None = None, *, years: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        cast("Radios", self.fields["year"]).choices = list(years)


class ExtraForm(SeenForm):
    """A paragraph of a lead's own for the hand-out."""

    ident = "extra"
    text = Typed(
        label=_("A paragraph of your own for the hand-out"),
        hint=_("Such as where the safeguarding leads' room is. No names of pupils, nothing of any case."),
        limit=LONGEST_EXTRA,
        rows=3,
        required=False,
    )


class MoveForm(SeenForm):
    """On, or back."""

    ident = "move"
    to = forms.ChoiceField(
        choices=[(each.value, each.value) for each in State],
        error_messages={"required": _("Choose what to do"), "invalid_choice": _("Choose what to do")},
    )

    def clean_to(self) -> State:
        """The state itself."""
        return State(self.cleaned_data["to"])


class _Who(Select):
    def __init__(self, label: Any) -> None:  # noqa: ANN401 - a sentence that waits for its translation
        super().__init__(label=label, choices=[], required=False)


class GroupForm(SeenForm):
    """Where and when a group is told, who leads it, and who is at hand. Everything may wait until it is known."""

    ident = "group"
    room = TextInput(label=_("Room"), max_length=LONGEST_ROOM, required=False, width="20")
    day = DateInput(label=_("Day"), required=False)
    time = TimeInput(label=_("Time"), hint=_("Such as 9:15 or 2.30pm"), required=False, width="5")
    leader = _Who(_("Who leads it?"))
    leader_name = TextInput(
        label=_("Or write who leads it"),
        hint=_("For somebody who does not sign in here. They get the script on paper."),
        max_length=LONGEST_NAME,
        required=False,
    )
    helper = _Who(_("Who is at hand for a child who is upset?"))
    helper_name = TextInput(label=_("Or write who is at hand"), max_length=LONGEST_NAME, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        people: Sequence[Person],
        now: Session,
        first: dt.datetime | None = None,
    ) -> None:
        at = timezone.localtime(now.starts_at or first) if now.starts_at or first else None
        initial = {
            "seen": now.version,
            "room": now.room,
            "day": at.date() if at else None,
            "time": f"{at:%H:%M}" if at else "",
            "leader": str(now.leader_id or ""),
            "leader_name": now.leader_name,
            "helper": str(now.helper_id or ""),
            "helper_name": now.helper_name,
        }
        super().__init__(data, initial=initial)
        self.people = {str(person.pk): person for person in people}
        names = [("", _("Nobody yet")), *((pk, each.get_full_name()) for pk, each in self.people.items())]
        for name in ("leader", "helper"):
            cast("Select", self.fields[name]).choices = names

    def clean(self) -> dict[str, Any]:
        """A person or a name, a day and a time together."""
        given = super().clean() or {}
        for who in ("leader", "helper"):
            if given.get(who) and given.get(f"{who}_name"):
                self.add_error(f"{who}_name", NAME_OR_CHOOSE)
        if "day" in given and "time" in given and bool(given["day"]) != bool(given["time"]):
            name = "day" if not given["day"] else "time"
            self.add_error(name, _("Give both: the day and the time"))
        return given

    def told(self) -> Told:
        """What was typed, for the action."""
        given = self.cleaned_data
        at = None
        if given["day"] and given["time"]:
            at = timezone.make_aware(dt.datetime.combine(given["day"], given["time"]))
        return Told(
            room=given["room"] or "",
            starts_at=at,
            leader=self.people.get(given["leader"]),
            leader_name=given["leader_name"] or "",
            helper=self.people.get(given["helper"]),
            helper_name=given["helper_name"] or "",
        )


class HandOverForm(SeenForm):
    """Who tells those who were absent from a group, and until when."""

    ident = "hand-over"
    owner = _Who(_("Who tells them?"))
    due = DateInput(label=_("Until when?"), missing=_("Enter until when"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        people: Sequence[Person],
        now: Person | None = None,
        due: dt.date | None = None,
    ) -> None:
        super().__init__(data, initial={"owner": str(now.pk) if now else "", "due": due})
        self.people = {str(person.pk): person for person in people}
        cast("Select", self.fields["owner"]).choices = [
            ("", _("Nobody yet")),
            *((pk, each.get_full_name()) for pk, each in self.people.items()),
        ]

    def clean_owner(self) -> Person | None:
        """The person behind the choice."""
        return self.people.get(self.cleaned_data["owner"])


class AbsentForm(SeenForm):
    """Who was absent: of the pupils who are on the roll today, and those ticked before."""

    ident = "absent"
    absent = Checkboxes(
        label=_("Who was not there?"),
        hint=_("Tick nobody if everybody was there. They are told later: it becomes a task."),
        choices=[],
        required=False,
        size="s",
    )

    def __init__(
        self, data: QueryDict | None = None, *, pupils: Sequence[Pupil], now: Sequence[UUID] = (), seen: int = 0
    ) -> None:
        super().__init__(data, initial={"seen": seen, "absent": [str(pk) for pk in now]})
        self.pupils = {str(each.pk): each.pk for each in pupils}
        field = cast("Checkboxes", self.fields["absent"])
        field.choices = [(str(each.pk), each.name) for each in pupils]
        field.error_messages["invalid_choice"] = _("The list has changed since. Look at it again.")

    def clean_absent(self) -> list[UUID]:
        """The pupils behind the ticks."""
        return [self.pupils[pk] for pk in self.cleaned_data["absent"]]


class AbsentMoveForm(SeenForm):
    """A pupil was told, need not be, or is to be told after all."""

    ident = "absent-move"
    to = forms.ChoiceField(
        choices=[(each.value, each.value) for each in AbsentState],
        error_messages={"required": _("Choose what to do"), "invalid_choice": _("Choose what to do")},
    )

    def clean_to(self) -> AbsentState:
        """The state itself."""
        return AbsentState(self.cleaned_data["to"])


class AnswerForm(SeenForm):
    """How a question and its answer stand on the public page; or nothing, if it was answered elsewhere."""

    ident = "answer"
    shown = Typed(
        label=_("How the question stands on the page"),
        hint=_("In your own words, so that nobody is known by theirs. Leave both empty if you answered in class."),
        limit=LONGEST_ANSWER,
        rows=2,
        required=False,
    )
    said = Typed(
        label=_("Your answer"),
        hint=_("Anybody can read it. Plain and kind."),
        limit=LONGEST_ANSWER,
        rows=4,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Both, or neither."""
        given = super().clean() or {}
        refusal = may_show(given.get("shown") or "", given.get("said") or "") if not self.errors else None
        if refusal is not None:
            raise ValidationError({"said" if given.get("shown") else "shown": str(refusal.reason)})
        return given

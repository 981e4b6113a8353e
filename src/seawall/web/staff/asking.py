"""Forms made of the guidance's questions (guidance/data/reviews.toml): a field for each, and one for what is written beside."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.decisions.rules import LONGEST_ANSWER, name_of
from seawall.decisions.wording import ANSWERS
from seawall.govuk.forms import Checkbox, Checkboxes, DateInput, Radios
from seawall.kit import clock
from seawall.web.staff.forms import OnceForm, SeenForm, Typed
from seawall.web.staff.when import TimeInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.forms.boundfield import BoundField
    from django.http import QueryDict

    from seawall.decisions.rules import Given
    from seawall.guidance.rules.decision_data import Question, Sourced

_NOON: Final = dt.time(12)
_END_OF_DAY: Final = dt.time(23, 59)
_UNTIL: Final = frozenset({"deadline"})
"""Moments that are still to come: a day without a time means until its end."""


class Words(Typed):
    """An answer in words. How many are left is not counted along: a page has many of them, and few are long."""

    def __init__(self, **asked: Any) -> None:  # noqa: ANN401 - what Typed takes
        super().__init__(**{"rows": 2, **asked, "limit": LONGEST_ANSWER})
        self.limit = None


class StepForm(OnceForm, SeenForm):
    """A step that may be pressed twice, and that knows which version its page showed."""

    ident = "step"

    def fill(self, seen: int, **initial: Any) -> None:  # noqa: ANN401 - what the fields hold
        """Put in what the page shows, unless something was typed."""
        self.initial = {**self.initial, "seen": seen, **initial}


class AskedForm(StepForm):
    """A table of questions. Its answers, once valid, are `given`, by the names that `decisions.rules` knows."""

    ident = "asked"

    def __init__(self, data: QueryDict | None = None, *, questions: Mapping[str, Question]) -> None:
        super().__init__(data)
        self.questions = questions
        for question in questions.values():
            self.fields |= fields_of(question)

    @property
    def asked(self) -> list[tuple[Sourced, list[BoundField]]]:
        """Each question with its fields, as a page draws them."""
        return [(question, [self[name] for name in fields_of(question)]) for question in self.questions.values()]

    def fill_in(self, seen: int, given: Given) -> None:
        """Put in answers that were kept before."""
        self.fill(seen, **given)
        for name, value in given.items():
            if isinstance(value, dt.datetime):
                local = timezone.localtime(value)
                self.initial = {**self.initial, f"{name}_day": local.date(), f"{name}_time": f"{local:%H:%M}"}

    def clean(self) -> dict[str, Any]:
        """Put days and times together, and ask for a moment that is needed."""
        cleaned = super().clean() or {}
        for question in self.questions.values():
            if question.kind not in {"moment", "day"}:
                continue
            day, time = cleaned.get(f"{question.key}_day"), cleaned.get(f"{question.key}_time")
            cleaned[question.key] = _moment(question.key, day, time)
            if question.needed and cleaned[question.key] is None and not self._wrong_in(question.key):
                self.add_error(
                    f"{question.key}_day", _("Enter a day: %(question)s") % {"question": _(question.question)}
                )
        return cleaned

    def _wrong_in(self, key: str) -> bool:
        return any(f"{key}_{part}" in self.errors for part in ("day", "time"))

    @property
    def given(self) -> dict[str, Any]:
        """The answers that were given; what was left empty is left out."""
        names = dict.fromkeys(
            name for question in self.questions.values() for name in (name_of(question), f"{question.key}_words")
        )
        return {name: value for name in names if (value := self.cleaned_data.get(name))}

    def refuse(self, name: str, sentence: str) -> None:
        """Put a rule's sentence beside the answer it is about."""
        self.add_error(
            next(field for field in (name, f"{name}_day", f"{name}_words", None) if field in {*self.fields, None}),
            sentence,
        )


def fields_of(question: Question) -> dict[str, forms.Field]:
    """Return the fields of one question by their names."""
    fields: dict[str, forms.Field] = {}
    if question.kind in {"moment", "day"}:
        fields[f"{question.key}_day"] = _day(question)
    if question.kind == "moment":
        fields[f"{question.key}_time"] = _time()
    if not fields:
        fields[name_of(question)] = _field(question)
    if question.detail:
        fields[f"{question.key}_words"] = Words(label=_(question.detail), required=False)
    return fields


def _field(question: Question) -> forms.Field:
    label, hint = _(question.question), _hint(question)
    missing = _("Answer this: %(question)s") % {"question": label}
    if question.kind == "words":
        return Words(label=label, hint=hint, required=question.needed, missing=missing, size="s")
    if question.kind == "tick":
        return Checkbox(label=label, hint=hint, required=False)
    choices = [(key, _(text)) for key, text in question.choices] or [
        (key, str(text)) for key, text in ANSWERS.items() if key != "unknown" or question.kind == "yes_no_unknown"
    ]
    kind = Checkboxes if question.kind == "choices" else Radios
    return kind(label=label, hint=hint, choices=choices, required=question.needed, missing=missing, size="s")


def _day(question: Question) -> DateInput:
    return DateInput(label=_(question.question), hint=_hint(question), required=False, size="s")


def _time() -> TimeInput:
    return TimeInput(label=_("Time"), hint=_("Such as 14:30 or 2.30pm."), required=False, width="5", max_length=12)


def _hint(question: Question) -> str:
    hint = _(question.hint)
    if not question.usual:
        return hint
    usual = dict(question.choices).get(question.usual)
    return _("%(hint)s Usual answer: %(usual)s.") % {
        "hint": hint,
        "usual": _(usual) if usual else ANSWERS[question.usual],
    }


def _moment(key: str, day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    """Return the moment meant: a time alone is of today; a day alone its end, if it is still to come, or now, or noon."""
    if day is None and time is None:
        return None
    now = timezone.localtime(clock.now())
    if time is None and key not in _UNTIL and day == now.date():
        return now
    without = _END_OF_DAY if key in _UNTIL else _NOON
    return dt.datetime.combine(day or now.date(), time or without, tzinfo=timezone.get_current_timezone())

"""The forms of the public desk: one question, one message, six words. Whatever is typed is cleaned, told about, never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seawall.govuk.fields import Checkboxes, Radios, TextArea, TextInput
from seawall.kit.codes import WORDS_IN_A_CODE, Code, UnknownWordsError
from seawall.kit.text import LONGEST, clean
from seawall.reports.questions import BY_KEY, Kind
from seawall.web.public import path

if TYPE_CHECKING:
    from seawall.reports.questions import Question
    from seawall.reports.wording import Voice

_NOT_OFFERED = gettext_lazy("Choose from the answers on this page, or skip the question.")


class Cleaning(forms.CharField):
    """A field of words: hidden pictures cut out and counted, nothing else lost."""

    at_most: int = LONGEST
    pictures: int = 0

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the cleaned text. Raises ValidationError saying by how much it is too long."""
        cleaned = clean(str(value or ""))
        self.pictures = cleaned.pictures
        if self.required and cleaned.pictures and not cleaned.text:
            raise ValidationError(_("We can take words only, no pictures. Tell us in words."), code="picture")
        over = len(cleaned.text) - self.at_most
        if over > 0:
            raise ValidationError(_too_long(over, self.at_most), code="too_long")
        return cleaned.text


class WordsArea(Cleaning, TextArea):
    """Many lines."""


class WordsLine(Cleaning, TextInput):
    """One line."""


def _too_long(over: int, at_most: int) -> str:
    told = ngettext(
        "This is %(over)s character too long. You can write up to %(most)s. Nothing is lost: make it shorter and send it again.",
        "This is %(over)s characters too long. You can write up to %(most)s. Nothing is lost: make it shorter and send it again.",
        over,
    )
    return told % {"over": f"{over:,}", "most": f"{at_most:,}"}


class QuestionForm(forms.Form):
    """One question, and the words asked for beside it. Every field may stay empty: that is skipping."""

    def __init__(self, question: Question, voice: Voice, answers: path.Answers, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict
        super().__init__(data, initial=dict(answers))
        self.question = question
        self.fields[question.key] = _field(question, voice, heading=True)
        if question.also:
            self.fields[question.also] = _field(BY_KEY[question.also], voice, heading=False)

    @property
    def pictures(self) -> int:
        """How many hidden pictures were cut out."""
        return sum(getattr(field, "pictures", 0) for field in self.fields.values())

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by key; None where nothing was."""
        given = {key: value or None for key, value in self.cleaned_data.items()}
        if isinstance(chosen := given[self.question.key], list):
            given[self.question.key] = path.settled(self.question, chosen)
        return given

    @property
    def nothing(self) -> dict[str, Any]:
        """The question skipped: no answer by any of its keys."""
        return dict.fromkeys(self.fields)


def _field(question: Question, voice: Voice, *, heading: bool) -> forms.Field:
    asked: dict[str, Any] = {
        "label": question.heading(voice),
        "hint": question.hint(voice),
        "heading": heading,
        "required": False,
    }
    if question.kind is Kind.WORDS:
        return _words(question, {**asked, "size": "l" if heading else "s"})
    field: forms.ChoiceField
    if question.kind is Kind.ONE:
        field = Radios(choices=question.choices_for(voice), **asked)
    else:
        # "I am safe" beside a danger is not sent back: path.settled keeps the danger.
        apart = "" if question.key == "safe" else question.none
        field = Checkboxes(choices=question.choices_for(voice), none=apart, **asked)
        field.widget.apart = question.none
    field.error_messages |= {"invalid_choice": _NOT_OFFERED, "invalid_list": _NOT_OFFERED}
    return field


def _words(question: Question, asked: dict[str, Any]) -> Cleaning:
    quiet = {"autocomplete": "off", "dir": "auto"}
    line = question.rows == 1
    field = WordsLine(attrs=quiet, **asked) if line else WordsArea(rows=question.rows, attrs=quiet, **asked)
    field.at_most = question.limit
    return field


class MessageForm(forms.Form):
    """A message to the school. `once` names this page's form, so that a second press writes nothing."""

    text = WordsArea(
        label=gettext_lazy("Write to us"),
        hint=gettext_lazy("A safeguarding lead reads it. Please write words only."),
        size="m",
        rows=5,
        missing=gettext_lazy("Write something first."),
        attrs={"autocomplete": "off", "dir": "auto"},
    )
    once = forms.Field(widget=forms.HiddenInput, required=False)


class CodeForm(forms.Form):
    """Six words, in any case and with anything between them."""

    words = WordsLine(
        label=gettext_lazy("What are your six words?"),
        hint=gettext_lazy("Big or small letters both work. Put a space between the words."),
        heading=True,
        missing=gettext_lazy("Write your six words."),
        attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def clean_words(self) -> Code:
        """Return the code. Raises ValidationError that names the words we do not know, and near ones."""
        try:
            return Code.parse(self.cleaned_data["words"])
        except UnknownWordsError as error:
            raise ValidationError([*_unknown(error), *_count(error)]) from None


def _unknown(error: UnknownWordsError) -> list[str]:
    plain, asking = _("“%(word)s” is not one of our words."), _("“%(word)s” is not one of our words. Is it %(near)s?")
    return [
        (asking if near else plain) % {"word": word[:40], "near": _(" or ").join(f"“{each}”" for each in near)}
        for word, near in error.unknown.items()
    ]


def _count(error: UnknownWordsError) -> list[str]:
    if error.count == WORDS_IN_A_CODE:
        return []
    told = ngettext("You wrote %(count)s word. We need six.", "You wrote %(count)s words. We need six.", error.count)
    return [told % {"count": error.count}]

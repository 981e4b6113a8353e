"""Small words for the pages of a decision: `{% load deciding %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from seawall.cases.wording import FORMS
from seawall.decisions.rules import Sheet, State
from seawall.decisions.wording import ANSWERS, SHEETS, STATES
from seawall.govuk.templatetags.govuk import tag
from seawall.guidance.rules.decision import reason_text
from seawall.guidance.rules.decision_data import decision_texts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from seawall.guidance.rules.decision_data import Sourced

register = template.Library()


@register.inclusion_tag("staff/source.html")
def source(entry: Sourced) -> dict[str, Any]:
    """Where a rule or question comes from, when that was checked, and whether the school has to confirm it."""
    return {"entry": entry}


@register.inclusion_tag("govuk/tag.html")
def state_tag(state: str) -> dict[str, Any]:
    """Where a decision stands, as a tag."""
    return tag(*STATES[State(state)])


@register.filter
def reason(code: str) -> str:
    """The sentence behind one of the guidance's reason codes."""
    return reason_text(code)


@register.filter
def fact_name(key: str) -> str:
    """A fact that refers on its own, in words."""
    return _(decision_texts().facts[key].label)


@register.filter
def answer_name(value: str) -> StrOrPromise:
    """Yes, no, not known yet."""
    return ANSWERS.get(value, value)


@register.filter
def paper_name(kind: str) -> StrOrPromise:
    """What a form is called."""
    return FORMS[kind]


@register.filter
def sheet_state(state: str) -> StrOrPromise:
    """Where a sheet for the head is."""
    return SHEETS[Sheet(state)]


@register.simple_tag
def fact_sources() -> list[Sourced]:
    """The facts that refer on their own, each with its source."""
    return list(decision_texts().facts.values())


@register.simple_tag
def triggers() -> list[Sourced]:
    """The five triggers, each with its source."""
    return list(decision_texts().triggers.values())


@register.filter
def of(answers: dict[str, str], key: str) -> str:
    """One of several answers."""
    return answers.get(key, "")


@register.filter
def words(text: str) -> str:
    """A text of the guidance's data, translated."""
    return _(text) if text else ""

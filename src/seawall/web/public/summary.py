"""Answers as a list of questions and what was answered, in the reader's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.govuk.parts import Row
from seawall.reports.questions import Kind, asked, label_of, voice_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from seawall.reports.questions import Question
    from seawall.reports.wording import Voice


def rows_of(road: str, answers: Mapping[str, Any], *, change: str = "") -> list[Row]:
    """Every question asked, with its answer; with `change` (a query), each with a link to change it.

    Without it, only what was answered: that is how a mailbox shows what was told.
    """
    voice = voice_of(road, answers)
    return [
        Row(question.heading(voice), _said(question, answers, voice), _link(road, question, change))
        for question in asked(road, answers)
        if answers.get(question.key) or (change and question.alone)
    ]


def _link(road: str, question: Question, change: str) -> str:
    if not change:
        return ""
    page = question.key if question.alone else next(q.key for q in asked(road, {}) if q.also == question.key)
    return reverse("question", args=[page]) + change


def _said(question: Question, answers: Mapping[str, Any], voice: Voice) -> StrOrPromise | list[StrOrPromise]:
    given = answers.get(question.key)
    if not given:
        return _("Skipped")
    if question.kind is Kind.WORDS:
        return str(given)
    values = given if isinstance(given, list) else [given]
    labels = [label_of(question.key, value, voice) for value in values]
    return labels if len(labels) > 1 else labels[0]

"""Advice as the pages show it: the rules' steps, translated, with the places to turn to beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from seawall.guidance.layer import layer_of
from seawall.guidance.routes import SPOKEN
from seawall.guidance.rules.advice import advise
from seawall.guidance.rules.danger import Level, assess
from seawall.kit.fallback import is_marked
from seawall.reports.questions import voice_of
from seawall.reports.wording import Voice
from seawall.web.shared.languages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

    from seawall.guidance.layer import Layer
    from seawall.guidance.routes import Route
    from seawall.guidance.rules.advice import Advice, Audience, Step
    from seawall.mailbox.models import Mailbox
    from seawall.mailbox.queries import Conversation
    from seawall.schools.models import School

_AUDIENCE: dict[Voice, Audience] = {
    Voice.ME: "child",
    Voice.FRIEND: "friend",
    Voice.PARENT: "parent",
    Voice.STAFF: "staff",
}


_ALWAYS_IN_ENGLISH = frozenset(
    {
        "call_999",
        "call_emergency",
        "talk_now",
        "do_not_meet",
        "do_not_pay",
        "pay_no_more",
        "do_not_delete",
        "tell_someone",
    }
)
"""Steps on which safety hangs: a draft in another language never stands alone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One step, ready for the page."""

    title: str
    lines: tuple[str, ...]
    routes: tuple[Route, ...]
    checked_on: date
    """When somebody last looked at the oldest of it."""
    english: tuple[str, tuple[str, ...]] | None = None
    """The same in English, for a step that must be understood, where the page is in another language."""


@dataclass(frozen=True, slots=True)
class Help:
    """What a page shows: help in danger before anything else, then the steps in order.

    `alarm`: who to call is shown, also when no step of `danger` says more. `young`: Childline is for the reader.
    """

    alarm: bool
    danger: tuple[Shown, ...]
    steps: tuple[Shown, ...]
    young: bool

    @property
    def checked_on(self) -> date | None:
        """When somebody last looked at the oldest of it; None where there are no steps."""
        return min((step.checked_on for step in (*self.danger, *self.steps)), default=None)


def help_for(road: str, answers: Mapping[str, Any], school: School) -> Help:
    """The advice that fits the answers, for who is asked on this road."""
    voice = voice_of(road, answers)
    given = advise(answers, _AUDIENCE[voice], nation=school.nation)
    layer = layer_of(school)
    return Help(
        _alarms(given, answers),
        shown(given.danger_first, school, layer),
        shown(given.steps, school, layer),
        young=voice in {Voice.ME, Voice.FRIEND},
    )


def rang(road: str, answers: Mapping[str, Any], keys: Container[str]) -> bool:
    """Whether the answers under these keys brought the alarm: by themselves, or together with the others."""
    given = {key: value for key, value in answers.items() if key in keys}
    others = {key: value for key, value in answers.items() if key not in keys}
    if _rings(road, given):
        return True
    return _rings(road, answers) and not _rings(road, others)


def _rings(road: str, answers: Mapping[str, Any]) -> bool:
    return _alarms(advise(answers, _AUDIENCE[voice_of(road, answers)]), answers)


def _alarms(given: Advice, answers: Mapping[str, Any]) -> bool:
    return bool(given.danger_first) or assess(answers).level is Level.IMMEDIATE


def answers_in(mailbox: Mailbox, conversation: Conversation) -> dict[str, Any]:
    """What the reporter told so far, their later messages among the words: the advice fits those too."""
    later = [message.text for message in conversation.messages if message.author is None]
    told = conversation.told
    words = "\n".join([str(told.get("words", "")), *later])
    return {**mailbox.report.coded, **told, "words": words}


def shown(steps: Iterable[Step], school: School, layer: Layer) -> tuple[Shown, ...]:
    """The steps, translated, each with the places to turn to that this school's nation has and that can be reached."""
    return tuple(_shown(step, school, layer) for step in steps)


def _shown(step: Step, school: School, layer: Layer) -> Shown:
    there = [route for key in step.route_keys if (route := route_of(key, school, layer)) and route.reached]
    looked = min([layer.checked_on(f"step.{step.key}"), *(route.checked_on for route in there)])
    title, lines = _(step.title), tuple(_(line) for line in step.lines)
    must, has = step.key in _ALWAYS_IN_ENGLISH and get_language() != ENGLISH, not all(map(is_marked, (title, *lines)))
    return Shown(title, lines, tuple(there), looked, (step.title, step.lines) if must and has else None)


def route_of(key: str, school: School, layer: Layer) -> Route | None:
    """A route, translated, the school's own police force in place of the finder page; None where the nation has none."""
    route = layer.route(key)
    if route is None:
        return None
    words: dict[str, Any] = {part: _or_nothing(getattr(route, part)) for part in SPOKEN}
    if key == "police" and school.police_url:
        words |= {"name": school.police_force or words["name"], "url": school.police_url}
    return replace(route, **words)


def _or_nothing(text: str) -> str:
    """The text translated; gettext gives the head of the catalogue for nothing."""
    return _(text) if text else ""

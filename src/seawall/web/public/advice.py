"""Advice as the pages show it: the rules' steps, translated, with the places to turn to beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from seawall.guidance.routes import routes
from seawall.guidance.rules.advice import advise
from seawall.guidance.rules.danger import Level, assess
from seawall.reports.questions import voice_of
from seawall.reports.wording import Voice

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from seawall.guidance.routes import Route
    from seawall.guidance.rules.advice import Audience, Step
    from seawall.mailbox.models import Mailbox
    from seawall.mailbox.queries import Conversation
    from seawall.schools.models import School

_AUDIENCE: dict[Voice, Audience] = {
    Voice.ME: "child",
    Voice.FRIEND: "friend",
    Voice.PARENT: "parent",
    Voice.STAFF: "staff",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One step, ready for the page."""

    title: str
    lines: tuple[str, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """What a page shows: help in danger before anything else, then the steps in order.

    `alarm`: who to call is shown, also when no step of `danger` says more. `young`: Childline is for the reader.
    """

    alarm: bool
    danger: tuple[Shown, ...]
    steps: tuple[Shown, ...]
    young: bool


def help_for(road: str, answers: Mapping[str, Any], school: School) -> Help:
    """The advice that fits the answers, for who is asked on this road."""
    voice = voice_of(road, answers)
    given = advise(answers, _AUDIENCE[voice])
    young = voice in {Voice.ME, Voice.FRIEND}
    alarm = bool(given.danger_first) or assess(answers).level is Level.IMMEDIATE
    return Help(alarm, _shown(given.danger_first, school), _shown(given.steps, school), young)


def rang(road: str, answers: Mapping[str, Any], keys: Container[str], school: School) -> bool:
    """Whether the answers under these keys brought the alarm: by themselves, or together with the others."""
    given = {key: value for key, value in answers.items() if key in keys}
    others = {key: value for key, value in answers.items() if key not in keys}
    if help_for(road, given, school).alarm:
        return True
    return help_for(road, answers, school).alarm and not help_for(road, others, school).alarm


def answers_in(mailbox: Mailbox, conversation: Conversation) -> dict[str, Any]:
    """What the reporter told so far, their later messages among the words: the advice fits those too."""
    later = [message.text for message in conversation.messages if message.author is None]
    told = conversation.told
    words = "\n".join([str(told.get("words", "")), *later])
    return {**mailbox.report.coded, **told, "words": words}


def _shown(steps: Iterable[Step], school: School) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            _(step.title), tuple(_(line) for line in step.lines), tuple(_route(key, school) for key in step.route_keys)
        )
        for step in steps
    )


def _route(key: str, school: School) -> Route:
    """A route, the school's own police force in place of the finder page."""
    route = routes()[key]
    if key == "police" and school.police_url:
        return replace(route, name=school.police_force or _(route.name), url=school.police_url)
    return replace(route, name=_(route.name), hours=_(route.hours) if route.hours else "")

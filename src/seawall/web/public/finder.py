"""The help finder: who are you, what is it about, and the steps. Addresses hold numbers only, because a history keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from seawall.guidance.layer import layer_of
from seawall.guidance.platforms import Who, platforms
from seawall.guidance.situations import offered_to, situations
from seawall.kit.refusal import Gone
from seawall.web.public.advice import Help, shown
from seawall.web.public.visitor import visitor_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from seawall.guidance.layer import Layer
    from seawall.guidance.platforms import Way
    from seawall.guidance.rules.advice import Audience
    from seawall.guidance.situations import Situation
    from seawall.web.shared.requests import SchoolRequest


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the number in the address, the words of the choice, and where and about whom they tell."""

    audience: Audience
    label: StrOrPromise
    tells_at: str
    about: str
    reports_as: frozenset[Who]


READERS: Final[Mapping[int, Reader]] = {
    1: Reader(
        "child", gettext_lazy("I am a pupil, and it is about me"), "tell", "me", frozenset({Who.PERSON, Who.ANYONE})
    ),
    2: Reader(
        "friend", gettext_lazy("I am a pupil, and it is about a friend"), "tell", "friend", frozenset({Who.ANYONE})
    ),
    3: Reader(
        "parent", gettext_lazy("I am a parent or carer"), "parents", "my_child", frozenset({Who.PARENT, Who.ANYONE})
    ),
    4: Reader("staff", gettext_lazy("I work here"), "record", "pupil", frozenset({Who.ANYONE})),
}
_FAKE: Final = "fake"


@dataclass(frozen=True, slots=True)
class App:
    """An app, with the ways in which this reader may report a fake account there."""

    name: str
    ways: tuple[Way, ...]


@require_safe
def who(request: SchoolRequest) -> HttpResponse:
    """Ask who the reader is."""
    return render(request, "public/help.html", {"choices": [(n, reader.label) for n, reader in READERS.items()]})


@require_safe
def what(request: SchoolRequest, number: int) -> HttpResponse:
    """Ask what it is about."""
    reader = _reader(number)
    told = {
        "number": number,
        "young": reader.audience in {"child", "friend"},
        "choices": [(each.number, _(each.words[reader.audience])) for each in offered_to(reader.audience)],
        "tell_url": reverse(reader.tells_at),
    }
    return render(request, "public/help_what.html", told)


@require_safe
def steps(request: SchoolRequest, number: int, situation: int) -> HttpResponse:
    """The steps, in the order to do them; and the way to tell the school, with what was chosen already there."""
    reader, chosen = _reader(number), situations().get(situation)
    if chosen is None or reader.audience not in chosen.words:
        raise Gone(_("There is no page at this address."))
    found, layer = visitor_of(request), layer_of(request.school)
    told = {
        "number": number,
        "situation": situation,
        "audience": reader.audience,
        "heading": _(chosen.words[reader.audience]),
        "help": _help(request, reader, chosen, layer),
        "apps": apps_for(reader.reports_as, layer) if chosen.key == _FAKE and reader.audience != "friend" else [],
        "tell_url": reverse(reader.tells_at),
        "about": reader.about,
        "under_way": found is not None and not found.contents.sent,
    }
    return render(request, "public/help_steps.html", told)


def apps_for(who: frozenset[Who], layer: Layer) -> list[App]:
    """Every app that is open, with the ways that these may use, as the school's office corrected them, translated."""
    found = []
    for platform in platforms().values():
        ways = [layer.way(platform, way) for way in platform.ways_for(None) if way.who & who]
        if ways and not platform.closed:
            found.append(App(platform.name, tuple(map(_translated, ways))))
    return found


def _translated(way: Way) -> Way:
    return replace(way, steps=tuple(_(step) for step in way.steps), asks=_(way.asks) if way.asks else "")


def _reader(number: int) -> Reader:
    reader = READERS.get(number)
    if reader is None:
        raise Gone(_("There is no page at this address."))
    return reader


def _help(request: SchoolRequest, reader: Reader, chosen: Situation, layer: Layer) -> Help:
    given = chosen.advice(reader.audience, request.school.nation)
    danger = shown(given.danger_first, request.school, layer)
    then = shown(given.steps, request.school, layer)
    return Help(bool(danger), danger, then, young=reader.audience in {"child", "friend"})

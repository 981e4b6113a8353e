"""How to stop it happening: the letter's six points for pupils and for parents, by app and by device, and a list to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from seawall.guidance.layer import layer_of
from seawall.guidance.platforms import Who, platforms
from seawall.guidance.stopping import DEVICES, GUIDES, oldest, points, settings
from seawall.kit.refusal import Gone
from seawall.web.public.advice import route_of
from seawall.web.public.finder import apps_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from seawall.guidance.layer import Layer
    from seawall.guidance.routes import Route
    from seawall.guidance.stopping import Setting
    from seawall.schools.models import School
    from seawall.web.public.finder import App
    from seawall.web.shared.requests import SchoolRequest

READERS: Final[Mapping[int, tuple[str, StrOrPromise]]] = {
    1: ("child", gettext_lazy("For pupils")),
    3: ("parent", gettext_lazy("For parents and carers")),
}
TOPICS: Final[Mapping[str, StrOrPromise]] = {
    "parents": gettext_lazy("Parental controls"),
    "privacy": gettext_lazy("Who can see and write"),
    "location": gettext_lazy("Location"),
    "block": gettext_lazy("Blocking"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting, ready for the page: translated, its address as the school's office corrected it."""

    where: str
    name: str
    topic: str
    title: str
    steps: tuple[str, ...]
    url: str
    checked_on: date


@require_safe
def stop(request: SchoolRequest) -> HttpResponse:
    """The six points, for both kinds of reader; apps and devices; the list to print."""
    told = {
        "readers": [
            (number, label, [(each.number, _(each.texts[reader][0])) for each in points().values()])
            for number, (reader, label) in READERS.items()
        ],
        "apps": [(key, app.name) for key, app in platforms().items() if not app.closed],
        "devices": DEVICES.items(),
        "checked_on": oldest(points().values()),
    }
    return render(request, "public/stop.html", told)


@require_safe
def point(request: SchoolRequest, number: int, which: int) -> HttpResponse:
    """One of the six points."""
    found, (reader, label) = points().get(which), READERS.get(number, ("", ""))
    if found is None or not reader:
        raise Gone(_("There is no page at this address."))
    layer = layer_of(request.school)
    title, lines = found.texts[reader]
    shown = [_shown(each, layer) for each in found.settings()]
    told = {
        "label": label,
        "number": number,
        "which": which,
        "title": _(title),
        "lines": [_(line) for line in lines],
        "settings": shown,
        "ages": _ages(layer) if "ages" in found.also else [],
        "apps": _reports(reader, layer) if "reports" in found.also else [],
        "routes": _routes(reader, request.school, layer) if "routes" in found.also else [],
        "after": which + 1 if which + 1 in points() else None,
        "checked_on": min([layer.checked_on(f"point.{found.key}"), *(each.checked_on for each in shown)]),
    }
    return render(request, "public/stop_point.html", told)


@require_safe
def place(request: SchoolRequest, where: str) -> HttpResponse:
    """One app or device: age, settings by topic, how to report a fake account there."""
    app, layer = platforms().get(where), layer_of(request.school)
    if (app is None or app.closed) and where not in DEVICES:
        raise Gone(_("There is no page at this address."))
    shown = [_shown(each, layer) for each in settings() if each.where == where]
    known = {each.topic for each in shown}
    guides = [_shown(each, layer) for each in settings() if each.where == GUIDES]
    told = {
        "name": app.name if app else DEVICES[where],
        "age": layer.values(f"age.{where}")["age"] if app and app.min_age else "",
        "is_app": app is not None,
        "topics": [
            (name, [each for each in shown if each.topic == key]) for key, name in TOPICS.items() if key in known
        ],
        "guides": guides,
        "app": next((each for each in apps_for(frozenset(Who), layer) if app and each.name == app.name), None),
        "checked_on": min(each.checked_on for each in [*shown, *guides]),
    }
    return render(request, "public/stop_place.html", told)


@require_safe
def family_list(request: SchoolRequest) -> HttpResponse:
    """The family's check-list, to print and fill in together."""
    rows = [_(each.check) for each in points().values()]
    return render(request, "public/stop_list.html", {"rows": rows, "checked_on": oldest(points().values())})


def _shown(setting: Setting, layer: Layer) -> Shown:
    key = f"setting.{setting.where}.{setting.topic}"
    return Shown(
        setting.where,
        setting.name,
        setting.topic,
        _(setting.title),
        tuple(_(step) for step in setting.steps),
        layer.values(key).get("url", ""),
        layer.checked_on(key),
    )


def _ages(layer: Layer) -> list[tuple[str, str]]:
    with_age = [(key, app) for key, app in platforms().items() if app.min_age and not app.closed]
    return [(app.name, layer.values(f"age.{key}")["age"]) for key, app in with_age]


def _reports(reader: str, layer: Layer) -> list[App]:
    who = {Who.PERSON, Who.ANYONE} if reader == "child" else {Who.PARENT, Who.ANYONE}
    return apps_for(frozenset(who), layer)


def _routes(reader: str, school: School, layer: Layer) -> list[Route]:
    there = [key for key, route in layer.routes().items() if reader in route.audience and route.reached]
    return [route for key in there if (route := route_of(key, school, layer))]

"""A school's own layer over the data: what its office confirmed or corrected stands before what the files say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from seawall.guidance.catalogue import Known, catalogue, known_in
from seawall.guidance.routes import routes
from seawall.guidance.rules.looking import Found, look_again_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from seawall.guidance.models import Look
    from seawall.guidance.platforms import Platform, Way
    from seawall.guidance.routes import Route
    from seawall.schools.models import School

CONFIRMED: Final = "R"


@dataclass(frozen=True, slots=True)
class Layer:
    """What stands at one school. `looks` holds the look that stands for each fact anybody looked at."""

    nation: str
    looks: Mapping[str, Look]

    def values(self, key: str) -> Mapping[str, str]:
        """Give the values of a fact as they stand. Raises KeyError for a fact there is none of."""
        look = self.looks.get(key)
        return {**catalogue()[key].values, **(look.values if look else {})}

    def checked_on(self, key: str) -> date:
        """Say when somebody last looked: the school's office, or whoever made the data."""
        look, shipped = self.looks.get(key), catalogue()[key].checked_on
        return max(look.day, shipped) if look else shipped

    def route(self, key: str) -> Route | None:
        """Give a route as it stands; None where the school's nation has no such route."""
        route = routes()[key]
        if self.nation not in route.nations:
            return None
        if (look := self.looks.get(f"route.{key}")) is None:
            return route
        return replace(route, **look.values, checked_on=self.checked_on(f"route.{key}"), confidence=CONFIRMED)

    def routes(self) -> dict[str, Route]:
        """Give every route of the nation by key, as it stands."""
        found = {key: self.route(key) for key in routes()}
        return {key: route for key, route in found.items() if route}

    def way(self, platform: Platform, way: Way) -> Way:
        """Give a way to report as it stands."""
        key = f"way.{platform.key}.{way.key}"
        if (look := self.looks.get(key)) is None:
            return way
        return replace(way, **look.values, checked_on=self.checked_on(key), confidence=CONFIRMED)

    def must_confirm(self, known: Known) -> bool:
        """Whether nobody read it at its source: neither whoever made the data, nor the school's office since."""
        return known.confidence != CONFIRMED and known.key not in self.looks

    def is_missing(self, known: Known) -> bool:
        """Whether a reader would find nothing to ring, open or write to."""
        return known.missing and not any(self.values(known.key)[name] for name in ("phone", "text", "email", "url"))

    def due_on(self, known: Known) -> date:
        """Say when somebody should look again. Data that came after the office's look are due at once."""
        look = self.looks.get(known.key)
        if look and known.checked_on > look.day:
            return known.checked_on
        return look_again_on(self.checked_on(known.key), known.every)

    def known(self) -> list[Known]:
        """Give every fact that this school shows."""
        return known_in(self.nation)


def layer_of(school: School) -> Layer:
    """Read a school's layer, in one query."""
    return Layer(school.nation, standing(school.looks.all()))


def standing(looks: Iterable[Look]) -> dict[str, Look]:
    """Give the look that stands for each fact: the last one that was not taken back. In: looks of one school, oldest first."""
    stacks: dict[str, list[Look]] = {}
    for look in looks:
        stack = stacks.setdefault(look.fact, [])
        if look.found != Found.UNDONE:
            stack.append(look)
        elif stack:
            stack.pop()
    return {fact: stack[-1] for fact, stack in stacks.items() if stack}

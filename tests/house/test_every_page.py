"""Every page that somebody may come to: it says what it is for, leads nowhere else, and believes no header about where it is."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from tests.house.test_doors import NAMES, addresses_in, undone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from seawall.schools.models import Person
    from tests.world import World

EVIL = "evil.example"
LIES = {"x-forwarded-host": EVIL, "x-host": EVIL, "forwarded": f"host={EVIL}", "x-original-url": f"https://{EVIL}/"}
LIES |= {"x-forwarded-proto": "https", "x-rewrite-url": f"//{EVIL}", "referer": f"https://{EVIL}/x", "origin": "null"}
ASKED = dict.fromkeys(("next", "url", "return", "redirect", "back", "to"), f"https://{EVIL}/")
LEAVES = {"leave"}
"""The way out leads to the page that the school chose (Exit this page)."""
SAME = (
    {"start", "help"},
    {"ask", "asked", "ask_code"},
    {"briefings", "series_briefing"},
    {"figures", "figures_of"},
    {"case_chronology", "case_print_chronology"},
    {"case_not_tell", "case_not_told"},
)
"""Pages with one title: steps of one thing, or the same page at another address. The public ones are harmless on purpose."""
VISITORS: tuple[str | None, ...] = (None, "asha", "hana", "olu", "tom", "gov")


class Page(HTMLParser):
    """What a page says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.lang = "", ""
        self.tags: Counter[str] = Counter()
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self._in = tag
        if tag == "html":
            self.lang = dict(attrs).get("lang") or ""

    def handle_data(self, data: str) -> None:
        if self._in == "title":
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


def is_page(answer: Any) -> bool:
    return (
        not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html") and bool(answer.content)
    )


@pytest.mark.parametrize("who", VISITORS)
def test_a_page_says_what_it_is_for(
    who: str | None, world: World, client_for: Callable[[Person | None], Client]
) -> None:
    address, seen = addresses_in(world), {}
    client = client_for(world.people[who] if who else None)
    if who is None:
        client.post(address("tell"), {"about": "me"})
    for name in NAMES:
        with undone():
            answer = client.get(address(name))
        if answer.status_code != 200 or not is_page(answer):
            continue
        page = Page(answer.content.decode())
        title = " ".join(page.title.split())
        assert len(title) > 3, name
        assert page.tags["h1"] == 1, f"{name} has {page.tags['h1']} h1"
        assert page.tags["main"] == 1, name
        assert page.lang, name
        seen[name] = title
    assert seen
    for title in set(seen.values()):
        names = {name for name, each in seen.items() if each == title}
        assert len(names) == 1 or any(names <= each for each in SAME), title


@pytest.mark.parametrize("who", [None, "asha", "hana"])
def test_no_page_leads_away_or_believes_where_a_header_says_it_is(
    who: str | None, world: World, client_for: Callable[[Person | None], Client]
) -> None:
    address = addresses_in(world)
    client = client_for(world.people[who] if who else None)
    for name in NAMES:
        if name == "hand_over" or name in LEAVES:
            continue
        for method, data in (("get", ASKED), ("post", {})):
            with undone():
                answer = getattr(client, method)(address(name), data, headers=LIES)
            to = answer.headers.get("Location", "/")
            assert re.match(r"^/(?![/\\])", to), f"{method} {name} leads to {to}"
            if is_page(answer):
                for found in re.findall(rb'(?:href|action|src)="([^"]*)"', answer.content):
                    assert not re.match(rb"(?:https?:)?//evil", found), f"{method} {name}: {found!r}"
                    assert not re.match(rb"\s*(?:javascript|data|vbscript):", found), f"{method} {name}: {found!r}"
        if name == "account_logout":
            client = client_for(world.people[who] if who else None)

"""The first page: help before anything else, in few bytes, from nowhere but here."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders

from tests.public.road import at_heron, text_of

if TYPE_CHECKING:
    from tests.world import World


def test_danger_stands_before_every_door(world: World) -> None:
    page = text_of(at_heron().get("/"))
    places = [
        page.index(text) for text in ("999", "112", "I am a pupil", "I am a parent", "I have a code", "I work here")
    ]
    assert places == sorted(places)


def test_it_says_who_reads_and_when_and_promises_nothing_more(world: World) -> None:
    assert "They read it as soon as they can" in text_of(at_heron().get("/"))
    world.heron.reads_when, world.heron.phone = "We read it at 9 and at 4 on school days.", "01632 960123"
    world.heron.save()
    page = at_heron().get("/")
    assert "We read it at 9 and at 4 on school days." in text_of(page)
    assert 'href="tel:01632960123"' in page.content.decode()


def test_help_comes_before_the_first_question(world: World) -> None:
    page = text_of(at_heron().get("/tell/"))
    for said in (
        "You are not in trouble",
        "Not for a picture. Not for the app. Not for your age. Not for paying.",
        "We believe you",
        "Who reads this",
        "We tell you first who we tell",
        "You never need to show a picture",
        "By law nobody may keep such a picture",
        "come back on this device within one hour",
        "You may tell us for a friend",
    ):
        assert said in page


def test_there_is_nothing_to_put_a_file_into(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    for page in ("/", "/tell/", "/parents/", "/tell/words", "/tell/check", "/mailbox/open"):
        html = client.get(page).content.decode()
        assert 'type="file"' not in html
        assert "multipart" not in html


def test_the_first_page_is_light_and_asks_nobody_else(world: World) -> None:
    world.heron.colour = "#7a1f3d"
    world.heron.save()
    html = at_heron().get("/").content
    asked = re.findall(rb'<(?:link|script)[^>]*(?:href|src)="([^"]+)"', html)
    assert len(asked) + 1 <= 5
    assert all(each.startswith(b"/static/") for each in asked)
    files = [finders.find(each.decode().removeprefix("/static/")) for each in asked]
    weight = sum(len(gzip.compress(Path(str(each)).read_bytes())) for each in files) + len(gzip.compress(html))
    assert weight < 60_000


def test_the_school_s_colour_is_on_the_page_and_allowed_by_its_policy(world: World) -> None:
    world.heron.colour = "#7a1f3d"
    world.heron.save()
    response = at_heron().get("/")
    nonce = re.search(rb'<style nonce="([^"]+)">:root\{--seawall-brand:#7a1f3d\}</style>', response.content)
    assert nonce
    assert f"'nonce-{nonce.group(1).decode()}'" in response["Content-Security-Policy"]

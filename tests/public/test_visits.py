"""A visit: nobody's without its cookie, gone after an hour, after leaving, and at another school."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from seawall.kit import clock
from seawall.reports.models import Report, Visit
from seawall.web.public.urls import urlpatterns
from tests.public.road import at_heron, send, text_of, visit_cookie, walk
from tests.world import FormClient

if TYPE_CHECKING:
    from tests.world import World

TOLD = "They said they will show it to my class, the heron said"
WRITING = ["/tell/what", "/tell/words", "/tell/check", "/tell/on"]
HOLDING = ["/tell/code", "/tell/card", "/tell/next"]


@pytest.mark.parametrize("page", [*WRITING, *HOLDING, "/mailbox/throw-away", "/mailbox/write"])
def test_without_a_visit_one_stands_at_the_start(world: World, page: str) -> None:
    response = at_heron().get(page)
    assert (response.status_code, response["Location"]) in {(303, "/"), (303, "/mailbox/")}


@pytest.mark.parametrize("cookie", ["x", "A" * 44, "é", "=" * 5000, "\x00"])
def test_a_made_up_cookie_opens_nothing(world: World, cookie: str) -> None:
    client = at_heron()
    client.cookies[settings.SEAWALL_VISIT_COOKIE] = cookie
    assert client.get("/tell/what").status_code == 410
    assert client.get("/mailbox/")["Location"] == "/mailbox/open"


def test_the_cookie_is_the_browser_s_only_and_for_this_sitting(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    cookie = client.cookies[settings.SEAWALL_VISIT_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == cookie["expires"] == ""
    assert cookie["path"] == "/"


def test_over_https_the_cookie_is_for_https(world: World, settings) -> None:
    settings.HTTPS = True
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    assert client.cookies[settings.SEAWALL_VISIT_COOKIE]["secure"]


def test_the_hour_is_over(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    client.post("/tell/words", {"words": "first words"})
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        response = client.post("/tell/wish", {"wish": "my last words"})
    assert response.status_code == 410
    page = text_of(response)
    assert "The hour is over" in page
    assert "my last words" in page
    assert "first words" not in page
    assert client.get("/tell/wish")["Location"] == "/"


def test_each_answer_gives_another_hour(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    begun = clock.now()
    for minutes in (50, 100, 150):
        with clock.frozen(begun + timedelta(minutes=minutes)):
            assert client.post("/tell/wish", {"wish": "x"}).status_code == 303


def test_one_can_stop_and_carry_on(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    client.post("/tell/safe", {"safe": ["safe"]})
    client.post("/tell/what", {"skip": "1"})
    assert "You have begun on this device" in text_of(client.get("/tell/"))
    assert client.get("/tell/on")["Location"] == "/tell/still"


def test_starting_again_throws_away_what_was_written(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    assert client.post("/tell/", {"again": "1"})["Location"] == "/tell/"
    assert not Visit.objects.exists()
    assert "You have begun" not in text_of(client.get("/tell/"))


def test_a_visit_is_its_school_s_own(world: World) -> None:
    client = at_heron()
    walk(client, {"words": TOLD})
    elsewhere = FormClient(headers={"host": "testserver"})
    elsewhere.cookies[settings.SEAWALL_VISIT_COOKIE] = visit_cookie(client)
    for page in (*WRITING, *HOLDING):
        response = elsewhere.get(page)
        assert response.status_code == 410
        assert TOLD not in text_of(response)
        elsewhere.cookies[settings.SEAWALL_VISIT_COOKIE] = visit_cookie(client)


def test_a_school_under_a_path_keeps_its_path(world: World) -> None:
    client = FormClient(headers={"host": "many.example"})
    where = client.post("/at/marram-bay/tell/", {"about": "me"})["Location"]
    assert where == "/at/marram-bay/tell/safe"
    assert client.post(where, {"skip": "1"})["Location"] == "/at/marram-bay/tell/what"
    client.post("/at/marram-bay/tell/check")
    assert Report.objects.get().school == world.marram
    assert "many.example/at/marram-bay" in text_of(client.get("/at/marram-bay/tell/card"))


def test_leaving_leaves_nothing(world: World) -> None:
    client = at_heron()
    walk(client, {"words": TOLD})
    world.heron.exit_url = "https://weather.example/today"
    world.heron.save()
    response = client.get("/leave")
    assert (response.status_code, response["Location"]) == (302, "https://weather.example/today")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response.cookies[settings.SEAWALL_VISIT_COOKIE]["max-age"] == 0
    assert not Visit.objects.exists()
    for page in (*WRITING, *HOLDING):
        assert client.get(page)["Location"] == "/"


def test_leaving_without_having_come(world: World) -> None:
    assert at_heron().get("/leave").status_code == 302


def test_nothing_told_stands_in_an_address_a_cookie_or_the_database(world: World) -> None:
    client = at_heron()
    told = {"words": TOLD, "accounts": "jess.m_07", "name": "Robin Tarn", "what": ["threats"]}
    seen: list[str] = []
    where = client.post("/tell/", {"about": "me"})["Location"]
    while where != "/tell/check":
        key = where.rpartition("/")[2]
        response = client.post(where, {key: told[key]} if key in told else {"skip": "1"})
        where = response["Location"]
        seen += [where, str(response.cookies)]
    code = send(client)
    seen += [str(client.cookies), str(list(Visit.objects.values())), str(list(Report.objects.values()))]
    for word in ("heron said", "jess", "Robin", "Tarn", *code.split()):
        assert not any(word in text for text in seen), word


def test_no_page_is_kept_and_every_page_can_be_left(world: World) -> None:
    client = at_heron()
    walk(client, {"words": TOLD})
    given = {
        "key": "words",
        "number": 1,
        "situation": 2,
        "which": 1,
        "where": "snapchat",
        "language": "en-gb",
        "code": "K7M2PX",
    }
    pages = [reverse(each.name, kwargs={name: given[name] for name in each.pattern.converters}) for each in urlpatterns]
    for page in pages:
        response = client.get(page)
        assert response["Cache-Control"] == "no-store, private", page
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert b'href="/leave"' in response.content, page
            assert TOLD not in response.content.decode().partition("</title>")[0]
        if page == "/leave":
            walk(client, {"words": TOLD})
    send(client)
    for page in pages:
        if page != "/leave":
            assert client.get(page)["Cache-Control"] == "no-store, private", page


def test_the_titles_that_stay_in_the_history_are_harmless(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    assert "<title>Question 2 of about 12 – Heron Hill School</title>" in client.get("/tell/what").content.decode()

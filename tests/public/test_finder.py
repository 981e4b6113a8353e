"""The help finder and the pages on how to stop it: few taps, the right order, addresses that tell nothing."""

from __future__ import annotations

import re

import pytest

from seawall.guidance.actions import look_at
from seawall.guidance.data_file import REGIONS
from seawall.guidance.rules.advice import AUDIENCES
from seawall.guidance.situations import situations
from seawall.guidance.stopping import DEVICES, points
from seawall.web.public.finder import READERS
from tests.public.road import TITLES, at_heron, every_page, text_of

pytestmark = pytest.mark.django_db
CELLS = [(n, each.number) for n, r in READERS.items() for each in situations().values() if r.audience in each.words]


def links_of(response):
    return re.findall(r'href="(/[^"]*)"', response.content.decode().partition("<main")[2])


def in_nation(world, nation):
    world.heron.nation = nation
    world.heron.save()


def test_three_taps_lead_from_the_start_to_every_set_of_steps(world):
    client, reached, now = at_heron(), set(), ["/"]
    for _tap in range(3):
        now = [to for page in now for to in links_of(client.get(page)) if to.startswith("/help/")]
        reached |= set(now)
    assert {f"/help/{n}/{m}/" for n, m in CELLS} <= reached


@pytest.mark.parametrize(("number", "situation"), CELLS)
def test_every_cell_has_danger_first_and_the_steps_in_order(world, number, situation):
    response = at_heron().get(f"/help/{number}/{situation}/")
    page, html = text_of(response), response.content.decode()
    assert page.index("999") < page.index(situations()[situation].words[READERS[number].audience])
    order = [
        page.find(words)
        for words in (
            "Keep the",
            "Do not pay",
            "Do not delete anything",
            "Tell the police",
            "Use Report Remove",
            "block th",
        )
    ]
    there = [place for place in order if place >= 0]
    assert there == sorted(there)
    for link in re.findall(r'<a [^>]*href="https://[^>]*>', html):
        assert 'rel="noreferrer"' in link
    assert "We last looked at everything here on or after 1 November 2026" in page
    title = TITLES.search(html)
    assert title
    assert "help" in title[1].lower()
    for told in ("picture", "money", "danger", "fake"):
        assert told not in title[1].lower()


def test_what_is_not_offered_is_not_there(world):
    for path in (
        "/help/9/",
        "/help/1/7/",
        "/help/1/99/",
        "/tips/2/1/",
        "/tips/1/7/",
        "/tips/on/omegle/",
        "/tips/on/x1/",
    ):
        assert at_heron().get(path).status_code == 404, path


def test_what_was_chosen_is_already_answered_when_telling(world):
    client = at_heron()
    page = client.get("/help/1/2/").content.decode()
    assert 'action="/tell/"' in page
    assert page.index("What we cannot keep secret") < page.index('action="/tell/"'), "read before any question"
    begun = client.post("/tell/", {"about": "me", "from": "2"})
    assert begun.status_code == 303
    shown = client.get("/tell/what").content.decode()
    ticked = re.findall(r'value="(\w+)"[^>]*checked', shown)
    assert sorted(ticked) == ["money", "threats"]
    assert "Go on telling us" in client.get("/help/1/2/").content.decode()


@pytest.mark.parametrize("number", ["", "8", "99", "x", "²", "9" * 400])
def test_a_choice_that_is_none_or_unsure_answers_nothing(world, number):
    client = at_heron()
    client.post("/tell/", {"about": "me", "from": number})
    assert "checked" not in client.get("/tell/what").content.decode().partition("<main")[2]


@pytest.mark.parametrize("nation", sorted(set(REGIONS) - {"england", "wales", "scotland", "northern_ireland"}))
def test_another_nation_names_no_number_of_this_one(world, nation):
    in_nation(world, nation)
    for path in ("/", "/help/", "/help/1/1/", "/help/1/3/", "/help/3/2/", "/tell/", "/tips/3/6/"):
        page = text_of(at_heron().get(path))
        for british in ("999", "112", "101", "0800 1111", "CEOP", "Report Remove", "Childline on"):
            assert british not in page, (path, british)
    assert "Call the police or an ambulance" in text_of(at_heron().get("/"))
    gone = text_of(at_heron().get("/help/9/"))
    assert "999" not in gone
    assert "call the police or an ambulance" in gone


def test_an_emergency_number_that_the_office_fills_in_is_shown(world):
    in_nation(world, "ireland")
    look_at(school=world.heron, fact="route.emergency_ireland", values={"phone": "112"}, by=world.lena)
    assert 'href="tel:112"' in at_heron().get("/").content.decode()
    assert "112" in text_of(at_heron().get("/help/1/1/"))


def test_the_school_s_own_force_stands_in_place_of_the_finder(world):
    assert "https://www.police.uk" in at_heron().get("/help/1/2/").content.decode()
    world.heron.police_force, world.heron.police_url = "Coast Police", "https://coast.example/report"
    world.heron.save()
    page = at_heron().get("/help/1/2/").content.decode()
    assert "Coast Police" in page
    assert "https://www.police.uk" not in page


def test_a_fake_account_comes_with_every_app_and_who_may(world):
    child, parent = text_of(at_heron().get("/help/1/4/")), text_of(at_heron().get("/help/3/4/"))
    assert "Open Instagram’s page" in child
    assert "who is under 13" in parent
    assert "who is under 13" not in child


def test_how_to_stop_it_has_the_letter_s_six_points_apps_devices_and_a_list(world):
    client, seen = at_heron(), set()
    index = client.get("/tips/")
    for to in links_of(index):
        if to.startswith("/tips/"):
            seen.add(to)
            assert client.get(to).status_code == 200, to
    assert {f"/tips/{n}/{m}/" for n in (1, 3) for m in points()} <= seen
    assert {f"/tips/on/{key}/" for key in DEVICES} <= seen
    assert "Family Center" in text_of(client.get("/tips/on/snapchat/"))
    assert "no steps for it" in text_of(client.get("/tips/on/telegram/"))
    assert "Instagram: 13" in text_of(client.get("/tips/3/4/"))
    assert text_of(client.get("/tips/list/")).count("We ") >= 4


def test_every_page_that_names_a_number_or_a_link_says_when_somebody_looked(world):
    seen = 0
    for response in every_page(at_heron()):
        page, text = response.content.decode().partition("<main")[2], text_of(response)
        if 'href="tel:' in page or 'rel="noreferrer"' in page:
            seen += 1
            assert text.count("We last looked at") == 1, text[:300]
    assert seen > 50
    assert "We last looked at this on" in text_of(at_heron().get("/tips/"))
    assert "last looked" not in text_of(at_heron().get("/mailbox/open")).partition("In danger now?")[0]


def test_where_no_police_force_is_set_children_see_101_and_999_and_the_office_what_to_fill_in(world, client_for):
    assert not world.heron.police_force
    steps = text_of(at_heron().get("/help/1/2/"))
    assert "101" in steps
    assert "In danger now? Call 999" in steps
    assert "Missing: children see 101 and the finder page of the police. Fill in your force and its page." in text_of(
        client_for(world.lena).get("/office/")
    )


def test_every_reader_is_an_audience_of_the_advice():
    assert [reader.audience for reader in READERS.values()] == list(AUDIENCES)

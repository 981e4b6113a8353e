"""Sending: once, however often it is pressed; the code shown until it is kept; danger told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seawall.reports.models import Report
from seawall.web.public import limits
from tests.public.road import at_heron, send, text_of, walk, words_on

if TYPE_CHECKING:
    from tests.world import World


def test_pressing_send_again_makes_one_report_and_shows_the_same_code(world: World) -> None:
    client = at_heron()
    walk(client, {"what": ["stranger"]})
    code = send(client)
    for _ in range(3):
        assert client.post("/tell/check")["Location"] == "/tell/code"
        assert words_on(client.get("/tell/code")) == code
    assert Report.objects.count() == 1


def test_the_same_form_sent_from_two_copies_of_the_visit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both requests looked at the visit before either had sent."""
    from seawall.web.public import visitor

    client = at_heron()
    walk(client, {"what": ["stranger"], "words": "what was told"})
    looked = []

    def before_either(request):
        looked.append(real(request))
        return looked[0]

    real = visitor.visitor_of
    monkeypatch.setattr(visitor, "visitor_of", before_either)
    assert client.post("/tell/check")["Location"] == "/tell/code"
    assert client.post("/tell/check")["Location"] == "/tell/code"
    monkeypatch.setattr(visitor, "visitor_of", real)
    words_on(client.get("/tell/code"))
    report = Report.objects.get()
    assert world.ring(world.lena).data_key(report).open(report, "told") == {"words": "what was told"}


def test_the_words_are_shown_until_they_are_kept(world: World) -> None:
    client = at_heron()
    walk(client, {})
    code = send(client)
    assert words_on(client.get("/tell/code")) == code
    assert "Show my six words" in text_of(client.get("/mailbox/"))
    card = client.get("/tell/card")
    for word in code.split():
        assert word in text_of(card)
    for telling in ("school", "report", "help", "Heron Hill", "safe"):
        assert telling.lower() not in text_of(card).lower().replace("exit this page", "").replace("heron.example", "")
    client.post("/tell/kept")
    for page in ("/tell/code", "/tell/card"):
        assert client.get(page)["Location"] == "/tell/next"
    assert "Show my six words" not in text_of(client.get("/mailbox/"))


def test_two_children_after_one_another_on_one_device(world: World) -> None:
    client = at_heron()
    walk(client, {"words": "the first child's words"})
    first = send(client)
    assert "six words to keep" in text_of(client.get("/tell/"))
    walk(client, {})
    assert "the first child's words" not in text_of(client.get("/tell/check"))
    assert send(client) != first
    assert Report.objects.count() == 2


@pytest.mark.parametrize("danger", ["hurt_self", "meet", "coming", "home_unsafe"])
def test_a_danger_answer_shows_999_and_childline_before_the_next_question(world: World, danger: str) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    following = client.post("/tell/safe", {"safe": [danger]})["Location"]
    page = text_of(client.get(following))
    assert page.index("999") < page.index("0800 1111") < page.index("What has happened?")
    assert "tel:999" in client.get(following).content.decode()
    walk(client, {"safe": [danger]})
    assert "0800 1111" in text_of(client.get("/tell/check"))
    send(client)
    assert Report.objects.get().level.key == "immediate"
    assert "999" in text_of(client.get("/tell/code"))
    next_page = text_of(client.get("/tell/next"))
    assert next_page.index("999") < next_page.index("What happens next")


def test_words_of_danger_count_as_much(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    assert "In danger now?" not in text_of(client.get("/tell/adult_knows"))
    following = client.post("/tell/words", {"words": "i want to die"})["Location"]
    page = text_of(client.get(following))
    assert page.index("0800 1111") < page.index("Does an adult know")


def test_advice_comes_in_the_right_order(world: World) -> None:
    client = at_heron()
    walk(client, {"what": ["threats", "sent", "money"]})
    send(client)
    page = text_of(client.get("/tell/next"))
    order = [
        "Stop replying",
        "Keep the chat",
        "Do not pay",
        "Do not delete",
        "Tell the police",
        "Report Remove",
        "Then block",
    ]
    places = [page.index(step) for step in order]
    assert places == sorted(places)


def test_the_school_s_own_police_stand_in_the_advice(world: World) -> None:
    world.heron.police_force, world.heron.police_url = "Marram Police", "https://police.example/report"
    world.heron.save()
    page = at_heron().get("/parents/")
    assert "https://police.example/report" in page.content.decode()
    assert "Marram Police" in text_of(page)


def test_many_from_one_address_are_taken_and_marked_for_the_desk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BURSTS", (4, 2))
    for _ in range(6):
        client = at_heron()
        walk(client, {})
        send(client)
    marks = [report.coded.get("burst") for report in Report.objects.order_by("received_at", "pk")]
    assert marks == [None, None, 2, 2, 4, 4]


def test_changing_an_answer_comes_back_to_the_check(world: World) -> None:
    client = at_heron()
    walk(client, {"what": ["stranger"], "words": "first"})
    assert client.post("/tell/words?change=1", {"words": "second"})["Location"] == "/tell/check"
    page = text_of(client.get("/tell/check"))
    assert "second" in page
    assert "first" not in page
    # A change that brings a new question asks it, then comes back.
    assert client.post("/tell/what?change=1", {"what": ["money"]})["Location"] == "/tell/paid?change=1"
    assert client.post("/tell/paid?change=1", {"paid": "paid"})["Location"] == "/tell/check"
    # What is not asked any more is not sent.
    client.post("/tell/what?change=1", {"what": ["stranger"]})
    send(client)
    assert Report.objects.get().coded == {"about": "me", "what": ["stranger"]}


def test_who_it_is_about_can_be_changed(world: World) -> None:
    client = at_heron()
    walk(client, {"child_name": "Sam"}, about="friend")
    assert client.post("/tell/about?change=1", {"about": "me"})["Location"] == "/tell/check"
    send(client)
    report = Report.objects.get()
    assert world.ring(world.lena).data_key(report).open(report, "told") == {}


def test_blackmail_going_on_that_no_adult_knows_of_rings_when_it_becomes_so(world: World) -> None:
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    following = client.post("/tell/what", {"what": ["threats"]})["Location"]
    assert "In danger now?" not in text_of(client.get(following))
    client.post("/tell/still", {"still": "yes"})
    following = client.post("/tell/adult_knows", {"adult_knows": ["nobody"]})["Location"]
    page = text_of(client.get(following))
    assert page.index("Police or ambulance, now") < page.index("0800 1111") < page.index("Which school year")
    following = client.post(following, {"year": "7"})["Location"]
    page = text_of(client.get(following))
    assert "Police or ambulance, now" not in page
    assert "Call 999" in page


@pytest.mark.parametrize(
    "words", ["I WANT TO DIE", "hes outside my house", "pay by 9pm or he posts it to everyone", "i took all the pills"]
)
def test_words_that_the_rules_call_immediate_ring(world: World, words: str) -> None:
    from seawall.guidance.rules.danger import Level, assess

    assert assess({"words": words}).level is Level.IMMEDIATE
    client = at_heron()
    client.post("/tell/", {"about": "me"})
    page = text_of(client.get(client.post("/tell/words", {"words": words})["Location"]))
    assert "Police or ambulance, now" in page
    assert "0800 1111" in page

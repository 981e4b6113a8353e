"""The whole road: a child, a friend, a parent; everything skipped; what the desk then finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seawall.mailbox.models import Mailbox
from seawall.reports.models import Report, Visit
from tests.public.road import at_heron, send, text_of, walk

if TYPE_CHECKING:
    from tests.world import World

CHILD = {
    "safe": ["safe"],
    "what": ["threats", "money", "fake_account"],
    "paid": "asked",
    "still": "yes",
    "apps": ["instagram", "game"],
    "accounts": "jess.m_07\nsecond.one",
    "when": {"when": "this_week", "when_words": "Tuesday evening"},
    "words": "They said they will show it to my class. I dont know what to do",
    "adult_knows": ["nobody"],
    "year": "7",
    "name": "Robin",
    "contact": {"contact": ["mailbox", "not_at_home"], "contact_words": "at lunch by the library"},
    "wish": "Make it stop",
}


def test_a_child_tells_and_a_lead_reads_every_word(world: World) -> None:
    client = at_heron()
    asked = walk(client, CHILD)
    assert asked == [*CHILD]
    check = text_of(client.get("/tell/check"))
    for said in (
        "jess.m_07",
        "Tuesday evening",
        "at lunch by the library",
        "No adult knows",
        "Year 7",
        "I am safe right now",
    ):
        assert said in check
    send(client)
    report = Report.objects.get()
    assert report.school == world.heron
    assert report.coded["what"] == ["threats", "money", "fake_account"]
    assert report.coded["about"] == "me"
    assert report.level.key == "immediate"
    told = world.ring(world.lena).data_key(report).open(report, "told")
    assert told == {
        "accounts": "jess.m_07\nsecond.one",
        "when_words": "Tuesday evening",
        "words": CHILD["words"],
        "name": "Robin",
        "contact_words": "at lunch by the library",
        "wish": "Make it stop",
    }
    client.post("/tell/kept")
    assert Mailbox.objects.get().confirmed_at is not None
    assert client.get("/tell/code")["Location"] == "/tell/next"


def test_a_friend_is_asked_about_the_friend(world: World) -> None:
    client = at_heron()
    asked = walk(client, {"what": ["stranger"], "child_name": "Sam Wick"}, about="friend")
    assert "child_name" in asked
    assert "paid" not in asked
    assert "Is your friend safe right now?" in text_of(client.get("/tell/safe"))
    send(client)
    report = Report.objects.get()
    assert report.coded == {"about": "friend", "what": ["stranger"]}
    assert "Look after yourself too" in text_of(client.get("/tell/next"))


def test_a_parent_has_their_own_road(world: World) -> None:
    client = at_heron()
    first = text_of(client.get("/parents/"))
    for said in ("Stay calm", "Believe your child", "not their fault", "contact you back", "Do not pay"):
        assert said in first
    walk(
        client,
        {"contact": {"contact": ["phone"], "contact_words": "01632 960111"}},
        start="/parents/",
        about="my_child",
    )
    assert "How may we contact you back?" in text_of(client.get("/tell/contact"))
    send(client)
    report = Report.objects.get()
    assert (report.road, report.coded) == ("parent", {"about": "my_child", "contact": ["phone"]})


def test_everything_may_be_skipped(world: World) -> None:
    client = at_heron()
    walk(client, {})
    assert "You skipped every question" in text_of(client.get("/tell/check"))
    code = send(client)
    assert Report.objects.get().coded == {"about": "me"}
    assert len(code.split()) == 6


def test_an_empty_continue_is_a_skip(world: World) -> None:
    client = at_heron()
    walk(client, {key: {} for key in CHILD})
    send(client)
    assert Report.objects.get().coded == {"about": "me"}


def test_answers_are_gone_from_the_visit_once_sent(world: World) -> None:
    client = at_heron()
    walk(client, CHILD)
    send(client)
    for page in ("/tell/what", "/tell/check", "/tell/on"):
        assert client.get(page)["Location"] == "/tell/code"
    client.get("/leave")
    assert not Visit.objects.exists()


def test_help_in_danger_is_open_where_danger_was_just_told_and_folded_later(world: World) -> None:
    client = at_heron()
    walk(client, {"safe": ["hurt_self"]})
    check = client.get("/tell/check").content.decode()
    assert 'href="tel:999"' in check
    assert 'href="tel:08001111"' in check
    assert "What to do in danger" in check
    client.post("/tell/wish", {"wish": "i want to die"})
    check = client.get("/tell/check").content.decode()
    assert "What to do in danger" not in check
    assert check.index("If you are in danger now") < check.index("<h1")

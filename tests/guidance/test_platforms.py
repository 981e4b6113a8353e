"""Who may report a fake account, and where: dated, sourced, by the child's age, never invented."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.guidance.platforms import CHECK_EVERY, PlatformError, Who, load_platforms, platforms

RIGHT = """
[x]
name = "X"
hosts = ["x.example"]

[[x.ways]]
key = "form"
who = ["person"]
url = "https://x.example/form"
steps = ["Open the form."]
source = "somewhere"
checked_on = 2026-11-01
confidence = "R"
"""
ASKED_FOR = {
    *("instagram", "threads", "facebook", "snapchat", "tiktok", "whatsapp", "discord", "roblox"),
    *("x", "youtube", "telegram", "reddit", "twitch", "omegle"),
}


def test_every_platform_that_was_asked_for_is_there():
    assert set(platforms()) == ASKED_FOR


@pytest.mark.parametrize("age", [11, 12, 13, 15, 17, None])
def test_a_child_of_any_age_finds_a_way(age):
    """But for Threads under 13, of which the reference knows nothing: the desk says so and names who may help."""
    without = {key for key, platform in platforms().items() if not platform.ways_for(age)}
    assert without == ({"omegle", "threads"} if age is not None and age < 13 else {"omegle"})


def test_a_closed_platform_stands_as_closed():
    omegle = platforms()["omegle"]
    assert omegle.closed is not None
    assert omegle.closed.day == dt.date(2023, 11, 9)
    assert omegle.ways_for(12) == ()
    assert omegle.who_may(12) == frozenset()


def test_under_thirteen_goes_another_way_on_instagram():
    """Guidance reference 0.5: year 7 is mostly 11 and 12, and that changes the routes."""
    instagram = platforms()["instagram"]
    assert [way.key for way in instagram.ways_for(12)] == ["form_under_13"]
    assert instagram.who_may(12) == {Who.PARENT}
    assert "form_13" in [way.key for way in instagram.ways_for(13)]
    assert len(instagram.ways_for(None)) == 3


def test_what_a_school_may_do_itself():
    """Guidance reference 0.4: usually not; Snapchat's web form is open to people without an account."""
    assert Who.ANYONE in platforms()["snapchat"].who_may(12)
    assert Who.ANYONE not in platforms()["x"].who_may(14)
    assert Who.ANYONE not in platforms()["facebook"].who_may(14)


def test_the_form_that_is_copied_wrongly_is_named_and_not_linked():
    """Guidance reference 5.1: Snapchat's form 149423 is for lost streaks."""
    for way in platforms()["snapchat"].ways:
        assert "149423" not in way.url
    assert any("149423" in way.note for way in platforms()["snapchat"].ways)


@pytest.mark.parametrize(
    ("platform", "way"), [(platform.key, way) for platform in platforms().values() for way in platform.ways]
)
def test_every_way_has_source_date_confidence_and_short_steps(platform, way):
    assert way.source.startswith("guidance reference 5.1")
    assert way.to_be_confirmed is (way.confidence != "R")
    assert way.steps
    for step in way.steps:
        assert len(step.split()) <= 20, (platform, step)


@given(st.integers(0, 25))
def test_an_age_that_is_known_never_opens_more_ways_than_one_that_is_not(age):
    for platform in platforms().values():
        assert set(platform.ways_for(age)) <= set(platform.ways_for(None))
        assert platform.who_may(age) <= platform.who_may(None)


def test_a_link_is_due_after_a_month():
    way = platforms()["tiktok"].ways[0]
    assert not way.is_due(way.checked_on + CHECK_EVERY)
    assert way.is_due(way.checked_on + CHECK_EVERY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "X"\n', "", "x: name is missing"),
        ('hosts = ["x.example"]\n', "", "x: hosts must be a list of words"),
        ('hosts = ["x.example"]\n', "hosts = [1]\n", "x: hosts must be a list of words"),
        ('"R"', '"Q"', "x.ways.0: confidence must be R, S or M"),
        ("2026-11-01", '"2026-11-01"', "x.ways.0: checked_on must be of type date"),
        ('["person"]', '["teacher"]', "x.ways.0: who must be a list out of"),
        ("https://", "http://", "x.ways.0: url is not well formed"),
        ('key = "form"', 'key = "form"\nfax = "1"', "x.ways.0: fax is not a known key"),
        ('key = "form"', 'key = "form"\nfrom_age = "13"', "x.ways.0: from_age must be of type int"),
        ('name = "X"\n', 'name = "X"\ncolour = "red"\n', "x: colour is not a known key"),
        ('name = "X"\n', 'name = "X"\nmin_age = { age = 13 }\n', "x: min_age: source is missing"),
        ("[[x.ways]]", "[x.nothing]", "x: nothing is not a known key"),
        ("[x]", "y = 1\n[x]", "y: must be a table"),
        ("[x]", "[x", "Expected"),
        ("2026-11-01", "2062-11-01", "x.ways.0: checked_on: 2062-11-01 is too old, or still to come"),
    ],
)
def test_a_wrong_file_is_refused_with_platform_and_key(tmp_path, old, new, complaint):
    path = tmp_path / "bad.toml"
    path.write_text(RIGHT.replace(old, new, 1), "utf-8")
    with pytest.raises(PlatformError) as error:
        load_platforms(path)
    assert re.match(r"bad\.toml:\d+: ", str(error.value))
    assert f" {complaint}" in str(error.value)

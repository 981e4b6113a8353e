"""The ready pack: the exact link, the steps, words to use; by platform and the child's age."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.guidance.actions import look_at
from seawall.guidance.layer import layer_of
from seawall.guidance.platforms import platforms
from seawall.takedowns.pack import letter, pack_for, profile_link


def test_under_thirteen_on_instagram_it_is_the_parent():
    pack = pack_for("instagram", "jess.m_07", "", 12)
    assert [way.key for way in pack.ways] == ["form_under_13"]
    assert not pack.school_may
    assert "https://help.instagram.com/517920941588885" in letter(pack)
    assert "636276399721841" not in letter(pack)


def test_on_snapchat_anyone_may():
    assert pack_for("snapchat", "jess.m_07", "", 12).school_may


def test_a_closed_platform_says_so():
    pack = pack_for("omegle", "x", "", 12)
    assert pack.ways == ()
    assert "closed on 9 November 2023" in pack.note


@pytest.mark.parametrize("key", ["other", "nothing-we-know"])
def test_an_app_nobody_knows_gets_honest_words(key):
    pack = pack_for(key, "x", "", 12)
    assert pack.ways == ()
    assert "We know no form" in pack.note
    assert "Professionals Online Safety Helpline" in pack.note


def test_an_unknown_age_shows_every_way_and_says_why():
    pack = pack_for("instagram", "x", "", None)
    assert len(pack.ways) == 3
    assert "age is not known" in pack.note


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("jess.m_07", "https://www.instagram.com/jess.m_07/"),
        ("@jess.m_07", "https://www.instagram.com/jess.m_07/"),
        ("a b", ""),
        ("", ""),
        ("../evil?x=1#y", "https://www.instagram.com/..%2Fevil%3Fx%3D1%23y/"),
        ("jеss", "https://www.instagram.com/j%D0%B5ss/"),
    ],
)
def test_the_likely_address_of_a_profile(name, link):
    assert profile_link(platforms()["instagram"], name) == link


@given(st.sampled_from([*platforms(), "other"]), st.text(max_size=60), st.integers(5, 19) | st.none())
def test_no_name_breaks_a_pack_and_no_child_is_blamed(key, name, age):
    said = letter(pack_for(key, name, "", age))
    assert "not your fault" in said
    assert "Do not delete anything yet" in said
    for way in pack_for(key, name, "", age).ways:
        assert way.url in said


def test_a_link_that_the_office_corrected_stands_in_the_pack(world):
    look_at(school=world.marram, fact="way.x.form", values={"url": "https://x.example/form"}, by=world.olu)
    assert [way.url for way in pack_for("x", "jess", "", 12, layer_of(world.marram)).ways] == ["https://x.example/form"]
    assert [way.url for way in pack_for("x", "jess", "", 12, layer_of(world.heron)).ways] != ["https://x.example/form"]

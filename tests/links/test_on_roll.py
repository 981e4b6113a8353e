"""The names of a roll, made ready: kept while the roll is the same, for minutes only, for few schools."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from seawall.config.demo import roll as made_up
from seawall.kit import clock
from seawall.links import on_roll
from seawall.roll.models import Pupil

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def nothing_kept():
    on_roll._kept.clear()
    yield
    for each in on_roll._kept.values():
        each.drop.cancel()
    on_roll._kept.clear()


@pytest.fixture
def school(world):
    made_up.enrol(world.marram, count=6, by=world.olu, today=TODAY)
    return world.marram


def test_made_ready_once_with_one_query_each_time(school, django_assert_num_queries):
    first = on_roll.on_roll(school)
    with django_assert_num_queries(1):
        assert on_roll.on_roll(school) is first
    assert len(first.names.people) == 6
    jess = next(each for each in Pupil.objects.all() if each.name == "Jess Marlowe")
    assert first.only_one("jess  MARLOWE") == str(jess.pk)
    assert first.only_one("Nobody Here") is None


@pytest.mark.parametrize("change", ["name", "year", "leaves", "goes", "comes", "the day after"])
def test_another_roll_or_another_day_is_made_ready_anew(world, school, change, monkeypatch):
    first = on_roll.on_roll(school)
    pupil = Pupil.objects.order_by("pk")[0]
    match change:
        case "name":
            pupil.tell(first="Zelda")
            pupil.save()
        case "year":
            Pupil.objects.filter(pk=pupil.pk).update(year="11")
        case "leaves":
            Pupil.objects.filter(pk=pupil.pk).update(left_on=TODAY)
        case "goes":
            pupil.delete()
        case "comes":
            twin = Pupil(school=school, key=b"1" * 16)
            twin.tell(**pupil.told)
            twin.save(force_insert=True)
        case _:
            later = clock.now() + timedelta(days=1)
            monkeypatch.setattr(clock, "now", lambda: later)
    again = on_roll.on_roll(school)
    assert again is not first
    assert on_roll.on_roll(school) is again
    if change == "comes":
        assert again.only_one(pupil.name) is None, "two are called that"


def test_dropped_by_itself(school, monkeypatch):
    monkeypatch.setattr(on_roll, "KEPT_SECONDS", 0.01)
    on_roll.on_roll(school)
    until = time.monotonic() + 30
    while on_roll._kept and time.monotonic() < until:
        time.sleep(0.01)
    assert on_roll._kept == {}


def test_only_so_many_schools_and_never_anothers(world, school, monkeypatch):
    made_up.enrol(world.heron, count=2, by=world.lena, today=TODAY)
    monkeypatch.setattr(on_roll, "MOST_SCHOOLS", 1)
    ours, theirs = on_roll.on_roll(school), on_roll.on_roll(world.heron)
    assert list(on_roll._kept) == [world.heron.pk]
    assert {each.ref for each in ours.names.people}.isdisjoint(each.ref for each in theirs.names.people)


def test_no_name_is_shown_by_what_holds_them(school):
    assert "Marlowe" not in repr(on_roll.on_roll(school)) + repr(on_roll._kept)

"""Series on the desk: the page and its picture, joining, splitting, taking back, a bundle of them all."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import closing_off
from seawall.evidence.models import Bundle
from seawall.journal.models import Line
from seawall.series.jobs import lift_waiting
from seawall.series.models import Place, Series
from tests.series.helpers import a_case, a_series, told


@pytest.fixture
def asha(world, client_for):
    return client_for(world.asha)


@pytest.fixture
def two(world):
    return [
        a_case(world, "kai_skates09", "Callum Reyes", confirm=True, year="7", apps=["instagram"]),
        a_case(world, "KaiSkates", "Bryn Holt", confirm=True, year="9", apps=["snapchat"]),
    ]


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def press(client, address, *args, **given):
    return client.post(reverse(address, args=args), {"once": secrets.token_hex(16), **given}, follow=True)


def test_a_lead_begins_a_series_on_the_page_of_a_case(world, asha, two):
    assert "The same account is met in it." in page(asha, "case_series", two[0].pk)
    wrong = press(asha, "case_series", two[0].pk, name="Kai", why="Same words")
    assert wrong.status_code == 422
    assert "Choose at least one other case" in wrong.content.decode()
    assert 'value="Kai"' in wrong.content.decode()
    shown = press(asha, "case_series", two[0].pk, name="Kai", cases=str(two[1].pk), why="Same words").content.decode()
    series = Series.objects.get()
    assert "Began the series" in shown
    assert "Same words" in shown
    assert reverse("series", args=[series.pk]) in page(asha, "case", two[1].pk)
    assert "Kai" in page(asha, "series_all")
    assert "This case is in a series" in page(asha, "case_series", two[1].pk)


def test_the_page_says_all_that_is_known_and_who_looked_is_kept(world, asha, two):
    series = a_series(world, *two)
    waiting = told(world, "kai.skates")
    lift_waiting()
    shown = page(asha, "series", series.pk)
    for words in ("2 children affected", "Year 7", "Year 9", "Instagram", "Snapchat", "2 reports", "2 cases put in"):
        assert words in shown
    assert "2 accounts confirmed" in shown
    assert waiting.reference in shown
    picture, table = shown.partition("<svg")[2].partition("</svg>")[::2]
    for words in ("kai_skates09", "KaiSkates", "CR", "BH"):
        assert words in picture
        assert words in table
    assert "Callum" not in picture
    assert "style=" not in picture
    looked = Line.objects.filter(verb="case.opened_page", facts={"page": "series"})
    assert {line.subject for line in looked} == {f"case:{case.pk}" for case in two}
    assert "Meets an open series" in page(asha, "queue")
    assert reverse("series", args=[series.pk]) in page(asha, "report", waiting.pk)


def test_split_merge_take_out_rename_and_take_back(world, asha, two):
    series = a_series(world, *two)
    seen = {"seen": 1}
    press(asha, "series_split", series.pk, name="Bryn's", cases=str(two[1].pk), **seen)
    new = Series.objects.exclude(pk=series.pk).get()
    assert Place.objects.get(case=two[1]).series == new
    assert (
        "Somebody else was quicker"
        in press(asha, "series_merge", series.pk, series=str(new.pk), **seen).content.decode()
    )
    press(asha, "series_merge", series.pk, series=str(new.pk), seen=2)
    assert Place.objects.get(case=two[1]).series == series
    act = series.acts.get(kind="merged")
    press(asha, "series_take_back", series.pk, act.pk, seen=3)
    assert Place.objects.get(case=two[1]).series == new
    press(asha, "series_rename", series.pk, name="Another", seen=4)
    assert "Another" in page(asha, "series_all")
    press(asha, "series_take_out", series.pk, case=str(two[0].pk), seen=5)
    assert not Place.objects.filter(case=two[0]).exists()
    assert "No case is in it any more" in page(asha, "series", series.pk)
    press(asha, "series_join", series.pk, cases=str(two[0].pk), seen=6)
    assert Place.objects.get(case=two[0]).series == series


def test_a_lead_without_access_sees_only_that_a_case_exists_and_whom_to_ask(world, client_for, two):
    series = a_series(world, *two)
    ring = world.ring(world.asha)
    closing_off.close_off(case=two[1], to=[world.asha], seen=two[1].version, ring=ring, by=world.asha)
    dev = client_for(world.dev)
    shown = page(dev, "series", series.pk)
    assert "Another case, closed off to you" in shown
    assert "Asha Verma" in shown
    assert "1 child affected" in shown
    for words in ("KaiSkates<", "BH", "Bryn", two[1].reference):
        assert words not in shown
    assert "1 case is left out" in page(dev, "series_evidence", series.pk)


def test_one_bundle_of_the_whole_series(world, asha, two):
    series = a_series(world, *two)
    shown = page(asha, "series_evidence", series.pk)
    assert "these 2 cases hold" in shown
    given = {"receiver": "police", "who": "DC Morgan", "why": "Asked", "lock": "passphrase"}
    press(asha, "series_evidence", series.pk, passphrase="heron gravel lantern pocket violet", **given)
    bundle = Bundle.objects.get()
    assert set(bundle.cases.all()) == set(two)
    assert bundle.state == "ready"


def test_queries_do_not_grow_with_its_cases(world, asha):
    def took(series):
        with CaptureQueriesContext(connection) as caught:
            page(asha, "series", series.pk)
        return len(caught)

    few = a_series(world, *[a_case(world, f"brook{n}stone", f"Child {n}", confirm=True) for n in range(2)])
    many = a_series(world, *[a_case(world, f"field{n}gate", f"Pupil {n}", confirm=True) for n in range(6)])
    took(few)
    assert took(many) == took(few)

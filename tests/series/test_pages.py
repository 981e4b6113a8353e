"""Series on the desk: the page and its picture, joining, splitting, taking back, a bundle of them all."""

from __future__ import annotations

import re
import secrets
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import closing_off
from seawall.config.demo import roll as made_up
from seawall.evidence.models import Bundle
from seawall.journal.models import Line
from seawall.roll.models import Pupil
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


def facts(html):
    """The page's list of facts, then its picture, the table beside it, and the line of initials, each as words."""
    parts = [html.partition("<dl")[2].partition("</dl>")[0]]
    for begin, end in (("<svg", "</svg>"), ("<tbody", "</tbody>"), ("Initials:", "</p>")):
        parts.append(html.partition(begin)[2].partition(end)[0])
    return [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]


def test_the_same_pupil_in_two_cases_is_one_child_in_number_picture_and_table(world, asha):
    made_up.enrol(world.marram, count=6, by=world.olu, today=date(2026, 11, 24))
    cases_in = [
        a_case(world, "kai_skates09", "Jess Marlowe", confirm=True),
        a_case(world, "KaiSkates", "jess  MARLOWE", confirm=True),
        a_case(world, "kaiskates_x", "Jessica Marlowe", confirm=True),
    ]
    pupil = next(each for each in Pupil.objects.all() if each.name == "Jess Marlowe")
    assert (pupil.first, pupil.known_as) == ("Jessica", "Jess"), "so the third case names her by her other name"
    number, picture, table, line = facts(page(asha, "series", a_series(world, *cases_in).pk))
    assert "1 child affected" in number
    assert "Not known which pupil" not in number
    assert set(re.findall(r"\bJM\d?\b", picture + table + line)) == {"JM"}
    assert line.count("Marlowe") == 1


def test_who_is_not_matched_with_one_pupil_is_named_and_two_children_have_two_initials(world, asha):
    made_up.enrol(world.marram, count=6, by=world.olu, today=date(2026, 11, 24))
    cases_in = [
        a_case(world, "kai_skates09", "Callum Reyes", confirm=True),
        a_case(world, "KaiSkates", "Cara Rowe", confirm=True),
        a_case(world, "kaiskates_x", "cara rowe", confirm=True),
    ]
    number, picture, table, line = facts(page(asha, "series", a_series(world, *cases_in).pk))
    assert "2 children affected" in number
    assert "Not known which pupil on the roll this is: Cara Rowe . So two cases may be about the same child" in number
    assert set(re.findall(r"\bCR\d?\b", picture)) == set(re.findall(r"\bCR\d?\b", table)) == {"CR", "CR2"}
    assert "CR Callum Reyes" in line
    assert "CR2 Cara Rowe" in line


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


def test_the_queue_names_the_series_with_two_queries_however_many_are_lifted(world, asha):
    a_series(world, a_case(world, "kai_skates09"), a_case(world, "jess.m_07"), name="One hand")
    told(world, "pebbledash_paul")
    page(asha, "queue")
    with CaptureQueriesContext(connection) as plain:
        assert "One hand" not in page(asha, "queue")
    for accounts in ("KaiSkates", "real_kai.skates", "JessM07"):
        told(world, accounts)
    lift_waiting()
    with CaptureQueriesContext(connection) as caught:
        html = page(asha, "queue")
    assert html.count("<bdi>One hand</bdi>") == 3
    assert len(caught) <= len(plain) + 2

"""What is nearly the same, once a lead has opened it: names a slip away, telling phrases. Everybody's words link nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases import closing_off
from seawall.links import actions
from seawall.links.rules import phrases
from tests.links.pairs import PHRASES, SCRIPT
from tests.series.helpers import a_case, told


def phrase(one, other, own=frozenset()):
    return " ".join(phrases.shared(phrases.folded([one]), phrases.rows_of(phrases.folded([other])), own))


@pytest.mark.parametrize(("one", "other", "found"), PHRASES)
def test_which_phrases_tell(one, other, found):
    assert phrase(one, other) == found
    assert bool(phrase(other, one)) == bool(found)


def test_the_schools_own_words_do_not_tell():
    said = "we all went to marram lighthouse by the sea"
    assert phrase(said, said)
    assert phrase(said, said, frozenset({"marram", "lighthouse"})) == ""


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(one, other):
    assert bool(phrase(one, other)) == bool(phrase(other, one))


@pytest.fixture
def report_page(world, client_for):
    asha = client_for(world.asha)

    def shown(report):
        return asha.get(reverse("report", args=[report.pk])).content.decode()

    return shown


def test_a_slip_of_a_finger_is_shown_with_its_reason_rejected_and_taken_back(world, report_page):
    case = a_case(world, "pebbledash_paul")
    mine = told(world, "pebledahs.paul")
    page = report_page(mine)
    there = case.gathered.get().report
    assert "Nearly the same in" in page
    assert "“pebbledash_paul” there, “pebledahs.paul” here. One letter is another, missing or swapped" in page
    assert "It may be chance." in page
    actions.reject(report=mine, other=there, by=world.asha)
    page = report_page(mine)
    assert "Nearly the same in" not in page
    assert "Looked at, and not together" in page
    assert "Suggest it again" in page
    actions.take_back_rejection(report=mine, other=there, by=world.asha)
    assert "Nearly the same in" in report_page(mine)


def test_a_telling_phrase_says_how_rare_it_is(world, report_page):
    a_case(world, "jess.m_07", words=f"He wrote {SCRIPT}")
    a_case(world, "freddie.lund.7", words="Somebody has my photo")
    page = report_page(told(world, "someone else", words=f"it said: {SCRIPT}. help"))
    assert f"The same words: “{SCRIPT.lower()}”, in 1 of 2 reports compared." in page


def test_what_is_closed_off_or_in_no_open_case_is_not_compared(world, client_for, report_page):
    case = a_case(world, "pebbledash_paul")
    told(world, "pebbledash_paulo")
    mine = told(world, "pebledahs.paul")
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    dev = client_for(world.dev).get(reverse("report", args=[mine.pk])).content.decode()
    assert "Nearly the same in" not in dev
    assert "Nearly the same in" in report_page(mine)


def test_queries_do_not_grow_with_what_is_compared(world, report_page):
    mine = told(world, "pebledahs.paul")

    def took():
        with CaptureQueriesContext(connection) as caught:
            report_page(mine)
        return len(caught)

    a_case(world, "brook_stone_9")
    report_page(mine)
    one = took()
    for number in range(4):
        a_case(world, f"fieldgate{number}", words=f"He said {SCRIPT} {number}")
    assert took() == one

"""A lead finds a pupil: year, form, and the open cases with that name which this lead may open; nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.rules import Part
from seawall.journal.models import Line
from tests.roll.test_roll import BEN, ELA, KIT, put_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case_of(world):
    """Make a case in which somebody is called so."""

    def make(name, *, closed=False):
        ring, (report, _code) = world.ring(world.asha), world.tell()
        case = cases.start(school=world.marram, title="A", report=report, seen=report.version, ring=ring, by=world.asha)
        cases.involve(case=case, part=Part.AFFECTED, name=name, detail="", ring=ring, by=world.asha)
        if closed:
            closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
        return case

    return make


def look(client, words):
    return client.post(reverse("pupils"), {"words": words}).content.decode()


def test_a_pupil_with_year_form_and_the_cases_that_name_them(world, case_of, client_for):
    put_in(world, ELA, BEN, KIT)
    hers, nickname, other = case_of("Ela Luk O'Brien, 7B"), case_of("BENJI TARN"), case_of("Ela Fell")
    closed = case_of("Ela Łuk-O’Brien", closed=True)
    shown = look(client_for(world.dev), "ela")
    assert "1 pupil found" in shown
    assert "7B" in shown
    assert hers.reference in shown
    assert other.reference not in shown, "the family name is another"
    assert closed.reference not in shown, "closed off to Asha"
    assert closed.reference in look(client_for(world.asha), "luk")
    both = look(client_for(world.dev), "tarn")
    assert both.count(nickname.reference) == 1
    assert "none that you may open" in both
    assert Line.objects.filter(verb="case.names_looked_up", by=world.dev.journal_name).count() == 2


def test_nobody_is_found_and_nothing_is_opened(world, case_of, client_for, django_assert_max_num_queries):
    client = client_for(world.asha)
    assert "nobody on the roll yet" in client.get(reverse("pupils")).content.decode()
    put_in(world, ELA)
    case_of("Ela")
    assert "Nobody on the roll has a name" in look(client, "zzz")
    assert client.post(reverse("pupils"), {"words": ""}).status_code == 422
    assert not Line.objects.filter(verb="case.names_looked_up").exists()
    for number in range(6):
        case_of(f"Ela Luk OBrien {number}")
    with django_assert_max_num_queries(20):
        assert look(client, "ela").count("desk-reference") == 6, "an Ela without a family name is not taken for her"

"""The decision's pages: what is offered, what is refused, what is kept when a form is wrong, and what a lead is told."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases.rules import Outcome
from seawall.decisions.models import Decision, Review
from seawall.guidance.rules.decision_data import decision_texts, reviews
from seawall.guidance.rules.forms import Choice
from seawall.journal.models import Line
from tests.decisions.helpers import (
    NO,
    QUESTIONS,
    RISK,
    another_report,
    case_of,
    decide,
    managed,
    questions,
    quiet_case,
    review,
    seen,
    state_of,
)
from tests.staff.helpers import once, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world, client_for):
    return client_for(world.asha)


def get(client, name, case, *more):
    page = client.get(reverse(name, args=[case.pk, *more]))
    assert page.status_code == 200
    return text_of(page)


def send(client, name, case, **typed):
    return client.post(reverse(name, args=[case.pk]), {"once": once(), "seen": seen(case), **typed})


def triggers(client, case, **typed):
    return send(client, "case_triggers", case, reports=case.gathered.count(), **{**NO, **typed})


def test_before_anything_is_answered(world, client):
    page = get(client, "case_decision", quiet_case(world))
    assert "Nobody has decided on this case yet" in page
    assert "Nobody has answered the five triggers yet" in page
    assert "Refer now" in page
    assert "Manage it in school, with" not in page
    assert "None has been filled in" in page
    assert "Nothing has been saved yet" in page


def test_facts_of_the_reports_are_ticked_and_named(world, client):
    case = case_of(world, what=["threats", "stranger"])
    reference = case.gathered.get().report.reference
    page = get(client, "case_triggers", case)
    assert page.count(f"Told in {reference}.") == 2
    ticked = re.findall(r'<input[^>]*name="facts"[^>]*value="(\w+)"[^>]*checked', page)
    assert ticked == ["blackmail", "unknown_person"]
    assert 'name="adult" value="yes" checked' not in page, "nothing is answered for the lead"


@pytest.mark.parametrize("name", ["case_triggers", "case_questions"])
def test_source_and_confidence_stand_beside_each_question(world, client, name):
    page = get(client, name, quiet_case(world))
    texts = decision_texts()
    asked = (
        [*texts.triggers.values(), *texts.facts.values()]
        if name == "case_triggers"
        else reviews().initial_review.values()
    )
    for entry in asked:
        assert f"Source: {entry.source}. Checked 1 November 2026." in page
    assert page.count("To be confirmed by you.") >= sum(entry.to_be_confirmed for entry in asked)


def test_any_yes_and_managing_it_in_school_is_not_in_the_page(world, client):
    case = quiet_case(world)
    assert triggers(client, case, adult="yes").status_code == 303
    questions(world, case)
    page = get(client, "case_decision", case)
    assert "The guidance answers: Refer now" in page
    assert "An adult is involved." in page
    assert reverse("case_manage", args=[case.pk]) not in page
    assert reverse("case_find_out", args=[case.pk]) not in page
    for answer in (
        client.get(reverse("case_manage", args=[case.pk])),
        send(client, "case_manage", case, **RISK, reason="I would rather not"),
        send(client, "case_find_out", case, reason="Later"),
    ):
        assert answer.status_code == 403
        assert "The guidance says to refer this now" in text_of(answer)
    assert state_of(case) == "undecided"


def test_referring(world, client):
    case = case_of(world, what=["threats"])
    answer = send(client, "case_decide_refer", case, reason="Her mother is with me now.")
    assert answer.status_code == 303
    page = get(client, "case_decision", case)
    assert "Decided: refer now. Tell the police or children's social care at once." in page
    assert "Her mother is with me now." in page
    assert "It is decided: refer now." in page
    assert reverse("case_decide_refer", args=[case.pk]) not in page


def test_managing_in_school_to_the_sheet(world, client):
    case = quiet_case(world)
    triggers(client, case)
    page = get(client, "case_decision", case)
    assert "can be decided once the nine questions are answered" in page
    assert send(client, "case_questions", case, **QUESTIONS).status_code == 303
    assert reverse("case_manage", args=[case.pk]) in get(client, "case_decision", case)
    assert "why this is not referred" in get(client, "case_manage", case)
    answer = send(client, "case_manage", case, **RISK, reason="No pressure, no adult.")
    assert answer["Location"] == reverse("case_ask_sign_off", args=[case.pk])
    page = get(client, "case_decision", case)
    assert "Waiting for sign-off" in page
    assert "The head has not been asked yet" in page
    assert "No pressure, no adult." in page


def test_finding_out_first(world, client):
    case = quiet_case(world)
    triggers(client, case, sexual_under_13="unknown")
    page = get(client, "case_decision", case)
    assert "Answer the open questions first" in page
    assert reverse("case_manage", args=[case.pk]) not in page
    assert send(client, "case_find_out", case, reason=" ").status_code == 422
    assert send(client, "case_find_out", case, reason="The tutor knows the ages").status_code == 303
    page = get(client, "case_decision", case)
    assert "Finding out first" in page
    assert "The tutor knows the ages" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"adult": ""}, "Answer trigger 1"),
        ({"immediate_risk": "maybe"}, "Select a valid choice"),
        ({"facts": "weather"}, "Select a valid choice"),
        ({"facts": ""}, "Say why something that a report says is not so"),
        ({"facts": "", "why_words": "x" * 5_001}, "1 characters too long"),
        ({"seen": "x"}, "This page is too old"),
    ],
)
def test_triggers_that_are_wrong_are_given_back(world, client, typed, said):
    case = case_of(world, what=["threats"])
    answer = triggers(client, case, **{"facts": "blackmail", "coerced": "yes", **typed})
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert re.search(r'name="coerced"[^>]*value="yes"[^>]*checked', page)
    assert not Review.objects.exists()


def test_questions_that_are_wrong_are_given_back(world, client):
    case = quiet_case(world)
    answer = send(client, "case_questions", case, **QUESTIONS | {"viewing": "", "children_words": "She is eleven."})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Answer this: Must anybody look" in page
    assert "She is eleven." in page
    assert "Asha rings home at four." in page


def test_the_second_lead_is_told_and_loses_no_words(world, client):
    case = quiet_case(world)
    before = seen(case)
    review(world, case, world.dev)
    answer = send(client, "case_questions", case, seen=before, **QUESTIONS | {"children_words": "She is eleven."})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Dev Osei, at" in page
    assert "She is eleven." in page


def test_something_new_came_in(world, client):
    case = managed(world)
    another_report(world, case, what=["threats"])
    page = get(client, "case_decision", case)
    assert "Something new came in since this was decided: look again." in page
    assert "Blackmail: threats" in page
    assert "The guidance answers: Refer now" in page
    assert "Something new came in since: look again." in get(client, "case", case)
    assert re.search(r'<input[^>]*value="blackmail"[^>]*checked', get(client, "case_triggers", case))
    assert triggers(client, case, facts="blackmail").status_code == 303
    page = get(client, "case_decision", case)
    assert "Something new came in" not in page
    assert "An answer changed, so the last decision is open again." in page


def test_where_it_stands_is_on_the_page_of_the_case(world, client):
    case = quiet_case(world)
    assert "Not decided yet" in get(client, "case", case)
    decide(world, case, Choice.REFER)
    assert "Refer now" in get(client, "case", case)


def test_every_version_can_be_read(world, client):
    case = managed(world)
    review(world, case, world.dev, changed={"adult": "unknown"})
    page = get(client, "case_decision", case)
    for number in (1, 2, 3):
        assert reverse("case_review_version", args=[case.pk, number]) in page
    second, third = (get(client, "case_review_version", case, number) for number in (2, 3))
    assert "Saved by Asha Verma" in second
    assert "Asha rings home at four." in second
    assert "Not known yet" in third
    assert "Not known yet counts as yes: Is an adult involved?" in third
    assert client.get(reverse("case_review_version", args=[case.pk, 4])).status_code == 404
    assert client.get(reverse("case_review_version", args=[case.pk, 10**30])).status_code == 404


def test_a_closed_case_shows_what_was_decided_and_takes_nothing(world, client):
    case = managed(world)
    cases.close(case=case, outcome=Outcome.SUPPORTED, seen=case.version, ring=world.ring(world.asha), by=world.asha)
    page = get(client, "case_decision", case)
    assert "Waiting for sign-off" in page
    assert "This case is closed" in page
    assert reverse("case_decide_refer", args=[case.pk]) not in page
    answer = send(client, "case_decide_refer", case)
    assert answer.status_code == 403
    assert "Open it again first" in text_of(answer)


def test_opening_a_decision_is_journalled(world, client):
    case = quiet_case(world)
    get(client, "case_decision", case)
    assert Line.objects.filter(verb="case.opened_page", facts={"page": "decision"}).count() == 1


def test_questions_asked_of_the_database_do_not_grow(world, client, django_assert_max_num_queries):
    case = managed(world)
    for number in range(6):
        review(world, case, changed={"adult": "yes" if number % 2 else "unknown"})
        another_report(world, case, what=["other"])
    review(world, case)
    questions(world, case, changed={"viewing": "yes"})
    decide(world, case, Choice.MANAGE)
    for name in ("case_decision", "case_triggers", "case_questions", "case_manage", "case_ask_sign_off"):
        with django_assert_max_num_queries(23):
            get(client, name, case)
    with django_assert_max_num_queries(25):
        get(client, "case", case)


def test_nothing_that_was_told_is_in_an_address_or_message(world, client):
    case = quiet_case(world)
    answer = triggers(client, case, adult="yes")
    assert "adult" not in answer["Location"]
    assert Decision.objects.count() == 0

"""The pages of the forms around a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seawall.decisions import queries
from seawall.decisions.models import Paper
from seawall.kit import clock
from tests.decisions.helpers import case_of, quiet_case, review
from tests.staff.helpers import once, text_of

pytestmark = pytest.mark.django_db

VIEWING = {
    "grounds": "unavoidable",
    "would_distress": "no",
    "reason_words": "Found on the school's own device.",
    "discussed_with_words": "Hana Cole",
    "discussed_at_time": "0:01",
    "viewer_words": "Asha Verma",
    "witness_words": "Dev Osei",
    "place_words": "The head's office",
}


@pytest.fixture
def case(world):
    case = quiet_case(world)
    review(world, case)
    return case


@pytest.fixture
def client(world, client_for):
    return client_for(world.asha)


def day(name, days):
    at = timezone.localtime(clock.now() + timedelta(days=days))
    return {f"{name}-day": at.day, f"{name}-month": at.month, f"{name}-year": at.year}


def deletion(**changed):
    typed = {
        "reason_words": "Passed on; nobody else needs it.",
        "asked_by_words": "Asha Verma",
        "places": ["devices", "apps"],
        **day("asked_at_day", -1),
        **day("deadline_day", 2),
    }
    return {**typed, **changed}


def new(client, case, kind, **typed):
    return client.post(reverse("case_new_paper", args=[case.pk, kind]), {"once": once(), "seen": 0, **typed})


@pytest.mark.parametrize("kind", ["viewing", "seizure", "deletion"])
def test_no_form_takes_a_file(case, client, kind):
    page = text_of(client.get(reverse("case_new_paper", args=[case.pk, kind])))
    assert 'type="file"' not in page
    assert "multipart" not in page
    assert "To be confirmed by you." in page


def test_there_is_no_other_form(case, client):
    assert client.get(reverse("case_new_paper", args=[case.pk, "photograph"])).status_code == 404


def test_looking_and_what_came_of_it(case, client):
    assert new(client, case, "viewing", **VIEWING).status_code == 303
    paper = Paper.objects.get()
    address = reverse("case_paper", args=[case.pk, paper.sheet])
    assert address in text_of(client.get(reverse("case_decision", args=[case.pk])))
    page = text_of(client.get(address))
    assert "Dev Osei" in page
    assert 'name="grounds"' not in page, "what was decided first stays"
    typed = {"once": once(), "seen": 1, "viewed_at_time": "0:02", "followed_words": "Told the police."}
    assert client.post(address, typed).status_code == 303
    page = text_of(client.get(address))
    assert "Told the police." in page
    assert "2 versions were saved" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"would_distress": "yes"}, "Nobody may look if it could distress the child"),
        ({"would_distress": "unknown"}, "Nobody may look if it could distress the child"),
        ({"grounds": ""}, "Answer this: Why is there no other way?"),
        ({"witness_words": " "}, "Answer this: Which other member of staff"),
        ({"discussed_at_time": ""}, "Enter a day: When was it discussed?"),
        ({"discussed_at_time": "25:00"}, "Enter a time"),
    ],
)
def test_else_nobody_looks(case, client, changed, said):
    answer = new(client, case, "viewing", **VIEWING | changed)
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert "Found on the school's own device." in page
    assert not Paper.objects.exists()


def test_asking_a_child_to_delete(case, client):
    assert new(client, case, "deletion", **deletion()).status_code == 303
    paper = Paper.objects.get()
    page = text_of(client.get(reverse("case_paper", args=[case.pk, paper.sheet])))
    assert "Phones, tablets and computers; Apps, chats and social media" in page
    deadline = timezone.localtime(clock.now() + timedelta(days=2))
    assert f"{deadline.day} {deadline:%B} {deadline.year}, 23:59" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (day("deadline_day", -1), "This time has passed"),
        (day("asked_at_day", 3), "in the future"),
        ({"deadline_day-day": "31", "deadline_day-month": "2", "deadline_day-year": "2027"}, "must be a real date"),
        ({"places": []}, "Answer this: Where is it to be deleted?"),
        ({"places": "moon"}, "Select a valid choice"),
        ({"reason_words": "x" * 5_001}, "1 characters too long"),
    ],
)
def test_deletion_that_cannot_be_is_given_back(case, client, changed, said):
    answer = new(client, case, "deletion", **deletion(**changed))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Paper.objects.exists()


@pytest.mark.parametrize("police_open", [True, False])
def test_the_police_first(case, client, monkeypatch, police_open):
    monkeypatch.setattr(queries, "police_referral_open", lambda _case: police_open)
    page = text_of(client.get(reverse("case_new_paper", args=[case.pk, "deletion"])))
    assert ("A referral to the police is open" in page) is police_open
    answer = new(client, case, "deletion", **deletion())
    assert answer.status_code == (422 if police_open else 303)
    if police_open:
        assert "Ask for deletion only once they have agreed" in text_of(answer)
        agreed = deletion(police_agreed_at_time="0:01", police_agreed_at_words="DC Marsh")
        assert new(client, case, "deletion", **agreed).status_code == 303


def test_what_is_to_be_referred_is_held(world, client):
    case = case_of(world, what=["threats"])
    answer = new(client, case, "deletion", **deletion())
    assert answer.status_code == 422
    assert "Others may need this as evidence" in text_of(answer)


def test_a_form_of_another_case_is_not_here(world, case, client):
    new(client, case, "seizure", device_words="A phone", taken_at_time="0:01")
    sheet = Paper.objects.get().sheet
    other = quiet_case(world)
    assert client.get(reverse("case_paper", args=[other.pk, sheet])).status_code == 404

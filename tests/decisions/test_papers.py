"""The forms around a decision: each refusal from the guidance, what came of it later, versions, and the police first."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from seawall.decisions import papers, queries
from seawall.decisions.models import Paper
from seawall.decisions.rules import Paper as Kind
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused
from tests.decisions.helpers import case_of, decide, deletion, kinds, quiet_case, review, seizure, viewing

pytestmark = pytest.mark.django_db

NOW = clock.now
HOUR = timedelta(hours=1)


def save(world, case, kind, given, once=None):
    return papers.save(
        case=case, kind=kind, given=given, once=once or os.urandom(16), ring=world.ring(world.asha), by=world.asha
    )


def add(world, row, given, seen=None, by=None):
    by = by or world.asha
    return papers.add(
        case=row.case,
        sheet=row.sheet,
        given=given,
        seen=row.number if seen is None else seen,
        once=os.urandom(16),
        ring=world.ring(by),
        by=by,
    )


def given_of(world, row):
    found = queries.paper(row.case, world.ring(world.asha).data_key(row.case), row.sheet)
    assert found is not None
    return found.given


@pytest.fixture
def case(world):
    case = quiet_case(world)
    review(world, case)
    return case


VIEWING = [
    ({"would_distress": "yes"}, "could distress the child", "1.7 Never if viewing would distress the child"),
    ({"would_distress": "unknown"}, "could distress the child", "1.7 the DSL is satisfied, or nobody looks"),
    ({"grounds": ""}, "Answer this first", "1.7 View only if (a), (b) or (c)"),
    ({"grounds": "curious"}, "can't be answered", "1.7 View only if (a), (b) or (c)"),
    ({"discussed_with_words": " "}, "Talk it over", "1.7 discuss with head/SLT first"),
    ({"discussed_with_words": ""}, "Answer this first", "1.7 discuss with head/SLT first"),
    ({"witness_words": " "}, "in the room", "1.7 another staff member in the room"),
    ({"place_words": ""}, "Answer this first", "1.7 on school premises"),
    ({"reason_words": ""}, "Answer this first", "1.7 record how and why decided"),
    ({"discussed_at": NOW() + timedelta(days=2)}, "in the future", "1.7 discussed first"),
]


@pytest.mark.parametrize(("changed", "match", "source"), VIEWING)
def test_else_nobody_looks(world, case, changed, match, source):
    with pytest.raises(Refused, match=match):
        save(world, case, Kind.VIEWING, viewing(**changed))
    assert not Paper.objects.exists(), source


def test_looking_is_talked_over_first(world, case):
    looked = {"grounds": "only_way", "viewed_at": NOW() - 2 * HOUR}
    with pytest.raises(Refused, match="talked over first"):
        save(world, case, Kind.VIEWING, viewing(**looked))
    row = save(world, case, Kind.VIEWING, viewing(viewed_at=NOW() - 2 * HOUR))
    assert given_of(world, row)["grounds"] == "unavoidable", "what was found or shown was seen before"


def test_what_came_of_it_is_a_version_of_its_own(world, case):
    row = save(world, case, Kind.VIEWING, viewing(grounds="only_way"))
    later = {
        "viewed_at": NOW(),
        "followed_words": "Told the police.",
        "grounds": "to_report",
        "witness_words": "Nobody",
    }
    second = add(world, row, later)
    assert second.number == 2
    given = given_of(world, row)
    assert given["followed_words"] == "Told the police."
    assert (given["grounds"], given["witness_words"]) == ("only_way", "Dev Osei"), "what was decided first stays"
    assert kinds(case)[-2:] == ["form_saved", "form_saved"]
    add(world, second, {"viewed_at": given["viewed_at"]})
    assert "followed_words" not in given_of(world, row), "what came of it may be taken out again; versions are kept"
    assert Paper.objects.count() == 3
    with pytest.raises(Refused, match="future"):
        add(world, Paper.objects.latest("number"), {"viewed_at": NOW() + 5 * HOUR})


def test_two_leads_at_once(world, case):
    row = save(world, case, Kind.SEIZURE, seizure())
    add(world, row, {"offline": True}, by=world.dev)
    with pytest.raises(Clash, match="Dev Osei saved version 2"):
        add(world, row, {"switched_off": True})
    assert Paper.objects.count() == 2


def test_a_second_press_saves_one(world, case):
    once = os.urandom(16)
    for _ in range(2):
        save(world, case, Kind.SEIZURE, seizure(), once)
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"device_words": ""}, "Answer this first"),
        ({"taken_at": None}, "Answer this first"),
        ({"taken_at": "yesterday"}, "can't be answered"),
        ({"taken_at": NOW() + timedelta(days=1)}, "in the future"),
        ({"taken_at": NOW() - timedelta(days=365 * 40)}, "before any pupil"),
        ({"collected_at": NOW() - 2 * HOUR}, "before it was taken"),
        ({"offline": "yes"}, "can't be answered"),
    ],
)
def test_a_device(world, case, changed, match):
    with pytest.raises(Refused, match=match):
        save(world, case, Kind.SEIZURE, seizure(**changed))


def test_a_device_is_taken_whatever_the_decision(world):
    case = case_of(world, what=["threats"])
    row = save(
        world, case, Kind.SEIZURE, seizure(offline=True, not_looked=True, locked_away_words="Safe; Olu has the key")
    )
    add(world, row, {"collected_at": NOW(), "collected_at_words": "PC Reed"})
    given = given_of(world, row)
    assert given["collected_at_words"] == "PC Reed"
    assert "offline" not in given, "each version says what was ticked then"


DELETION = [
    ({"deadline": NOW() - HOUR}, "time has passed", "a deadline in the past"),
    ({"deadline": None}, "Answer this first", "1.9 give a deadline"),
    ({"places": []}, "Answer this first", "1.9 across devices, cloud, social media"),
    ({"places": ["moon"]}, "can't be answered", "1.9 across devices, cloud, social media"),
    ({"asked_by_words": ""}, "Answer this first", "1.9 asked_by"),
    ({"asked_at": NOW() + 3 * HOUR}, "in the future", "1.9 asked_at"),
    ({"child_confirmed_at": NOW() - 2 * HOUR}, "before the child was asked", "1.9 child_confirmed_at"),
    ({"police_agreed_at": NOW() + 3 * HOUR}, "in the future", "1.9 police_agreed_at"),
]


@pytest.mark.parametrize(("changed", "match", "source"), DELETION)
def test_deletion_that_cannot_be(world, case, changed, match, source):
    with pytest.raises(Refused, match=match):
        save(world, case, Kind.DELETION, deletion(**changed))
    assert not Paper.objects.exists(), source


def test_deletion_where_nobody_else_needs_it(world, case):
    row = save(world, case, Kind.DELETION, deletion(places_words="Phone and the school tablet", parents_told="yes"))
    given = given_of(world, row)
    assert given["places"] == ["devices", "cloud"]
    assert given["deadline"] > NOW()
    with clock.frozen(NOW() + timedelta(days=3)):
        add(world, row, {"child_confirmed_at": NOW(), "confirmed_to_words": "Dev"})
    assert given_of(world, row)["confirmed_to_words"] == "Dev", "after the deadline, too"


@pytest.mark.parametrize("police_open", [True, False])
@pytest.mark.parametrize("agreed", [True, False])
def test_nothing_is_deleted_while_the_police_may_need_it(world, case, monkeypatch, police_open, agreed):
    monkeypatch.setattr(queries, "police_referral_open", lambda _case: police_open)
    given = deletion(police_agreed_at=NOW() - HOUR) if agreed else deletion()
    if police_open and not agreed:
        with pytest.raises(Refused, match="with the police"):
            save(world, case, Kind.DELETION, given)
        assert not Paper.objects.exists()
    else:
        assert save(world, case, Kind.DELETION, given)


def test_what_was_asked_before_the_police_came_can_still_be_confirmed(world, case, monkeypatch):
    row = save(world, case, Kind.DELETION, deletion())
    monkeypatch.setattr(queries, "police_referral_open", lambda _case: True)
    assert add(world, row, {"child_confirmed_at": NOW(), "confirmed_to_words": "Dev"}).number == 2


def test_what_is_to_be_referred_is_held_too(world, case):
    decide(world, case, Choice.REFER)
    with pytest.raises(Refused, match="Others may need this as evidence"):
        save(world, case, Kind.DELETION, deletion())
    unanswered = quiet_case(world)
    with pytest.raises(Refused, match="Others may need this as evidence"):
        save(world, unanswered, Kind.DELETION, deletion())
    assert save(world, case, Kind.DELETION, deletion(police_agreed_at=NOW() - HOUR, police_agreed_at_words="DC Marsh"))


def test_a_form_of_another_case_is_not_there(world, case):
    row = save(world, case, Kind.SEIZURE, seizure())
    row.case = quiet_case(world)
    with pytest.raises(Gone):
        add(world, row, {"offline": True})


@pytest.mark.parametrize("kind", list(Kind))
def test_no_form_has_a_place_for_a_file(kind):
    assert {question.kind for question in queries.questions_of(kind).values()} <= {
        "choice", "choices", "yes_no_unknown", "yes_no", "words", "moment", "tick",
    }  # fmt: skip

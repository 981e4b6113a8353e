"""Rules of the decision that need no database: moves, what may be kept, and hostile answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases.rules import Outcome
from seawall.decisions import rules
from seawall.decisions.queries import questions_of
from seawall.decisions.rules import MOVES, Paper, State
from seawall.decisions.told import Reviewed, laid_down, taken_up
from seawall.decisions.wording import answered, differences
from seawall.guidance.rules.decision import Course
from seawall.guidance.rules.decision_data import reviews
from seawall.schools.rules import Role
from tests.decisions.helpers import NO, QUESTIONS, RISK

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_opened_again_and_referred_from(state):
    if state not in {State.UNDECIDED, State.REFERRED}:
        assert State.REFERRED in MOVES[state]
    if state is not State.UNDECIDED:
        assert State.UNDECIDED in MOVES[state]
    assert rules.may_move(state, state)


def test_only_what_waits_is_signed():
    assert [state for state in State if rules.may_move(state, State.SIGNED) is None] == [State.WAITING]


@pytest.mark.parametrize("role", list(Role))
def test_a_sheet_goes_to_a_head_only(role):
    assert (rules.may_send_to(role=role, works_here=True, has_keys=True) is None) is (role is Role.HEAD)
    assert rules.may_send_to(role=role, works_here=False, has_keys=True)
    assert rules.may_send_to(role=role, works_here=True, has_keys=False)


@pytest.mark.parametrize(
    ("state", "course", "outcome", "closes"),
    [
        (State.REFERRED, Course.REFER_NOW, Outcome.REFERRED, True),
        (State.REFERRED, Course.REFER_NOW, Outcome.SUPPORTED, True),
        (State.SIGNED, Course.MAY_MANAGE, Outcome.SUPPORTED, True),
        (State.SIGNED, Course.MAY_MANAGE, Outcome.REFERRED, False),
        (State.UNDECIDED, Course.MAY_MANAGE, Outcome.NO_CONCERN, True),
        (State.UNDECIDED, Course.NEEDS_ANSWERS, Outcome.PASSED_ON, True),
        (State.UNDECIDED, Course.MAY_MANAGE, Outcome.SUPPORTED, False),
        (State.UNDECIDED, Course.REFER_NOW, Outcome.NO_CONCERN, False),
        (State.WAITING, Course.MAY_MANAGE, Outcome.SUPPORTED, False),
        (State.SENT_BACK, Course.MAY_MANAGE, Outcome.NO_CONCERN, False),
        (State.FINDING_OUT, Course.NEEDS_ANSWERS, Outcome.NO_CONCERN, False),
    ],
)
def test_a_case_ends_as_it_was_decided(state, course, outcome, closes):
    told = {"state": state, "course": course, "outcome": outcome}
    assert (rules.may_close(**told, news=False) is None) is closes
    assert rules.may_close(**told, news=True), "something new is looked at first"


def test_what_may_be_kept():
    assert rules.may_keep(reviews().initial_review, QUESTIONS) is None
    assert rules.may_keep(reviews().risk_assessment, RISK) is None
    for key in QUESTIONS:
        if not key.endswith("_words"):
            assert rules.may_keep(reviews().initial_review, {**QUESTIONS, key: ""})


NASTY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3),
    st.datetimes(timezones=st.just(UTC)), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@given(st.sampled_from(list(Paper)), st.data())
def test_no_answer_breaks_the_rules(kind, data):
    asked = questions_of(kind)
    told = {name: data.draw(NASTY) for name in rules.names_of(asked)}
    list(
        rules.wrong_in(kind, told, now=NOW, new=data.draw(st.booleans()), police_referral_open=data.draw(st.booleans()))
    )
    kept = rules.may_keep(asked, told)
    assert kept is None or str(kept.reason)


@given(st.dictionaries(st.sampled_from([*NO]), st.sampled_from(["yes", "no", "unknown"])))
def test_what_is_sealed_is_read_back(triggers):
    told = Reviewed(triggers, ("adult",), ("blackmail",), "why", QUESTIONS)
    assert Reviewed.of(told.as_json()) == told
    assert told.answer().decision is Course.REFER_NOW
    assert differences(told, told) == []


def test_moments_are_moments_again():
    asked = questions_of("deletion")
    told = {"deadline": NOW, "places": ["cloud"], "reason_words": "x", "deadline_words": "2026"}
    assert taken_up(asked, laid_down(told)) == told


def test_what_reports_say_now_counts_at_once():
    told = Reviewed(NO, (), ("unknown_person",), "known after all", {})
    assert told.answer().decision is Course.MAY_MANAGE
    assert told.answer(["unknown_person"]).decision is Course.MAY_MANAGE, "it was looked at"
    assert told.answer(["blackmail"]).decision is Course.REFER_NOW


def test_answers_are_read_back_in_words():
    read = answered(questions_of("deletion"), {"places": ["devices", "cloud"], "parents_told": "no", "deadline": NOW})
    assert [each.said for each in read] == [
        "Phones, tablets and computers; Cloud and online storage",
        "24 November 2026, 09:00",
        "No",
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (Reviewed(NO), Reviewed(NO | {"adult": "yes"}), ["Is an adult involved? No → Yes"]),
        (Reviewed(NO, ("adult",)), Reviewed(NO), ["An adult: Yes → No"]),
        (Reviewed(), Reviewed(), []),
        (
            Reviewed(questions={"viewing": "no"}),
            Reviewed(questions={"viewing": "yes"}),
            ["Must anybody look at the picture or video to keep a child safe? No → Yes"],
        ),
        (
            Reviewed(questions={"children_words": "Eleven"}),
            Reviewed(),
            ["What about the children matters for the risk? Eleven → no answer"],
        ),
    ],
)
def test_what_changed(before, after, said):
    assert differences(before, after) == said

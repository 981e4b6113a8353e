"""The decision: every case by the guidance, and what holds for all of them."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.guidance.rules.decision import (
    SENTENCES,
    Answer,
    Course,
    Fact,
    Trigger,
    decide,
    decide_on,
    facts_of,
    read_answers,
    reason_text,
)
from seawall.guidance.rules.facts import CODED

NO = {key.value: "no" for key in Trigger}
MILDEST_FIRST = list(Course)
STRANGE_KEY: Any = {5: "yes"}

REFER, ASK, MANAGE = Course.REFER_NOW, Course.NEEDS_ANSWERS, Course.MAY_MANAGE
CASES = [
    # what changes from "five times no", the facts, what the guidance answers, the source line
    ({}, {}, MANAGE, "1.4 None apply: the school MAY respond without referral"),
    ({"adult": "yes"}, {}, REFER, "1.4 trigger 1: the incident involves an adult"),
    ({"coerced": "yes"}, {}, REFER, "1.4 trigger 2: coerced, blackmailed or groomed"),
    ({"unusual_or_violent": "yes"}, {}, REFER, "1.4 trigger 3: unusual for the developmental stage, or violent"),
    ({"sexual_under_13": "yes"}, {}, REFER, "1.4 trigger 4: sexual acts and any child in it under 13"),
    ({"immediate_risk": "yes"}, {}, REFER, "1.4 trigger 5: immediate risk of harm"),
    ({"adult": "unknown"}, {}, REFER, "1.4 Not known on 1, 2 or 5 = treat as yes until answered"),
    ({"coerced": "unknown"}, {}, REFER, "1.4 Not known on 1, 2 or 5 = treat as yes until answered"),
    ({"immediate_risk": "unknown"}, {}, REFER, "1.4 Not known on 1, 2 or 5 = treat as yes until answered"),
    ({"unusual_or_violent": "unknown"}, {}, ASK, "1.4 only where the DSL has enough information"),
    ({"sexual_under_13": "unknown"}, {}, ASK, "1.4 only where the DSL has enough information"),
    ({"unusual_or_violent": "unknown", "sexual_under_13": "unknown"}, {}, ASK, "1.4 only with enough information"),
    ({"unusual_or_violent": "unknown", "sexual_under_13": "yes"}, {}, REFER, "1.4 any yes = refer"),
    ({"unusual_or_violent": "unknown", "adult": "unknown"}, {}, REFER, "1.4 Not known on 1 = yes"),
    ({}, {"blackmail": True}, REFER, "0.1 no 'handle in school' outcome once blackmail is recorded"),
    ({}, {"adult": True}, REFER, "0.1 no 'handle in school' outcome once an adult is recorded"),
    ({}, {"unknown_person": True}, REFER, "0.1 no 'handle in school' outcome once an unknown person is recorded"),
    ({"sexual_under_13": "unknown"}, {"blackmail": True}, REFER, "0.1 blackmail always refers"),
    ({}, {"blackmail": False, "adult": False, "unknown_person": False}, MANAGE, "1.4 None apply"),
    ({}, {"blackmail": "unknown"}, REFER, "0.1 and 1.4: blackmail is trigger 2, not known counts as yes"),
    (dict.fromkeys(NO, "unknown"), {}, REFER, "1.4 Not known on 1, 2 or 5 = treat as yes until answered"),
    (dict.fromkeys(NO, "yes"), dict.fromkeys(Fact, True), REFER, "0.1 the letter's own case"),
]


@pytest.mark.parametrize(("changed", "facts", "course", "source"), CASES)
def test_the_guidance(changed, facts, course, source):
    assert decide(NO | changed, facts).decision is course, source


def test_every_combination_by_an_independent_reading():
    counts_as_yes = {"yes", "unknown"}
    for answers in product(("yes", "no", "unknown"), repeat=5):
        for facts in product((True, False), repeat=3):
            one, two, three, four, five = answers
            refer = any(facts) or {one, two, five} & counts_as_yes or "yes" in {three, four}
            expected = REFER if refer else ASK if "unknown" in {three, four} else MANAGE
            found = decide(dict(zip(Trigger, answers, strict=True)), dict(zip(Fact, facts, strict=True)))
            assert found.decision is expected
            assert found.needed == tuple(key for key, answer in zip(NO, answers, strict=True) if answer == "unknown")
            assert found.reasons


def test_not_known_says_that_it_counts_as_yes_and_what_is_needed():
    found = decide(NO | {"adult": "unknown", "sexual_under_13": "unknown"}, {})
    assert found.reasons == ("not_known_counts_as_yes:adult",)
    assert found.needed == ("adult", "sexual_under_13")
    assert reason_text(found.reasons[0]) == "Not known yet counts as yes: Is an adult involved?"


def test_a_missing_trigger_is_not_known():
    for key in NO:
        without = {name: answer for name, answer in NO.items() if name != key}
        assert decide(without, {}) == decide(NO | {key: "unknown"}, {})
    assert decide({}, {}).needed == tuple(NO)


def test_all_reasons_stand_side_by_side():
    found = decide(NO | {"coerced": "yes", "immediate_risk": "unknown"}, {"blackmail": True, "adult": "perhaps"})
    assert found.reasons == (
        "yes:coerced",
        "fact:blackmail",
        "not_known_counts_as_yes:immediate_risk",
        "fact_not_known_counts_as_yes:adult",
        "not_understood:facts.adult",
    )
    assert found.needed == ("immediate_risk", "adult")


# ------------------------------------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    "rubbish", ["maybe", "", "ja", 0, 1, 5, False, [], {}, ["yes"], 1.5, float("nan"), b"no", "no."]
)
@pytest.mark.parametrize("key", list(NO))
def test_rubbish_counts_as_not_known_and_is_named(key, rubbish):
    found, unknown = decide(NO | {key: rubbish}, {}), decide(NO | {key: "unknown"}, {})
    assert (found.decision, found.needed) == (unknown.decision, unknown.needed)
    assert f"not_understood:triggers.{key}" in found.reasons


@pytest.mark.parametrize("rubbish", ["maybe", "", 0, 1, [], {}, ["true"]])
@pytest.mark.parametrize("key", list(Fact))
def test_a_fact_that_cannot_be_read_refers_and_is_named(key, rubbish):
    found = decide(NO, {key.value: rubbish})
    assert found.decision is REFER
    assert f"not_understood:facts.{key}" in found.reasons


@pytest.mark.parametrize(
    ("written", "read"),
    [("YES", "yes"), (" no ", "no"), ("Unknown", "unknown"), (True, "yes"), (None, "unknown")],
)
def test_ways_to_write_an_answer(written, read):
    assert decide(NO | {"adult": written}, {}) == decide(NO | {"adult": read}, {})


def test_unknown_keys_are_named_and_change_nothing():
    found = decide(NO | {"adlt": "yes"} | STRANGE_KEY, {"weather\n": True, "x" * 99: 1})
    assert found.decision is MANAGE
    assert found.reasons[1:] == tuple(
        f"unknown_key:{key}" for key in ("facts.weather?", f"facts.{'x' * 40}", "triggers.5", "triggers.adlt")
    )


@pytest.mark.parametrize("nothing", [None, [], "yes", 5])
def test_no_mapping_at_all(nothing):
    assert decide(nothing, nothing).decision is REFER
    assert decide(NO, nothing).reasons == ("every_trigger_no", "not_understood:facts")


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.text(max_size=3))
answer = st.sampled_from(["yes", "no", "unknown", "", "YES", "rubbish"]) | anything
some_triggers = st.dictionaries(st.sampled_from([*NO, "strange"]), answer, max_size=6)
some_facts = st.dictionaries(st.sampled_from([*map(str, Fact), "strange"]), st.sampled_from([True, False]) | answer)


def milder(found, before):
    return MILDEST_FIRST.index(found.decision) < MILDEST_FIRST.index(before.decision)


@given(some_triggers, some_facts, st.sampled_from(list(NO)), st.sampled_from(list(Fact)))
@settings(max_examples=150, deadline=None)
def test_more_harm_is_never_milder(triggers, facts, key, fact):
    before = decide(triggers, facts)
    assert not milder(decide(triggers | {key: "yes"}, facts), before)
    assert not milder(decide(triggers, facts | {fact.value: True}), before)
    assert decide(triggers | {key: "yes"}, facts).decision is REFER
    if read_answers(triggers, facts).triggers[list(NO).index(key)][1] is Answer.NO:
        assert not milder(decide(triggers | {key: "unknown"}, facts), before)


@given(some_triggers, some_facts)
@settings(max_examples=150, deadline=None)
def test_anything_gets_an_answer_with_reasons_that_read_as_sentences(triggers, facts):
    found = decide(triggers, facts)
    assert found.reasons
    assert all(reason_text(code) not in {code, ""} for code in found.reasons)
    assert (found.decision is MANAGE) <= (not found.needed)
    assert (found.decision is ASK) <= bool(found.needed)
    assert found == decide_on(read_answers(triggers, facts))


def test_a_changed_answer_opens_the_decision_again():
    kept = read_answers(NO, {})
    assert read_answers(NO | {"adult": " No"}, {"blackmail": False}) == kept
    assert read_answers(NO | {"adult": "unknown"}, {}) != kept
    assert read_answers(NO, {"blackmail": True}) != kept


# ------------------------------------------------------------------------------------------------ reasons, facts of a report


def test_reason_codes_of_another_version_stay_as_they_are():
    for code in ("yes:weather", "fact:weather", "older", "", "{}", "yes:", "not_known:{0}"):
        assert reason_text(code) == code
    assert set(SENTENCES) >= {code.partition(":")[0] for code in decide({}, {}).reasons}


@pytest.mark.parametrize(
    ("coded", "facts"),
    [
        ({"what": ["threats"]}, {"blackmail": True}),
        ({"what": ["money"]}, {"blackmail": True}),
        ({"paid": "asked"}, {"blackmail": True}),
        ({"paid": "paid"}, {"blackmail": True}),
        ({"what": ["stranger"]}, {"unknown_person": True}),
        ({"what": ["stranger", "sent", "threats"], "year": "7"}, {"blackmail": True, "unknown_person": True}),
        ({"what": ["asked", "sent", "fake_account", "passed_on", "other"], "paid": "no"}, {}),
        ({"what": "nonsense", "strange": 5}, {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_facts_that_a_report_already_says(coded, facts):
    assert facts_of(coded) == facts


@given(st.dictionaries(st.sampled_from([*CODED, "strange"]), anything | st.lists(anything), max_size=5))
@settings(max_examples=100, deadline=None)
def test_facts_of_anything(coded):
    assert set(facts_of(coded)) <= set(Fact)
    assert all(facts_of(coded).values())


def test_the_letters_own_case_is_referred_before_a_question_is_answered():
    coded = {"what": ["stranger", "sent", "threats", "fake_account"], "year": "7"}
    assert decide(NO, facts_of(coded)).decision is REFER

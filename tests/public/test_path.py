"""Which question comes next, whatever was answered before; and the questions as data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.guidance.rules import facts
from seawall.reports import wording
from seawall.reports.questions import (
    BY_KEY,
    CODED_KEYS,
    ORDER,
    WORDS_KEYS,
    Kind,
    coded_of,
    heading_of,
    label_of,
    questions_of,
    voice_of,
    words_of,
)
from seawall.reports.rules import Road
from seawall.reports.wording import Voice
from seawall.web.public import path

ROADS = st.sampled_from([Road.CHILD.value, Road.PARENT.value])


def _answer(key: str) -> st.SearchStrategy[Any]:
    values = [value for value, _ in BY_KEY[key].choices]
    if BY_KEY[key].kind is Kind.WORDS:
        return st.none() | st.text(max_size=20)
    if BY_KEY[key].kind is Kind.ONE:
        return st.none() | st.sampled_from(values)
    return st.none() | st.lists(st.sampled_from(values), max_size=4, unique=True)


ANSWERS = st.fixed_dictionaries({}, optional={key: _answer(key) for key in BY_KEY})
ODD = st.none() | st.text(max_size=5) | st.integers() | st.lists(st.text(max_size=5), max_size=3)


@given(ROADS, ANSWERS)
def test_going_on_visits_every_question_once_and_ends_at_the_check(road: str, answers: dict[str, Any]) -> None:
    walk = [question.key for question in path.walk(road, answers)]
    seen, here = [walk[0]], path.after(road, answers, walk[0])
    while here:
        seen.append(here.key)
        here = path.after(road, answers, here.key)
    assert seen == walk
    assert len(set(walk)) == len(walk)


@given(ROADS, ANSWERS)
def test_back_undoes_on(road: str, answers: dict[str, Any]) -> None:
    for question in path.walk(road, answers):
        following = path.after(road, answers, question.key)
        if following:
            back = path.before(road, answers, following.key)
            assert back
            assert back.key == question.key
    assert path.before(road, answers, path.walk(road, answers)[0].key) is None


@given(ROADS, ANSWERS)
def test_the_first_open_question_has_no_answer_and_all_before_it_have(road: str, answers: dict[str, Any]) -> None:
    first = path.first_open(road, answers)
    for question in path.walk(road, answers):
        if first and question.key == first.key:
            assert question.key not in answers
            break
        assert question.key in answers


@given(ROADS, ANSWERS)
def test_the_number_is_within_the_whole(road: str, answers: dict[str, Any]) -> None:
    for question in path.walk(road, answers):
        number, of = path.place(road, answers, question.key)
        assert 1 <= number <= of <= 14


@given(ROADS, ANSWERS, st.text(max_size=12))
def test_a_question_not_asked_is_not_found(road: str, answers: dict[str, Any], key: str) -> None:
    found = path.find(road, answers, key)
    assert (found is not None) == (key in {question.key for question in path.pages(road, answers)})


@given(ANSWERS)
def test_money_is_asked_about_when_money_or_threats_were_told(answers: dict[str, Any]) -> None:
    asked = path.find("child", answers, "paid") is not None
    assert asked == bool({"money", "threats"} & set(answers.get("what") or []))


@given(st.lists(st.sampled_from([value for value, _ in wording.CHOICES["safe"]]), unique=True))
def test_a_danger_is_never_outweighed_by_safe(values: list[str]) -> None:
    kept = path.settled(BY_KEY["safe"], values)
    assert [value for value in kept if value != "safe"] == [value for value in values if value != "safe"]
    assert ("safe" in kept) == (values == ["safe"])


@given(st.dictionaries(st.sampled_from(sorted(BY_KEY)) | st.text(max_size=6), ODD))
def test_what_is_sent_holds_known_keys_and_values_only(answers: dict[str, Any]) -> None:
    usable = {key: value for key, value in answers.items() if key != "what" or not isinstance(value, int)}
    for key, value in coded_of(usable).items():
        many, choices = facts.CODED[key]
        assert set(value if many == facts.MANY else [value]) <= set(choices)
    assert set(words_of(usable)) <= WORDS_KEYS


def test_the_questions_know_the_same_answers_as_the_rules_of_danger() -> None:
    assert set(facts.CODED) == CODED_KEYS
    for key, (many, choices) in facts.CODED.items():
        assert {value for value, _ in BY_KEY[key].choices} == set(choices), key
        assert (BY_KEY[key].kind is Kind.MANY) == (many == facts.MANY)
    assert set(facts.FREE) | set(facts.NAMES) == WORDS_KEYS


@pytest.mark.parametrize("road", list(Road))
def test_every_question_has_words_on_every_road_that_asks_it(road: Road) -> None:
    assert len(set(ORDER[road])) == len(ORDER[road])
    for question in questions_of(road):
        for voice in {voice_of(road, {"about": about}) for about in ("me", "friend")}:
            assert str(question.heading(voice))
            if question.kind is not Kind.WORDS:
                assert len(question.choices_for(voice)) > 1


def test_a_word_is_said_in_the_reader_s_own_way() -> None:
    assert heading_of("safe") == "Is the child safe right now?"
    assert heading_of("none of ours") == "none of ours"
    assert label_of("safe", "hurt_self") == "May hurt themselves"
    assert label_of("safe", "hurt_self", Voice.ME) == "I might hurt myself"
    assert label_of("safe", "none of ours") == "none of ours"


def test_no_sentence_a_child_reads_is_long_or_blames() -> None:
    from seawall.reports.wording import _ASKED

    for key, asked in _ASKED.items():
        for voice, asking in asked.items():
            if voice is Voice.STAFF:
                continue
            for sentence in f"{asking.heading}. {asking.hint}".replace("?", ".").split("."):
                assert len(sentence.split()) <= 14, (key, sentence)
                assert not {"sexting", "self-generated", "alleged", "why"} & set(sentence.lower().split())

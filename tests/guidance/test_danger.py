"""The danger rules: what raises to what, and that nothing ever lowers."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.guidance.rules.danger import Level, assess, reason_text
from seawall.guidance.rules.danger_table import ALL_RULES
from seawall.guidance.rules.facts import CODED, FREE
from tests.guidance.corpus import sentences


@pytest.mark.parametrize(
    ("answers", "level", "reason"),
    [
        ({}, "routine", None),
        ({"what": ["other"], "safe": ["safe"]}, "routine", None),
        ({"safe": ["hurt_self"]}, "immediate", "hurt_self"),
        ({"safe": ["coming"]}, "immediate", "coming"),
        ({"safe": ["meet"]}, "immediate", "meet"),
        ({"safe": ["home_unsafe"]}, "immediate", "home_unsafe"),
        ({"safe": ["safe", "coming"]}, "immediate", "coming"),
        ({"safe": "coming"}, "immediate", "coming"),
        ({"what": ["threats"]}, "urgent", "threats"),
        ({"what": ["threats"], "still": "yes", "adult_knows": ["parent"]}, "urgent", "threats"),
        ({"what": ["threats"], "still": "yes", "adult_knows": ["nobody"]}, "immediate", "blackmail_alone"),
        ({"what": ["threats"], "still": "no", "adult_knows": ["nobody"]}, "urgent", "threats"),
        ({"what": ["money"], "words": "i have until midnight"}, "immediate", "blackmail_clock"),
        ({"what": ["threats"], "words": "he knows where i live"}, "immediate", "blackmail_near"),
        ({"what": ["money"]}, "urgent", "money"),
        ({"paid": "paid"}, "urgent", "paid"),
        ({"paid": "asked"}, "urgent", "money"),
        ({"paid": "no"}, "routine", None),
        ({"what": ["sent"]}, "urgent", "sent"),
        ({"what": ["passed_on"]}, "urgent", "passed_on"),
        ({"what": ["sent"], "year": 7}, "urgent", "maybe_under_13"),
        ({"what": ["stranger", "asked"]}, "urgent", "groomed"),
        ({"what": ["asked"], "still": "yes"}, "urgent", "asked_now"),
        ({"what": ["stranger"]}, "soon", "stranger"),
        ({"what": ["asked"]}, "soon", "asked"),
        ({"what": ["fake_account"]}, "soon", "fake_account"),
        ({"still": "yes"}, "soon", "still"),
        ({"contact": ["not_at_home"]}, "soon", "not_at_home"),
        ({"said": "she wants to die"}, "immediate", "words:suicide"),
        ({"name": "Kms", "child_name": "Die"}, "routine", None),
    ],
)
def test_answers(answers, level, reason):
    danger = assess(answers)
    assert danger.level.key == level
    assert danger.reasons[:1] == ((reason,) if reason else ()) or reason in danger.reasons


def test_levels_and_their_promises():
    assert [level.key for level in Level] == ["routine", "soon", "urgent", "immediate"]
    assert Level.IMMEDIATE.promise == "at once"
    assert Level.URGENT.promise == "within 1 hour"
    assert Level.SOON.promise == "within 4 school hours"
    assert Level.ROUTINE.promise == "by the next school day"


def test_every_rule_has_a_sentence_a_reason_and_a_code_of_its_own():
    assert len({rule.code for rule in ALL_RULES}) == len(ALL_RULES)
    for rule in ALL_RULES:
        assert rule.sentence.endswith(".")
        assert rule.because
        assert reason_text(rule.code) == rule.sentence
    assert reason_text("from another version") == "from another version"


def test_every_fact_of_a_rule_can_be_met():
    kinds = {f"words:{kind}" for kind in _kinds()}
    coded = {f"{key}={value}" for key, (_, values) in CODED.items() for value in values}
    asked = {fact for rule in ALL_RULES for group in rule.when for fact in group}
    assert asked <= kinds | coded
    assert kinds <= asked


def _kinds():
    from seawall.guidance.rules.words import _BOOKS

    return {phrase.kind for book in _BOOKS for group in book._phrases._by_word.values() for phrase in group}


def test_reasons_stand_gravest_first():
    danger = assess({"what": ["fake_account", "sent"], "safe": ["coming"]})
    assert danger.reasons == ("coming", "sent", "fake_account")


# ------------------------------------------------------------------------------------------------ properties

TEXTS = st.one_of(st.text(max_size=200), st.sampled_from([sentence for _, sentence in sentences("corpus_known")]))
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.lists(st.sampled_from(values), unique=True, max_size=4) for key, (_, values) in CODED.items()},
        **dict.fromkeys(FREE, TEXTS),
    },
)
GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*CODED, *FREE, "x"]) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(answers=ANSWERS, words=TEXTS, more=TEXTS, before=TEXTS)
@settings(max_examples=150, deadline=None)
def test_more_words_never_lower(answers, words, more, before):
    least = assess(answers, words)
    assert assess(answers, f"{before}\n{words}\n{more}").level >= least.level
    assert set(least.reasons) <= set(assess(answers, f"{before}\n{words}\n{more}").reasons)


@given(answers=ANSWERS, other=ANSWERS, words=TEXTS)
@settings(max_examples=150, deadline=None)
def test_more_answers_never_lower(answers, other, words):
    together = {**other, **answers}
    for key in other.keys() & answers.keys():
        if key in CODED:
            together[key] = answers[key] + other[key]
    assert assess(together, words).level >= assess(answers, words).level


@given(answers=ANSWERS, words=TEXTS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_order_of_answers_does_not_matter(answers, words, data):
    shuffled = {}
    for key in data.draw(st.permutations(list(answers))):
        value = answers[key]
        shuffled[key] = data.draw(st.permutations(value)) if isinstance(value, list) else value
    assert assess(shuffled, words) == assess(answers, words)


@given(words=st.sampled_from([sentence for _, sentence in sentences("corpus_known")]), data=st.data())
@settings(max_examples=150, deadline=None)
def test_case_and_unseen_characters_do_not_matter(words, data):
    at = data.draw(st.integers(0, len(words)))
    unseen = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u0301"))
    for other in (words.upper(), words.lower(), words.swapcase(), words[:at] + unseen + words[at:]):
        assert assess({}, other) == assess({}, words)


@given(
    answers=st.dictionaries(st.sampled_from([*CODED, *FREE]) | st.text(max_size=8), GARBAGE, max_size=6), words=GARBAGE
)
@settings(max_examples=200, deadline=None)
def test_garbage_never_crashes(answers, words):
    assert assess(answers, words).level in Level


@given(garbage=GARBAGE)
@settings(max_examples=60, deadline=None)
def test_answers_of_no_shape_never_crash(garbage):
    assert assess(garbage).level in Level


@given(answers=ANSWERS)
@settings(max_examples=60, deadline=None)
def test_unknown_keys_are_left_out(answers):
    assert assess({**answers, "colour": "hurt_self", "hurt_self": True, "safety": ["coming"]}) == assess(answers)


@given(answers=ANSWERS, words=TEXTS)
@settings(max_examples=60, deadline=None)
def test_it_survives_json(answers, words):
    line = json.loads(json.dumps({"answers": answers, "words": words}))
    assert assess(line["answers"], line["words"]) == assess(answers, words)

"""Reading age nine, and kind: every sentence that a child meets, and a looser bound for parents (ADR 0015)."""

from __future__ import annotations

import pytest

from tests.house.reading_age import grade, of_children, of_parents, sentences, syllables, words_of

NEVER = (
    "sexting", "self-generated", "alleged", "why did you", "your fault for", "should not have", "shouldn’t have", "victim",
    "indecent", "naughty", "silly", "stupid", "promise not to tell", "sextortion", "perpetrator", "disclose", "incident",
    "you let", "be more careful", "irresponsible", "inappropriate",
)  # fmt: skip
AGE = 5
"""A grade is the school year of the United States: add five for the age."""
SHORTEST = 5
"""Words from which a grade means anything: below, one long word decides it, and only the word is looked at."""


@pytest.mark.parametrize(
    ("texts", "mean", "worst", "longest_word"),
    [(of_children(), 4, 9, 4), (of_parents(), 5, 11, 5)],
    ids=["children", "parents"],
)
def test_reading_age(texts, mean, worst, longest_word):
    """Children: nine on the whole, and no sentence over fourteen. Parents: ten, and none over sixteen."""
    every = sorted({each for text in texts for each in sentences(text)}, key=grade, reverse=True)
    assert len(every) > 100
    long = [each for each in every if len(words_of(each)) >= SHORTEST]
    ten = "\n".join(f"  age {grade(each) + AGE:.0f}: {each}" for each in long[:10])
    assert sum(map(grade, long)) / len(long) <= mean, f"the ten hardest:\n{ten}"
    assert grade(long[0]) <= worst, f"the ten hardest:\n{ten}"
    too_long = [each for each in every if len(words_of(each)) > 20]
    assert too_long == []
    hard = {word for each in every for word in words_of(each) if syllables(word) > longest_word}
    assert hard == set()


@pytest.mark.parametrize("texts", [of_children(), of_parents()], ids=["children", "parents"])
def test_words_that_are_never_said(texts):
    assert [(word, text) for text in sorted(texts) for word in NEVER if word in text.casefold()] == []


@pytest.mark.parametrize(
    ("easy", "hard"),
    [
        ("Do not pay them.", "Under no circumstances should any remuneration be transferred."),
        ("Tell us who sent it to you.", "Immediate telephone notification is imperative if approached."),
    ],
)
def test_the_measure_tells_easy_from_hard(easy, hard):
    assert grade(easy) < 4
    assert grade(hard) > 12


@pytest.mark.parametrize(
    ("word", "count"), [("pay", 1), ("picture", 2), ("blackmail", 2), ("emergency", 4), ("impersonation", 5)]
)
def test_syllables(word, count):
    assert syllables(word) == count

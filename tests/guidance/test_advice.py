"""The advice: the right steps, in the right order, in words a child reads, each with its source."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.guidance.routes import CONFIDENCE, routes
from seawall.guidance.rules.advice import AUDIENCES, ENTRIES, AdviceError, advise, every_text, load_advice
from seawall.guidance.rules.facts import CODED

NEVER = (
    "sexting", "self-generated", "alleged", "why did you", "your fault for", "should not have", "victim",
    "indecent", "naughty", "silly", "stupid", "promise not to tell",
)  # fmt: skip

BLACKMAIL = {"what": ["stranger", "sent", "threats", "money"], "paid": "asked", "still": "yes", "year": "7"}


def keys(steps):
    return [step.key for step in steps]


def test_the_order_of_the_letter_corrected():
    assert keys(advise(BLACKMAIL, "child").steps) == [
        "stop_replying", "keep", "do_not_pay", "do_not_delete", "report", "report_remove_young", "block", "tell_someone",
    ]  # fmt: skip


def test_nothing_said_still_gives_the_steps():
    assert keys(advise({}, "child").steps) == [
        "stop_replying",
        "keep",
        "do_not_pay",
        "do_not_delete",
        "report",
        "block",
        "tell_someone",
    ]


@pytest.mark.parametrize("answer", ["coming", "hurt_self", "meet", "home_unsafe"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_danger_shows_999_before_anything(answer, audience):
    advice = advise({**BLACKMAIL, "safe": [answer]}, audience)
    assert advice.danger_first[0].key == "call_999"
    assert any("999" in line and "112" in line for line in advice.danger_first[0].lines)


@pytest.mark.parametrize("answer", ["coming", "hurt_self", "meet", "home_unsafe"])
def test_danger_shows_a_child_childline_too(answer):
    steps = advise({"safe": [answer]}, "child").danger_first
    assert any("0800 1111" in line for step in steps for line in step.lines)


def test_danger_in_words_alone_shows_999():
    assert advise({"words": "he said hes outside my house"}, "child").danger_first[0].key == "call_999"


def test_no_danger_no_danger_steps():
    assert advise(BLACKMAIL, "child").danger_first == ()


def test_paid_already_changes_the_step():
    assert "pay_no_more" in keys(advise({**BLACKMAIL, "paid": "paid"}, "child").steps)
    assert "do_not_pay" not in keys(advise({**BLACKMAIL, "paid": "paid"}, "child").steps)


@pytest.mark.parametrize(
    ("year", "step"),
    [
        ("7", "report_remove_young"),
        ("8", "report_remove"),
        ("9", "report_remove_older"),
        ("other", "report_remove"),
        (None, "report_remove"),
    ],
)
def test_report_remove_by_age(year, step):
    got = [
        key for key in keys(advise({"what": ["sent"], "year": year}, "child").steps) if key.startswith("report_remove")
    ]
    assert got == [step]


def test_fake_account_is_reported_by_the_person_or_a_parent_once():
    step = next(step for step in advise({"what": ["fake_account"]}, "parent").steps if step.key == "fake_account")
    text = " ".join(step.lines)
    assert "only you or your child can report it" in text
    assert "One good report" in text


def test_parents_first_stay_calm_and_do_not_look():
    assert keys(advise(BLACKMAIL, "parent").steps)[:3] == ["stay_calm", "no_punishing", "do_not_look"]


def test_staff_tell_the_lead_promise_nothing_look_at_nothing():
    got = keys(advise(BLACKMAIL, "staff").steps)
    assert got[:4] == ["tell_the_lead", "no_promise", "do_not_look", "own_words"]
    assert "do_not_delete" in got


def test_screenshots_of_threats_yes_of_a_nude_never():
    lines = next(step for step in advise({}, "child").steps if step.key == "keep").lines
    assert "A screenshot of threats, names and dates is fine." in lines
    assert "Never take a screenshot of a nude picture." in lines


def test_because_names_the_answers():
    step = next(step for step in advise(BLACKMAIL, "child").steps if step.key == "report_remove_young")
    assert step.because == ("what=sent", "what=threats", "year=7")
    assert next(step for step in advise({}, "child").steps if step.key == "keep").because == ()


def test_an_audience_there_is_none_of():
    with pytest.raises(ValueError, match="no such audience"):
        advise({}, "governor")  # type: ignore[arg-type]


@given(
    st.dictionaries(
        st.sampled_from(list(CODED)), st.lists(st.text(max_size=5)) | st.text(max_size=5) | st.none(), max_size=5
    )
)
@settings(max_examples=60, deadline=None)
def test_any_answers_give_advice(answers):
    for audience in AUDIENCES:
        assert advise(answers, audience).steps


# ------------------------------------------------------------------------------------------------ the file


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_every_step_has_its_source_and_real_routes(entry):
    assert entry.source
    assert date(2026, 1, 1) < entry.checked_on
    assert entry.confidence in CONFIDENCE
    assert set(entry.routes) <= routes().keys()
    assert entry.texts


def test_every_number_and_link_in_a_text_is_a_route():
    phones = {"".join(route.phone.split()) for route in routes().values()} | {"112"}
    for text in every_text():
        for number in re.findall(r"\b\d[\d ]{2,}\d\b", text):
            assert "".join(number.split()) in phones, text
        assert "http" not in text
        assert "www" not in text


@pytest.mark.parametrize("text", sorted(set(every_text())))
def test_wording(text):
    assert not any(word in text.lower() for word in NEVER)
    for sentence in re.split(r"(?<=[.!?:])\s", text):
        assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize(("audience", "grade"), [("child", 4.0), ("friend", 4.0), ("parent", 5.0), ("staff", 6.0)])
def test_reading_grade(audience, grade):
    """Flesch-Kincaid grade over all sentences; 4 is about age 9. A simple measure until the pages have their own."""
    texts = [entry.texts[audience] for entry in ENTRIES if audience in entry.texts]
    sentences = [one for _, lines in texts for line in lines for one in re.split(r"(?<=[.!?])\s", line)]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    assert 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59 <= grade
    assert len(words) / len(sentences) <= 12


def syllables(word):
    word = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word)))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("colour = 1", "x: colour is not a known key"),
        ("", "x: when is missing"),
        ('when = ["what=nothing"]', "x: when: no such answer: what=nothing"),
        ('confidence = "Q"', "x: confidence must be"),
        ('child = {title = "Do"}', "x.child: needs a title and lines"),
        ('child = "x"', "x: child must be of type dict"),
        ('nations = "mars"', "x: nations must be uk or elsewhere"),
        ("checked_on = 2062-11-01", "x: checked_on: 2062-11-01 is too old, or still to come"),
    ],
)
def test_a_wrong_file_is_refused_with_step_and_key(tmp_path, row, complaint):
    right = {"when": "[]", "routes": "[]", "source": '"s"', "checked_on": "2026-11-01", "confidence": '"R"'}
    if row:
        key, _, value = row.partition(" = ")
        right[key] = value
    else:
        del right["when"]
    path = tmp_path / "bad.toml"
    path.write_text("[x]\n" + "\n".join(f"{key} = {value}" for key, value in right.items()), "utf-8")
    with pytest.raises(AdviceError) as error:
        load_advice(path)
    assert re.match(r"bad\.toml:\d+: ", str(error.value))
    assert f": {complaint}" in str(error.value)

"""The wording of the decision and its forms: sourced, dated, kind, and refused with file and key where it is wrong."""

import re
from datetime import date

import pytest

from seawall.guidance.routes import CONFIDENCE, routes
from seawall.guidance.rules.decision import Course, Fact, Trigger, checked
from seawall.guidance.rules.decision_data import (
    DECISION,
    FORMS,
    KINDS,
    REVIEWS,
    DecisionDataError,
    DecisionTexts,
    decision_texts,
    every_text,
    load_decision,
    load_reviews,
    reviews,
)

TABLES = {
    **{name: getattr(decision_texts(), name) for name in ("triggers", "facts", "courses")},
    **{name: getattr(reviews(), name) for name in (*FORMS, "notes", "referrals", "clocks")},
}
ENTRIES = [(table, entry) for table, entries in TABLES.items() for entry in entries.values()]
NEVER = (
    "sexting", "self-generated", "alleged", "why did you", "victim", "indecent", "naughty", "consensual", "silly",
    "should not have", "upload", "attach",
)  # fmt: skip


@pytest.mark.parametrize(("table", "entry"), ENTRIES, ids=lambda each: getattr(each, "key", each))
def test_every_entry_is_sourced_and_dated(table, entry):
    assert re.search(r"guidance reference \d", entry.source), "a source points to where it was read"
    assert date(2026, 1, 1) < entry.checked_on
    assert entry.confidence in CONFIDENCE
    assert entry.to_be_confirmed is (entry.confidence != "R")


def test_the_five_triggers_in_the_order_of_the_guidance():
    triggers = decision_texts().triggers
    assert list(triggers) == list(Trigger)
    assert [trigger.number for trigger in triggers.values()] == [1, 2, 3, 4, 5]
    assert [trigger.number for trigger in triggers.values() if trigger.not_known_counts_as_yes] == [1, 2, 5]
    assert set(decision_texts().facts) == set(Fact)
    assert set(decision_texts().courses) == set(Course)


def test_the_nine_questions_and_the_six():
    assert [question.number for question in reviews().initial_review.values()] == list(range(1, 10))
    assert [question.number for question in reviews().risk_assessment.values()] == list(range(1, 7))
    assert {key: question.usual for key, question in reviews().initial_review.items() if question.usual} == {
        "viewing": "no",
        "parents": "yes",
    }


def test_the_deletion_form_has_the_fields_of_the_reference():
    assert set(reviews().deletion) == {
        "asked_by", "asked_at", "deadline", "places", "child_confirmed_at", "confirmed_to", "parents_told", "reason",
        "police_agreed_at",
    }  # fmt: skip


def test_the_referrals():
    kinds = reviews().referrals
    assert list(kinds) == ["police", "ceop", "social_care", "lado", "other"]
    assert kinds["police"].routes[0] == "police_emergency"
    assert all(set(kind.routes) <= routes().keys() and kind.have_ready for kind in kinds.values())
    assert [kind.key for kind in kinds.values() if not kind.routes] == ["lado"]


def test_a_law_that_is_not_known_to_be_in_force_runs_no_clock():
    clock = reviews().clocks["mandatory_report"]
    assert clock.hours is None
    assert "Not known to be in force" in clock.note


def test_no_kind_of_answer_takes_a_file():
    assert KINDS.isdisjoint({"file", "image", "upload", "attachment"})
    assert {question.kind for form in FORMS for question in TABLES[form].values()} <= KINDS


@pytest.mark.parametrize("text", list(every_text()))
def test_the_words(text):
    assert not any(word in text.lower() for word in NEVER), text
    assert "—" not in text
    assert "http" not in text
    phones = {"".join(route.phone.split()) for route in routes().values()}
    for number in re.findall(r"\b\d{3,}\b", text.replace("2024", "")):
        assert number in phones, text
    for sentence in re.split(r"[.:?;] ", text):
        assert len(sentence.split()) <= 34, sentence


def test_every_text_is_given_once_to_the_catalogue():
    texts = list(every_text())
    assert "Is an adult involved?" in texts
    assert (
        "It is the only way to decide whether to bring in other agencies; the facts cannot be had from the child"
        in texts
    )
    assert not {"words", "choice", "M", "adult"} & set(texts)


# ------------------------------------------------------------------------------------------------ a file that is wrong


def broken(tmp_path, original, old, new):
    text = original.read_text("utf-8")
    assert old in text
    path = tmp_path / original.name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number = 1", "", "decision.toml: triggers.adult: number is missing"),
        ("number = 1", "number = 0", "decision.toml: triggers.adult: number must be at least 1"),
        ("number = 1", 'number = "1"', "decision.toml: triggers.adult: number must be of type int"),
        ("number = 1", "number = true", "decision.toml: triggers.adult: number must be of type int"),
        ("number = 1", "number = 1\ncolour = 'red'", "decision.toml: triggers.adult: colour is not a known key"),
        (
            "not_known_counts_as_yes = true",
            "not_known_counts_as_yes = 1",
            "triggers.adult: not_known_counts_as_yes must be",
        ),
        ("checked_on = 2026-11-01", "checked_on = 'soon'", "triggers.adult: checked_on must be of type date"),
        (
            "checked_on = 2026-11-01",
            "checked_on = 2026-11-01T09:00:00",
            "triggers.adult: checked_on must be of type date",
        ),
        ('confidence = "M"', 'confidence = "X"', "triggers.adult: confidence must be R, S or M"),
        ('reason = "An adult is involved."', 'reason = ""', "triggers.adult: reason is empty"),
        ('trigger = "coerced"', 'trigger = "weather"', "facts.blackmail: no such trigger: weather"),
        ('lines = ["Tell', 'lines = [5, "Tell', "courses.refer_now: lines must hold texts only"),
        ("[triggers.adult]", "[weather.adult]", "weather is not a known table"),
        ("[triggers.adult]", "triggers = 5\n[x.adult]", "decision.toml: "),
        ("[triggers.adult]", "[triggers.adult", "decision.toml: "),
    ],
)
def test_a_wrong_decision_file(tmp_path, old, new, message):
    with pytest.raises(DecisionDataError, match=re.escape(message)):
        load_decision(broken(tmp_path, DECISION, old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "words"', 'kind = "file"', "reviews.toml: initial_review.more_information: kind: no such kind: file"),
        ('kind = "choice"', 'kind = "words"', "reviews.toml: viewing.grounds: choices: they belong"),
        ('usual = "no"', 'usual = "perhaps"', "reviews.toml: initial_review.viewing: usual: cannot be answered"),
        ('routes = ["ceop"]', 'routes = ["nowhere"]', "reviews.toml: referrals.ceop: no such route: nowhere"),
        ('told = "They have been told"', 'told = ""', "reviews.toml: parents.telling: choices must hold texts only"),
        ("[clocks.mandatory_report]", "[clocks.mandatory_report]\nhours = 0", "clocks.mandatory_report: hours must be"),
        ("[clocks.mandatory_report]", "[watches.mandatory_report]", "reviews.toml: clocks is missing"),
    ],
)
def test_a_wrong_reviews_file(tmp_path, old, new, message):
    with pytest.raises(DecisionDataError, match=re.escape(message)):
        load_reviews(broken(tmp_path, REVIEWS, old, new))


def test_a_table_that_is_none(tmp_path):
    path = tmp_path / "decision.toml"
    path.write_text("triggers = 5\nfacts = {}\ncourses = {}", "utf-8")
    with pytest.raises(DecisionDataError, match=r"decision\.toml: triggers must be a table"):
        load_decision(path)
    path.write_text("facts = {}\ncourses = {}\n[triggers]\nadult = 5", "utf-8")
    with pytest.raises(DecisionDataError, match=r"decision\.toml: triggers\.adult: must be a table"):
        load_decision(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DecisionDataError, match=r"reviews\.toml"):
        load_reviews(tmp_path / "reviews.toml")


def test_the_rule_holds_the_file_to_its_keys():
    texts = decision_texts()
    fewer = {key: trigger for key, trigger in texts.triggers.items() if key != "adult"}
    with pytest.raises(DecisionDataError, match=r"decision\.toml: triggers must be adult, coerced"):
        checked(DecisionTexts(fewer, texts.facts, texts.courses))

"""The rules behind the desk's forms: each refusal has its sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from seawall.guidance.rules import forms
from seawall.guidance.rules.decision import Course
from seawall.guidance.rules.forms import Choice
from seawall.schools.rules import Role


def sentence(refusal):
    return str(refusal.reason)


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decision", "offered"),
    [
        (Course.REFER_NOW, (Choice.REFER,)),
        (Course.NEEDS_ANSWERS, (Choice.REFER, Choice.FIND_OUT)),
        (Course.MAY_MANAGE, (Choice.REFER, Choice.MANAGE)),
        ("rubbish", (Choice.REFER,)),
        ("", (Choice.REFER,)),
    ],
)
def test_managing_it_in_school_is_offered_only_where_the_guidance_allows_it(decision, offered):
    assert forms.choices_for(decision) == offered
    assert [forms.may_choose(decision, choice) is None for choice in Choice] == [choice in offered for choice in Choice]


def test_each_refusal_says_what_to_do():
    assert "Answer every trigger" in sentence(forms.may_choose(Course.NEEDS_ANSWERS, Choice.MANAGE))
    assert "refer this now" in sentence(forms.may_choose(Course.REFER_NOW, Choice.MANAGE))
    assert "does not wait" in sentence(forms.may_choose(Course.REFER_NOW, Choice.FIND_OUT))
    assert "Nothing is missing" in sentence(forms.may_choose(Course.MAY_MANAGE, Choice.FIND_OUT))
    assert "Choose" in sentence(forms.may_choose("rubbish", Choice.FIND_OUT))
    assert "Choose" in sentence(forms.may_choose(Course.MAY_MANAGE, "wait"))


def test_whatever_is_not_a_referral_is_signed():
    assert not forms.needs_sign_off("refer")
    assert not forms.needs_sign_off("find_out"), "nothing is decided by it"
    assert forms.needs_sign_off("manage_in_school")
    assert forms.needs_sign_off("rubbish")


def test_only_the_head_signs():
    assert [role for role in Role if forms.may_sign_off(role) is None] == [Role.HEAD]
    assert forms.may_sign_off("rubbish")


def test_not_referring_needs_a_reason():
    assert forms.may_leave_unreferred(" \n")
    assert forms.may_leave_unreferred("Two friends of 15, no pressure, not passed on.") is None


@pytest.mark.parametrize(
    ("police_open", "agreed", "decision", "allowed"),
    [
        (False, None, None, True),
        (False, None, Course.MAY_MANAGE, True),
        (False, None, Course.REFER_NOW, False),
        (False, None, Course.NEEDS_ANSWERS, False),
        (True, None, None, False),
        (True, None, Course.MAY_MANAGE, False),
        (True, NOW, None, True),
        (True, NOW, Course.REFER_NOW, True),
        (False, NOW, Course.REFER_NOW, True),
    ],
)
def test_nothing_is_deleted_that_the_police_may_need(police_open, agreed, decision, allowed):
    refusal = forms.may_ask_for_deletion(police_referral_open=police_open, police_agreed_at=agreed, decision=decision)
    assert (refusal is None) is allowed


def test_a_deadline_is_still_to_come():
    assert forms.may_set_deadline(deadline=NOW + timedelta(days=1), now=NOW) is None
    assert forms.may_set_deadline(deadline=NOW, now=NOW)
    assert forms.may_set_deadline(deadline=NOW - timedelta(seconds=1), now=NOW)


def test_what_comes_after():
    assert forms.may_go_on(earlier=NOW, later=NOW, sentence="x") is None
    assert forms.may_go_on(earlier=None, later=NOW, sentence="x") is None
    assert forms.may_go_on(earlier=NOW, later=None, sentence="x") is None
    assert sentence(forms.may_go_on(earlier=NOW, later=NOW - timedelta(seconds=1), sentence="x")) == "x"


VIEWING = {"grounds": "only_way", "would_distress": "no", "discussed_with": "Hana Ito", "witness": "Dev Rao"}


@pytest.mark.parametrize("grounds", ["only_way", "to_report", "unavoidable"])
def test_looking_on_one_of_three_grounds(grounds):
    assert forms.may_view(**VIEWING | {"grounds": grounds}) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"grounds": "curious"},
        {"grounds": ""},
        {"would_distress": "yes"},
        {"would_distress": "unknown"},
        {"would_distress": ""},
        {"discussed_with": " "},
        {"witness": ""},
    ],
)
def test_else_nobody_looks(changed):
    assert sentence(forms.may_view(**VIEWING | changed))


@pytest.mark.parametrize("taken_with", ["social_care", "police"])
def test_not_telling_parents_is_decided_with_others(taken_with):
    assert forms.may_keep_from_parents(taken_with=taken_with, reason="Home is not safe.") is None
    assert forms.may_keep_from_parents(taken_with=taken_with, reason=" ")


@pytest.mark.parametrize("taken_with", ["", "nobody", "head"])
def test_not_by_the_school_alone(taken_with):
    assert forms.may_keep_from_parents(taken_with=taken_with, reason="Home is not safe.")

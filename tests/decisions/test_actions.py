"""Saving the review and deciding: every version kept, a changed answer opens the decision, two leads at once."""

from __future__ import annotations

import os

import pytest
from django.db import DatabaseError, connection, transaction

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.chronology import first_broken
from seawall.cases.opening import key_of
from seawall.cases.queries import lines_of, open_lines, reports_of
from seawall.cases.rules import Outcome
from seawall.decisions import papers, queries
from seawall.decisions.models import Decision, Paper, Review, Standing
from seawall.decisions.rules import Paper as Kind
from seawall.guidance.rules.decision import Course
from seawall.guidance.rules.forms import Choice
from seawall.journal.models import Line
from seawall.kit.refusal import Clash, Gone, Refused
from tests.decisions.helpers import (
    QUESTIONS,
    REASON,
    RISK,
    another_report,
    ask,
    case_of,
    decide,
    kinds,
    managed,
    questions,
    quiet_case,
    review,
    seen,
    seizure,
    sheet_of,
    state_of,
)

pytestmark = pytest.mark.django_db


def opened(world, case):
    return queries.opened(case, world.ring(world.asha).data_key(case))


def text_of_last(world, case):
    [line] = open_lines(case, world.ring(world.asha).data_key(case), lines_of(case)[:1])
    return line.text


def test_before_anybody_answers_the_guidance_says_refer(world):
    case = quiet_case(world)
    found = opened(world, case)
    assert found.answer.decision is Course.REFER_NOW
    assert found.offered == (Choice.REFER,)
    assert found.standing.state == "undecided"
    assert not found.news


def test_every_version_is_kept(world):
    case = quiet_case(world)
    assert review(world, case).number == 1
    assert questions(world, case).number == 2
    assert review(world, case, world.dev, changed={"adult": "unknown"}).number == 3
    key = world.ring(world.asha).data_key(case)
    told = [key.open(row, "told") for row in Review.objects.order_by("number")]
    assert [each["triggers"]["adult"] for each in told] == ["no", "no", "unknown"]
    assert [bool(each["questions"]) for each in told] == [False, True, True]
    courses = list(Review.objects.order_by("number").values_list("course", flat=True))
    assert courses == ["may_manage_in_school", "may_manage_in_school", "refer_now"]


def test_saving_what_is_there_already_saves_nothing(world):
    case = quiet_case(world)
    review(world, case)
    assert review(world, case) is None
    assert Review.objects.count() == 1
    assert kinds(case).count("reviewed") == 1


def test_a_second_press_saves_and_decides_once(world):
    case, once = quiet_case(world), os.urandom(16)
    for _ in range(2):
        review(world, case, seen=0, once=once)
    asked, decided = os.urandom(16), os.urandom(16)
    for _ in range(2):
        questions(world, case, seen=1, once=asked)
    for _ in range(2):
        decide(world, case, Choice.MANAGE, seen=2, once=decided)
    assert (Review.objects.count(), Decision.objects.count()) == (2, 1)


def test_two_leads_at_once(world):
    case = quiet_case(world)
    review(world, case, world.dev, seen=0)
    with pytest.raises(Clash, match=r"Dev Osei, at .*Saved version 1 of the review.*not done"):
        review(world, case, seen=0, changed={"adult": "yes"})
    questions(world, case)
    decide(world, case, Choice.REFER, world.dev, seen=2)
    with pytest.raises(Clash, match=r"Dev Osei, at .*Decided: refer now"):
        decide(world, case, Choice.MANAGE, seen=2)
    assert Decision.objects.get().choice == "refer"


def test_a_lead_may_always_refer(world):
    case = quiet_case(world)
    decide(world, case, Choice.REFER)
    assert state_of(case) == "referred"
    other = managed(world)
    decide(world, other, Choice.REFER)
    assert state_of(other) == "referred"


def test_referring_keeps_the_reasons(world):
    case = case_of(world, what=["threats"])
    review(world, case, facts=["blackmail"])
    decide(world, case, Choice.REFER)
    assert "There is blackmail." in text_of_last(world, case)
    with pytest.raises(Refused, match="decided already"):
        decide(world, case, Choice.REFER)


@pytest.mark.parametrize(
    ("coded", "changed", "facts"),
    [
        ({"what": ["threats"]}, {}, ["blackmail"]),
        ({"what": ["stranger"]}, {}, ["unknown_person"]),
        ({"what": ["other"]}, {"adult": "unknown"}, []),
        ({"what": ["other"]}, {"coerced": "yes"}, []),
        ({"what": ["other"]}, {"immediate_risk": "unknown"}, []),
        ({"what": ["other"]}, {"sexual_under_13": "unknown"}, []),
        ({"what": ["other"]}, {}, ["adult"]),
    ],
)
def test_managing_in_school_is_refused_by_the_action_too(world, coded, changed, facts):
    case = case_of(world, **coded)
    review(world, case, changed=changed, facts=facts)
    questions(world, case)
    with pytest.raises(Refused, match=r"refer this now|every trigger"):
        decide(world, case, Choice.MANAGE)
    assert state_of(case) == "undecided"


def test_finding_out_first_is_there_only_where_the_guidance_asks_for_answers(world):
    case = quiet_case(world)
    with pytest.raises(Refused, match="does not wait"):
        decide(world, case, Choice.FIND_OUT)
    review(world, case, changed={"sexual_under_13": "unknown"})
    decide(world, case, Choice.FIND_OUT, reason="Ask the tutor for the ages by four.")
    assert state_of(case) == "finding_out"
    review(world, case)
    assert state_of(case) == "undecided"
    with pytest.raises(Refused, match="Nothing is missing"):
        decide(world, case, Choice.FIND_OUT)


@pytest.mark.parametrize(
    ("how", "match"),
    [
        ({"reason": " "}, "why this is not referred"),
        ({"risk": {}}, "Answer this first"),
        ({"risk": RISK | {"beyond": ""}}, "Answer this first: Did it go further"),
        ({"risk": RISK | {"beyond": "maybe"}}, "can't be answered like that"),
    ],
)
def test_managing_needs_risk_assessment_and_reason(world, how, match):
    case = quiet_case(world)
    review(world, case)
    with pytest.raises(Refused, match="Answer this first: Is any child in danger now"):
        decide(world, case, Choice.MANAGE)
    questions(world, case)
    with pytest.raises(Refused, match=match):
        decide(world, case, Choice.MANAGE, **how)
    assert state_of(case) == "undecided"


def test_managed_in_school_waits_for_the_head(world):
    case = managed(world)
    assert state_of(case) == "waiting"
    found = queries.decided(case, world.ring(world.asha).data_key(case), Decision.objects.get())
    assert found.reason == REASON
    assert found.by == world.asha
    assert "Both fifteen." in [each.words for each in found.risk]


@pytest.mark.parametrize("state", ["waiting", "signed", "referred"])
def test_a_changed_answer_opens_the_decision_again(world, state):
    case = managed(world)
    if state == "signed":
        Standing.objects.filter(case=case).update(state="signed")
    elif state == "referred":
        decide(world, case, Choice.REFER)
    review(world, case, changed={"adult": "yes"})
    assert state_of(case) == "undecided"
    assert kinds(case)[-1] == "decision_reopened"
    assert text_of_last(world, case) == "Is an adult involved? No → Yes"
    assert case.lines.latest("number").facts == {"version": 3, "course": "refer_now"}


def test_a_changed_word_of_the_nine_questions_does_too(world):
    case = managed(world)
    questions(world, case, changed={"parents_words": "Dev rings home at five."})
    assert state_of(case) == "undecided"
    assert "Asha rings home at four. → Dev rings home at five." in text_of_last(world, case)


def test_first_answers_do_not_undo_a_referral(world):
    case = case_of(world, what=["threats"])
    decide(world, case, Choice.REFER)
    review(world, case, facts=["blackmail"])
    questions(world, case)
    assert state_of(case) == "referred"
    review(world, case, facts=["blackmail"], changed={"adult": "yes"})
    assert state_of(case) == "undecided"


def test_what_waits_for_the_head_is_taken_back_when_an_answer_changes(world):
    case = managed(world)
    ask(world, case)
    review(world, case, changed={"coerced": "yes"})
    assert sheet_of(case).state == "withdrawn"


def test_a_fact_of_a_report_is_taken_out_only_with_a_reason(world):
    case = case_of(world, what=["threats"])
    with pytest.raises(Refused, match="Say why"):
        review(world, case)
    review(world, case, why_not="The child ticked the wrong box and told Dev so.")
    found = opened(world, case)
    assert found.answer.decision is Course.MAY_MANAGE
    assert found.reviewed.reports_say == ("blackmail",)


def test_a_new_report_is_something_new(world):
    case = managed(world)
    another_report(world, case, what=["threats"])
    found = opened(world, case)
    assert found.news
    assert found.new_facts == ["blackmail"]
    assert found.answer.decision is Course.REFER_NOW
    assert queries.opened(case, key_of(case, world.ring(world.asha)), reports_of(case)) == found
    assert state_of(case) == "waiting", "a lead looks first"
    with pytest.raises(Clash, match="came into this case"):
        review(world, case, reports=1)
    review(world, case, facts=["blackmail"])
    assert state_of(case) == "undecided"
    assert not opened(world, case).news


def test_a_new_report_without_new_facts_is_looked_at_too(world):
    case = managed(world)
    another_report(world, case, what=["other"])
    assert opened(world, case).news
    assert questions(world, case, changed={"more_information_words": "What the friend saw"}) is not None
    assert opened(world, case).news, "the triggers have not been looked at again"
    assert review(world, case).number == 4
    assert not opened(world, case).news
    assert kinds(case)[-1] == "reviewed"


def test_what_is_managed_in_school_is_refused_while_a_new_report_says_blackmail(world):
    case = quiet_case(world)
    review(world, case)
    questions(world, case)
    another_report(world, case, paid="paid")
    with pytest.raises(Refused, match="refer this now"):
        decide(world, case, Choice.MANAGE)


@pytest.mark.parametrize(
    "given",
    [
        QUESTIONS | {"viewing": ""},
        QUESTIONS | {"viewing": "rubbish"},
        QUESTIONS | {"shared": ["yes"]},
        QUESTIONS | {"parents_words": "x" * 5_001},
        {},
    ],
)
def test_questions_that_cannot_be_kept(world, given):
    case = quiet_case(world)
    with pytest.raises(Refused):
        questions(world, case, given=given)
    assert not Review.objects.exists()


def test_a_closed_case_takes_nothing(world):
    case = managed(world)
    cases.close(case=case, outcome=Outcome.SUPPORTED, seen=case.version, ring=world.ring(world.asha), by=world.asha)
    for verb in (
        lambda: review(world, case, changed={"adult": "yes"}),
        lambda: questions(world, case, changed={"viewing": "yes"}),
        lambda: decide(world, case, Choice.REFER),
        lambda: ask(world, case),
    ):
        with pytest.raises(Refused, match="closed"):
            verb()


def test_closed_off_to_others_it_is_not_there(world):
    case = managed(world)
    ring = world.ring(world.asha)
    case.refresh_from_db()
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    case.refresh_from_db()
    with pytest.raises(Gone):
        review(world, case, world.dev, changed={"adult": "yes"})
    with pytest.raises(Gone):
        decide(world, case, Choice.REFER, world.dev)
    review(world, case, changed={"adult": "yes"})


def test_nothing_told_lies_in_clear(world):
    case = managed(world)
    ask(world, case, typed="Nobody was pressed, says the tutor.")
    tables = [
        "decisions_review",
        "decisions_decision",
        "decisions_signoff",
        "decisions_standing",
        "journal_line",
        "cases_line",
    ]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            rows = repr(cursor.fetchall())
            for hidden in ("rings home", "fifteen", "not passed on", "says the tutor", "immediate_risk", "coerced"):
                assert hidden not in rows, (table, hidden)


def test_each_verb_is_one_line_of_chronology_and_journal(world):
    case = managed(world)
    ask(world, case)
    assert kinds(case)[2:] == ["reviewed", "reviewed", "decided", "sign_off_asked"]
    assert first_broken(case) is None
    verbs = list(Line.objects.filter(verb__startswith="case.").order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == ["case.reviewed", "case.reviewed", "case.decided", "case.sign_off_asked"]


def test_seen_is_the_version_of_the_standing(world):
    case = managed(world)
    assert seen(case) == 3


@pytest.mark.parametrize("table", [Review, Decision, Paper])
def test_the_database_refuses_to_change_or_delete_what_was_decided(world, table):
    case = managed(world)
    papers.save(
        case=case, kind=Kind.SEIZURE, given=seizure(), once=os.urandom(16), ring=world.ring(world.asha), by=world.asha
    )
    before = list(table.objects.values())
    for change in (lambda: table.objects.update(number=9), lambda: table.objects.all().delete()):
        with pytest.raises(DatabaseError, match="what was decided only grows"), transaction.atomic():
            change()
    assert list(table.objects.values()) == before

"""Verbs on a referral: one line each, refused with a sentence, twice is once, the second of two is told what changed."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest
from django.db import IntegrityError, transaction

from seawall.cases import actions as cases
from seawall.cases import chronology, closing_off, queries
from seawall.cases.opening import key_of
from seawall.cases.rules import Outcome
from seawall.journal.models import Line as JournalLine
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox, StatusLine
from seawall.referrals import actions
from seawall.referrals.actions import Heard, Telling
from seawall.referrals.models import Referral
from seawall.referrals.queries import of_case, open_referrals
from seawall.referrals.rules import Agency, How, State
from tests.referrals.conftest import in_days

pytestmark = pytest.mark.django_db


def opened(case, hand, number=-1):
    key = key_of(case, hand.lead["ring"])
    return open_referrals(case, key, of_case(case), clock.now())[number]


def kinds(case):
    return [line.kind for line in case.lines.order_by("number") if line.kind.startswith("referral")]


def texts(case, hand):
    entries = queries.open_lines(case, key_of(case, hand.lead["ring"]), queries.lines_of(case))
    return "\n".join(f"{entry.said}\n{entry.text}" for entry in entries)


def test_from_begun_to_finished(case, asha):
    row = asha.draft(case)
    assert row.state == State.DRAFTED
    asha.make(row, said="All of it", reference="MC-1", whom="Desk 4")
    heard = Heard("They have it", in_days(3), reference="MC-2")
    actions.answer(heard=heard, **asha.press(row))
    row.refresh_from_db()
    actions.chase(heard=Heard("", in_days(5)), **asha.press(row))
    row.refresh_from_db()
    assert (row.state, row.next_check) == (State.ANSWERED, in_days(5))
    actions.close(text="Charged", **asha.press(row))
    found = opened(case, asha)
    assert (found.whom, found.said, found.reference, found.answer) == ("Desk 4", "All of it", "MC-2", "They have it")
    assert (found.row.state, found.row.next_check, found.due) == (State.CLOSED, None, False)
    assert kinds(case) == [
        "referral_drafted",
        "referral_made",
        "referral_answered",
        "referral_chased",
        "referral_closed",
    ]
    written = texts(case, asha)
    for words in (
        "Made a referral: Police, by 101",
        "To: Desk 4",
        "What was said: All of it",
        "Reference: MC-2",
        "Charged",
    ):
        assert words in written
    assert chronology.first_broken(case) is None


def test_no_sealed_word_is_in_the_journal_or_the_clear_columns(case, asha):
    asha.make(asha.draft(case), said="Pomegranate", reference="Zeppelin", whom="Quillon")
    clear = str(list(JournalLine.objects.values())) + str(list(Referral.objects.defer("words").values()))
    for word in ("Pomegranate", "Zeppelin", "Quillon"):
        assert word not in clear
    assert JournalLine.objects.filter(verb="case.referral_made", facts__agency="police", facts__how="101").count() == 1


def test_what_was_kept_stays_if_nothing_else_is_said(case, asha):
    row = asha.draft(case)
    actions.keep_said(text="The ready text", **asha.press(row))
    row.refresh_from_db()
    asha.make(row)
    assert opened(case, asha).said == "The ready text"


def test_made_on_another_day_stands_there_in_the_chronology(case, asha):
    at = clock.now() - dt.timedelta(days=2)
    row = asha.make(asha.draft(case), at=at)
    assert row.made_at == at
    assert case.lines.get(kind="referral_made").happened_at == at


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"at": dt.timedelta(hours=1)}, "in the future"),
        ({"at": dt.timedelta(days=-26 * 366)}, "before any pupil"),
        ({"next_check": -1}, "has passed"),
        ({"next_check": 5000}, "more than a year"),
        ({"whom": " "}, "Write something first"),
        ({"whom": "x" * 201}, "1 characters too long"),
        ({"reference": "x" * 101}, "1 characters too long"),
        ({"said": "x" * 100_001}, "1 characters too long"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(case, asha, more, said):
    row = asha.draft(case)
    if "at" in more:
        more = {"at": clock.now() + more["at"]}
    if "next_check" in more:
        more = {"next_check": in_days(more["next_check"])}
    with pytest.raises(Refused, match=said):
        asha.make(row, **more)
    row.refresh_from_db()
    assert (row.state, row.version) == (State.DRAFTED, 1)
    assert kinds(case) == ["referral_drafted"]


def test_each_is_told_in_its_own_ways_only(case, asha):
    row = asha.draft(case, Agency.CEOP)
    told = Telling(How.EMERGENCY, "x", "", "", in_days(1))
    with pytest.raises(Refused, match="can't be told that way"):
        actions.make(told=told, tell=False, **asha.press(row))


def test_the_lado_is_refused_where_no_staff_are_concerned(case, asha):
    with pytest.raises(Refused, match="only where somebody who works"):
        asha.draft(case, Agency.LADO)
    assert asha.draft(case, Agency.LADO, staff=True).staff_concerned


@pytest.mark.parametrize("verb", ["make", "answer", "chase", "close", "withdraw", "take_up", "keep_said"])
def test_a_verb_out_of_its_state_or_in_a_closed_case(case, asha, verb):
    wrong_states = {
        "make": ("made", "closed", "withdrawn"),
        "answer": ("drafted", "closed", "withdrawn"),
        "chase": ("drafted", "closed", "withdrawn"),
        "close": ("drafted", "closed", "withdrawn"),
        "withdraw": ("made", "withdrawn"),
        "take_up": ("made", "drafted"),
        "keep_said": (),
    }
    for state in wrong_states[verb]:
        with pytest.raises(Refused):
            do(verb, asha, brought_to(state, case, asha))
    row = asha.draft(case)
    cases.close(case=case, outcome=Outcome.REFERRED, seen=case.version, **asha.lead)
    with pytest.raises(Refused, match="case is closed"):
        do(verb, asha, row)


def brought_to(state, case, hand):
    row = hand.draft(case)
    if state == "withdrawn":
        do("withdraw", hand, row)
    elif state != "drafted":
        hand.make(row)
        if state == "closed":
            do("close", hand, row)
    row.refresh_from_db()
    assert row.state == state
    return row


def do(verb, hand, row, **more):
    given: dict[str, dict[str, object]] = {
        "make": {"told": Telling(How.NON_EMERGENCY, "x", "", "", in_days(1)), "tell": False},
        "answer": {"heard": Heard("x", in_days(1))},
        "chase": {"heard": Heard("", in_days(1))},
        "take_up": {},
    }
    getattr(actions, verb)(**hand.press(row, **more), **given.get(verb, {"text": "x"}))


def test_a_second_press_changes_nothing(case, asha):
    once = secrets.token_bytes(16)
    row, again = asha.draft(case, once=once), asha.draft(case, once=once)
    assert row.pk == again.pk
    press = secrets.token_bytes(16)
    for _ in range(2):
        do("make", asha, row, once=press, seen=1)
    answered = secrets.token_bytes(16)
    for _ in range(2):
        do("answer", asha, row, once=answered, seen=2)
    assert kinds(case) == ["referral_drafted", "referral_made", "referral_answered"]


def test_the_second_of_two_leads_is_told_what_changed(case, asha, dev):
    row = asha.draft(case)
    theirs = Referral.objects.get(pk=row.pk)
    asha.make(row)
    with pytest.raises(Clash, match=r"Asha Verma at \d\d:\d\d: “Made a referral: Police, by 101”") as told:
        do("withdraw", dev, theirs)
    assert "was not done" in str(told.value)
    assert kinds(case) == ["referral_drafted", "referral_made"]


def test_finished_and_withdrawn_are_taken_up_again(case, asha):
    done, gone = brought_to("closed", case, asha), brought_to("withdrawn", case, asha)
    do("take_up", asha, done)
    do("take_up", asha, gone)
    done.refresh_from_db()
    gone.refresh_from_db()
    assert (done.state, gone.state) == (State.MADE, State.DRAFTED)
    assert done.made_at is not None


def test_a_withdrawal_needs_its_reason(case, asha):
    row = asha.draft(case)
    with pytest.raises(Refused, match="Write something"):
        actions.withdraw(text="  ", **asha.press(row))


@pytest.mark.parametrize(
    ("agency", "status"), [("police", "told_police"), ("ceop", "told_ceop"), ("social_care", "told_social_care")]
)
def test_every_reporter_is_told(case, asha, agency, status):
    asha.make(asha.draft(case, Agency(agency)), tell=True)
    assert StatusLine.objects.filter(status=status).count() == 2
    asha.make(asha.draft(case, Agency(agency)), tell=True)
    assert StatusLine.objects.filter(status=status).count() == 2
    assert case.lines.filter(kind="reporter_told", facts__status=status).count() == 2


def test_nobody_is_told_without_the_tick_or_of_the_lado(case, asha):
    before = StatusLine.objects.count()
    asha.make(asha.draft(case), tell=False)
    asha.make(asha.draft(case, Agency.LADO, staff=True), tell=True)
    asha.make(asha.draft(case, Agency.OTHER), tell=True)
    assert StatusLine.objects.count() == before


def test_a_reporter_who_threw_the_code_away_is_not_said_to_be_told(case, asha):
    mailboxes.throw_code_away(mailbox=Mailbox.objects.select_related("report")[0])
    asha.make(asha.draft(case), tell=True)
    assert StatusLine.objects.filter(status="told_police").count() == 1


def test_a_case_closed_off_to_others_is_not_there(case, asha, dev, world):
    row = asha.draft(case)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha.lead)
    with pytest.raises(Gone):
        do("make", dev, Referral.objects.get(pk=row.pk))
    with pytest.raises(Gone):
        dev.draft(case)
    asha.make(Referral.objects.get(pk=row.pk))
    assert opened(case, asha).whom == "Desk 4"


@pytest.mark.parametrize(
    "change", [{"state": "made"}, {"how": "101"}, {"made_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}]
)
def test_the_table_holds_that_only_what_was_made_has_a_time(case, asha, change):
    row = asha.draft(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(**change)

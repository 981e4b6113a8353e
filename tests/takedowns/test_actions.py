"""Verbs on a fake account: what they refuse, what they leave in chronology and journal, what two leads do to one another."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest

from seawall.cases import actions as cases
from seawall.cases import chronology, closing_off
from seawall.journal.models import Line as JournalLine
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.mailbox import actions as mailboxes
from seawall.takedowns import actions, queries
from seawall.takedowns.actions import Done, Seen
from seawall.takedowns.models import FakeAccount
from seawall.takedowns.rules import Reporter, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(world):
    return {"ring": world.ring(world.asha), "by": world.asha}


@pytest.fixture
def told(world):
    return world.tell()


@pytest.fixture
def case(world, lead, told):
    return cases.start(school=world.marram, title="Kites", report=told[0], seen=1, **lead)


@pytest.fixture
def account(case, lead):
    return actions.add(case=case, seen=Seen("instagram", "jess.m_07", age=12), once=secrets.token_bytes(16), **lead)


def go(account, to, lead, **done):
    actions.move(account=account, to=to, done=Done(**done), version=account.version, **lead)


def kinds(case):
    return list(case.lines.order_by("number").values_list("kind", flat=True))


def test_the_whole_road_and_a_second_round(case, account, lead):
    go(account, State.PACK_GIVEN, lead)
    go(account, State.REPORTED, lead, reporter=Reporter.PARENT, number="IG-1")
    assert account.look_at - clock.now() > dt.timedelta(hours=47)
    go(account, State.REFUSED, lead)
    go(account, State.ESCALATED, lead)
    go(account, State.REMOVED, lead)
    assert account.round == 1
    go(account, State.BACK, lead)
    assert account.round == 2
    go(account, State.REPORTED, lead)
    assert kinds(case)[2:] == [
        "account_seen",
        "account_pack_given",
        "account_reported",
        "account_refused",
        "account_escalated",
        "account_removed",
        "account_back",
        "account_reported",
    ]
    assert chronology.first_broken(case) is None


def test_what_is_known_of_it_is_sealed(account, lead):
    go(account, State.REPORTED, lead, number="IG-1", words="Mum rang")
    row = FakeAccount.objects.get()
    step = row.steps.get()
    for sealed in (row.told, step.words):
        for secret in (b"jess", b"IG-1", b"Mum"):
            assert secret not in sealed.box
    assert "jess" not in str(list(JournalLine.objects.values_list("facts", flat=True)))
    key = lead["ring"].data_key(row.case)
    assert queries.show(row, key).name == "jess.m_07"
    assert queries.steps_of(row, key)[0].number == "IG-1"


def test_a_second_report_is_refused_and_nothing_is_left(account, lead):
    go(account, State.REPORTED, lead)
    version = account.version
    with pytest.raises(Refused, match="One good report"):
        go(account, State.REPORTED, lead)
    account.refresh_from_db()
    assert (account.version, account.steps.count()) == (version, 1)


def test_the_second_of_two_is_told(account, lead, world):
    mine, theirs = FakeAccount.objects.get(), FakeAccount.objects.get()
    go(mine, State.REPORTED, lead)
    with pytest.raises(Clash, match="Somebody else was quicker"):
        go(theirs, State.REMOVED, {"ring": world.ring(world.dev), "by": world.dev})


def test_a_step_is_taken_back_and_stays_written(account, lead):
    go(account, State.REPORTED, lead)
    go(account, State.REMOVED, lead)
    go(account, State.BACK, lead)
    for state, round_ in ((State.REMOVED, 1), (State.REPORTED, 1), (State.SEEN, 1)):
        actions.take_back(account=account, version=account.version, **lead)
        assert (account.state, account.round) == (state, round_)
    with pytest.raises(Refused, match="no step"):
        actions.take_back(account=account, version=account.version, **lead)
    assert account.steps.count() == 3


def test_a_pupil_who_really_owns_it(account, lead):
    go(account, State.NOT_FAKE, lead)
    assert not FakeAccount.objects.up().exists()
    go(account, State.SEEN, lead)
    assert FakeAccount.objects.up().exists()


def test_looking_again(account, lead):
    go(account, State.REMOVED, lead)
    for due in (True, False):
        actions.looked(account=account, version=account.version, **lead)
        assert (account.look_at is not None) is due


def test_whoever_told_us_hears_it(told, account, lead):
    _report, code = told
    go(account, State.REPORTED, lead, tell_reporters=True)
    go(account, State.REMOVED, lead, tell_reporters=True)
    mailbox = mailboxes.find(school=account.school, code=code)
    assert {"account_reported", "account_gone"} <= set(mailbox.status_lines.values_list("status", flat=True))


def test_nothing_happens_tomorrow(case, account, lead):
    tomorrow = clock.now() + dt.timedelta(days=1)
    with pytest.raises(Refused):
        go(account, State.REPORTED, lead, at=tomorrow)
    with pytest.raises(Refused):
        actions.add(case=case, seen=Seen("x", "y", seen_at=tomorrow), once=secrets.token_bytes(16), **lead)


@pytest.mark.parametrize(
    "name", ["two words", "😢👻", "j\u200bess", "x" * 500, "هم", "https://www.instagram.com/jess?igsh=abc", "jеss"]
)
def test_names_as_they_are(case, lead, name):
    account = actions.add(case=case, seen=Seen("other", name), once=secrets.token_bytes(16), **lead)
    assert queries.show(account, lead["ring"].data_key(case)).name == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 501])
def test_no_name_and_endless_names_are_refused(case, lead, name):
    with pytest.raises(Refused):
        actions.add(case=case, seen=Seen("other", name), once=secrets.token_bytes(16), **lead)


def test_the_board_of_a_lead_who_is_closed_out_is_empty(world, case, account, lead):
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **lead)
    dev = world.ring(world.dev)
    assert not queries.board(world.marram, dev).exists()
    assert not queries.to_look_at(world.marram, dev, clock.now()).exists()
    fresh = FakeAccount.objects.select_related("case").get()
    with pytest.raises(Gone):
        go(fresh, State.REPORTED, {"ring": dev, "by": world.dev})
    assert queries.board(world.marram, world.ring(world.asha)).count() == 1


def test_a_closed_case_takes_no_new_account(case, lead):
    from seawall.cases.rules import Outcome

    cases.close(case=case, outcome=Outcome.SUPPORTED, seen=case.version, **lead)
    with pytest.raises(Refused):
        actions.add(case=case, seen=Seen("x", "y"), once=secrets.token_bytes(16), **lead)

"""A fake account's road: which steps follow which, and when somebody looks again."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from seawall.takedowns import rules
from seawall.takedowns.rules import MOVES, UP, State
from seawall.takedowns.wording import NEXT, STATES

NOW = dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC)


def test_one_good_report_and_no_second():
    """Guidance reference 0.7: no mass reporting. After a refusal it may be tried again."""
    refusal = rules.may_move(State.REPORTED, State.REPORTED)
    assert refusal is not None
    assert "One good report is enough" in str(refusal.reason)
    assert rules.may_move(State.REFUSED, State.REPORTED) is None


def test_forty_eight_hours_after_a_report_somebody_asks_again():
    """Guidance reference 0.8."""
    assert rules.next_look(State.REPORTED, NOW) == NOW + dt.timedelta(hours=48)
    assert rules.is_chase(State.REPORTED)
    assert not rules.is_chase(State.REMOVED)


def test_a_removed_account_is_looked_for_again_and_then_no_more():
    looks = [rules.next_look(State.REMOVED, NOW, looks) for looks in range(rules.LOOKS_AFTER_REMOVAL + 1)]
    assert looks[0] == NOW + dt.timedelta(days=7)
    assert looks[-1] is None
    assert rules.next_look(State.NOT_FAKE, NOW) is None


@given(st.lists(st.sampled_from(State), max_size=12))
def test_whatever_is_tried_an_account_stands_somewhere_and_can_go_on(tried):
    """No road leads into a state that cannot be left, and what is up is always looked at again."""
    state = State.SEEN
    for to in tried:
        if rules.may_move(state, to) is None:
            state = to
        assert MOVES[state]
        assert (rules.next_look(state, NOW) is not None) or state is State.NOT_FAKE
    assert state in UP or state in {State.REMOVED, State.NOT_FAKE}


def test_every_state_has_its_words():
    assert set(STATES) == set(NEXT) == set(State)

"""The rules of tasks and check-ins, for every state and any day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.support import rules
from seawall.support.rules import CheckInState, TaskState

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))


@given(DAYS, DAYS)
def test_only_today_and_two_years_can_be_planned(day, today):
    refused = rules.may_be_planned(day, today) is not None
    assert refused == (day < today or (day - today).days > 732)


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("to", TaskState)
def test_a_task_moves_as_the_table_says(state, to):
    refusal = rules.may_move_task(state, to)
    assert (refusal is None) == (to in rules.TASK_MOVES[state])
    assert (rules.may_hand_over(state) is None) == (state is TaskState.OPEN)


@pytest.mark.parametrize("state", CheckInState)
@pytest.mark.parametrize("to", [CheckInState.HELD, CheckInState.NOT_HELD])
def test_a_check_in_is_written_down_once(state, to):
    assert (rules.may_record(state, to) is None) == (state is CheckInState.PLANNED)

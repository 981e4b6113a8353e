"""Series: what a lead joins, splits and takes back, each exactly, each kept."""

from __future__ import annotations

import os

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases import closing_off
from seawall.cases.chronology import first_broken
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.series import actions, rules
from seawall.series.models import Act, Move, Place, Series
from seawall.series.rules import Kind, Moved
from tests.series.helpers import a_case, a_series, asking


@pytest.fixture
def four(world):
    return [a_case(world, name) for name in ("kai_skates09", "KaiSkates", "jess.m_07", "freddie.lund.7")]


def seen(series):
    """The version that a page made now would show."""
    return Series.objects.get(pk=series.pk).version


def stands():
    return {place.case_id: place.series_id for place in Place.objects.all()}


def test_a_series_begins_once_is_sealed_and_stands_in_each_chronology(world, four):
    asked = asking(world, why="The same words", once=b"1" * 16)
    series = actions.begin(school=world.marram, name="Kai Skates", cases=four[:2], asked=asked)
    assert actions.begin(school=world.marram, name="Kai Skates", cases=four[:2], asked=asked) == series
    assert Series.objects.count() == Act.objects.count() == 1
    assert b"Kai" not in series.name.box
    assert b"same" not in Act.objects.get().why.box
    assert stands() == {four[0].pk: series.pk, four[1].pk: series.pk}
    for case in four[:2]:
        line = case.lines.last()
        assert (line.kind, line.facts) == ("series_joined", {"series": series.reference})
        assert first_broken(case) is None
    assert list(Series.objects.live()) == [series]


def test_what_was_done_already_is_answered_by_a_refusal(world, four):
    series = a_series(world, *four[:2])
    others = a_series(world, *four[2:])
    for cases, sentence in ((four[:1], "in this series already"), (four[2:3], "in another series")):
        with pytest.raises(Refused, match=sentence):
            actions.join(series=series, cases=cases, seen=seen(series), asked=asking(world))
    with pytest.raises(Refused, match="not in this series"):
        actions.take_out(series=series, case=four[2], seen=seen(series), asked=asking(world))
    with pytest.raises(Refused, match="at least two"):
        actions.begin(school=world.marram, name="One", cases=four[:1], asked=asking(world))
    with pytest.raises(Refused, match="Leave at least one"):
        actions.split(series=series, name="All", cases=four[:2], seen=seen(series), asked=asking(world))
    with pytest.raises(Refused, match="That is this series"):
        actions.merge(series=series, other=series, seen=seen(series), asked=asking(world))
    actions.merge(series=series, other=others, seen=seen(series), asked=asking(world))
    with pytest.raises(Refused, match="no case left"):
        actions.merge(series=series, other=others, seen=seen(series), asked=asking(world))


def test_joining_two_series_and_taking_it_back_is_exact(world, four):
    series, others = a_series(world, *four[:2]), a_series(world, *four[2:], name="Jess")
    before = stands()
    actions.merge(series=series, other=others, seen=seen(series), asked=asking(world))
    assert set(stands().values()) == {series.pk}
    assert list(Series.objects.live()) == [series]
    act = Act.objects.select_related("series").get(kind=Kind.MERGED)
    actions.take_back(act=act, seen=seen(act.series), asked=asking(world))
    assert stands() == before
    again = Act.objects.select_related("series").get(pk=act.pk)
    with pytest.raises(Refused, match="taken back already"):
        actions.take_back(act=again, seen=seen(again.series), asked=asking(world))
    back = Act.objects.select_related("series").get(undoes=act)
    actions.take_back(act=back, seen=seen(back.series), asked=asking(world))
    assert set(stands().values()) == {series.pk}
    assert [line.kind for line in four[2].lines.order_by("number")][-3:] == ["series_moved"] * 3


def test_a_split_is_a_series_of_its_own_and_a_case_moved_since_stays(world, four):
    series = a_series(world, *four[:3])
    new = actions.split(series=series, name="Jess", cases=four[2:3], seen=seen(series), asked=asking(world))
    assert stands() == {four[0].pk: series.pk, four[1].pk: series.pk, four[2].pk: new.pk}
    actions.take_out(series=new, case=four[2], seen=seen(new), asked=asking(world))
    act = Act.objects.select_related("series").get(kind=Kind.SPLIT)
    with pytest.raises(Refused, match="moved again since"):
        actions.take_back(act=act, seen=seen(act.series), asked=asking(world))


def test_of_two_leads_the_second_is_told_what_changed(world, four):
    series = a_series(world, *four[:2])
    both = seen(series)
    actions.join(series=series, cases=four[2:3], seen=both, asked=asking(world, world.dev))
    with pytest.raises(Clash, match="Dev Osei put a case into it"):
        actions.join(series=series, cases=four[3:], seen=both, asked=asking(world))


def test_a_case_closed_off_moves_only_by_who_may_open_it(world, four):
    series, others = a_series(world, *four[:2]), a_series(world, *four[2:])
    closed = four[2]
    closed.refresh_from_db()
    closing_off.close_off(case=closed, to=[world.asha], seen=closed.version, ring=world.ring(world.asha), by=world.asha)
    dev = asking(world, world.dev)
    with pytest.raises(Refused, match="Ask Asha Verma"):
        actions.merge(series=series, other=others, seen=seen(series), asked=dev)
    closed.refresh_from_db()
    with pytest.raises(Gone):
        actions.take_out(series=others, case=closed, seen=seen(others), asked=dev)
    actions.merge(series=series, other=others, seen=seen(series), asked=asking(world))
    assert stands()[closed.pk] == series.pk


def test_history_is_never_changed(world, four):
    a_series(world, *four[:2])
    for change in (lambda: Act.objects.update(kind="split"), lambda: Move.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Move.objects.count() == 2


def test_another_schools_lead_has_no_key(world, four):
    series = a_series(world, *four[:2])
    stranger = actions.Asked(os.urandom(16), world.ring(world.lena), world.lena)
    with pytest.raises(Gone):
        actions.rename(series=series, name="Mine", seen=seen(series), asked=stranger)


CASES, ENDS = st.integers(0, 5), st.sampled_from([None, "a", "b", "c"])


def placed(moves: list[Moved[int, str]]) -> dict[int, str]:
    """Return where each case stands after these moves, in their order; a case in no series is not in it."""
    found: dict[int, str] = {}
    for move in moves:
        if move.end is None:
            found.pop(move.case, None)
        else:
            found[move.case] = move.end
    return found


@given(st.lists(st.tuples(st.sets(CASES, min_size=1), ENDS)), st.sets(CASES, min_size=1), ENDS)
def test_taking_back_puts_everything_back(acts, cases, end):
    moves: list[Moved[int, str]] = []
    last: list[Moved[int, str]] = []
    for these, to in [*acts, (cases, end)]:
        now = placed(moves)
        last = [Moved(case, now.get(case), to) for case in sorted(these) if now.get(case) != to]
        moves += last
    before = placed(moves[: len(moves) - len(last)])
    assert rules.stand_still(last, placed(moves))
    assert placed([*moves, *rules.reverse(last)]) == before

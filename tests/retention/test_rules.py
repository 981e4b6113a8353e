"""How long: never shorter than anything that is known says, and always to the end of a year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.guidance.data_file import DataError
from seawall.retention.periods import shipped
from seawall.retention.rules import From, Kind, State, kept_until, kind_of, may_go, may_move

if TYPE_CHECKING:
    from pathlib import Path

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(years=st.integers(18, 120), closed=DAYS, born=st.none() | st.integers(1990, 2100), since=st.sampled_from(From))
def test_never_too_early(years: int, closed: date, born: int | None, since: From) -> None:
    until = kept_until(years=years, counted_from=since, closed_on=closed, born_year=born)
    assert (until.month, until.day) == (12, 31)
    assert until >= closed
    if born is None or since is From.CLOSING:
        assert until.year == closed.year + years
    else:
        assert until.year >= born + years


@pytest.mark.parametrize(
    ("whats", "kind"),
    [([], Kind.ABUSE), (["other"], Kind.CONCERN), (["other", "threats"], Kind.ABUSE), (["fake_account"], Kind.CONCERN)],
)
def test_what_is_not_known_is_kept_longer(whats: list[str], kind: Kind) -> None:
    assert kind_of(whats) is kind


def test_the_last_day_is_kept_whole() -> None:
    until = date(2040, 12, 31)
    assert may_go(closed=True, held=False, until=until, today=until)
    assert may_go(closed=True, held=False, until=until, today=date(2041, 1, 1)) is None
    assert may_go(closed=True, held=True, until=until, today=date(2041, 1, 1))
    assert may_go(closed=False, held=False, until=until, today=date(2041, 1, 1))
    assert may_move(State.DONE, State.WITHDRAWN)


def test_each_period_has_its_source() -> None:
    assert shipped()[Kind.CONCERN].counted_from is From.BIRTH
    assert all(each.source and each.confidence != "R" for each in shipped().values()), "nobody read them: say so"


@pytest.mark.parametrize(("old", "new"), [("years = 75", "years = 7"), ("[abuse]", "[abused]"), ('"M"', '"X"')])
def test_a_wrong_file_is_named(tmp_path: Path, old: str, new: str) -> None:
    from seawall.retention import periods

    text = periods._FILE.read_text("utf-8")
    file = tmp_path / "periods.toml"
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=r"periods\.toml:\d+"):
        shipped(file)

"""Reading files of every make: encodings, separators, headings, and whatever hypothesis thinks of."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.roll.rules import cells, columns, plain, reading
from seawall.roll.rules.changes import Known, combine, differences, plan
from seawall.roll.rules.names import fits, fold, looked_for, prefixes, words
from seawall.roll.rules.shapes import Read, UnreadableError, from_plain, to_plain

TODAY = date(2026, 11, 24)
HEADINGS = ["Pupil ID", "Forename", "Surname", "DOB", "Parent 1 name", "Parent 1 email"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, between: str) -> None:
    text = "\r\n".join(between.join(row) for row in (HEADINGS, ["1", "Zoë", "Müller", "01/02/2014", "Jörg Müller", ""]))
    table = reading.table(reading.decode(text.encode(encoding)))
    found = plain.read(table, columns.guess(table[0][1]), file="f", today=TODAY)
    assert [(child.name, child.born) for child in found.children] == [("Zoë Müller", date(2014, 2, 1))]
    assert found.odd == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("UPN", "id"),
        ("Admission number", "id"),
        ("Legal Forename", "first"),
        ("firstName", "first"),
        ("Legal Surname", "last"),
        ("Preferred Forename", "known_as"),
        ("Date of Birth", "born"),
        ("NC Year", "year"),
        ("Reg Group", "form"),
        ("Home language", "language"),
        ("Guardian 2 Email", "adult2.email"),
        ("Parent email", "adult1.email"),
        ("Contact Address 3", "adult3.address"),
        ("Parent1Phone", "adult1.phone"),
        ("Parent 1 lives with", "adult1.lives_with"),
        ("Free school meals", ""),
        ("", ""),
    ],
)
def test_headings_are_guessed(heading: str, field: str) -> None:
    assert columns.guess([heading]) == ({field: 0} if field else {})


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        table = reading.table(reading.decode(data))
    except UnreadableError:
        return
    lines = [line for line, _row in table]
    assert lines == sorted(set(lines))


@given(st.binary(max_size=300))
def test_any_zip_is_read_or_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        reading.unzip(b"PK\x03\x04" + data)


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=0, max_size=8), max_size=8)


@given(ROWS)
def test_every_row_is_taken_or_named(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *rows])
    try:
        table = reading.table(written.getvalue())
    except UnreadableError:
        return
    found = plain.read(table, columns.guess(table[0][1]), file="f", today=TODAY)
    left_out = {odd.line for odd in found.odd if odd.left_out}
    assert len(found.children) + len(left_out) <= len(table) - 1
    assert left_out <= {line for line, _row in table[1:]}
    keys = [child.key for child in found.children]
    assert len(keys) == len(set(keys))
    assert all(from_plain(to_plain(child)) == child for child in found.children)
    on_roll = [Known(str(at), child) for at, child in enumerate(found.children)]
    again = plan(on_roll, found)
    assert again.nothing
    assert again.same == len(found.children)
    assert plan(on_roll, Read((), found.odd)).on_roll == len(found.children)


@given(ROWS, ROWS)
def test_putting_a_file_over_the_roll_twice_changes_nothing_more(one: list[list[str]], other: list[list[str]]) -> None:
    first, second = (_read(rows) for rows in (one, other))
    before = {child.key: child for child in first.children}
    for child in second.children:
        there = before.get(child.key)
        if there is not None:
            new = combine(there, child)
            assert differences(new, combine(new, child)) == ()


def _read(rows: list[list[str]]) -> Read:
    table = [(at, [*row, *[""] * 6][:6]) for at, row in enumerate([HEADINGS, *rows])]
    return plain.read(table, columns.guess(HEADINGS), file="f", today=TODAY)


@given(st.text(max_size=30))
def test_a_name_is_found_by_its_own_words(name: str) -> None:
    asked, beginnings = looked_for(name)
    assert fold(fold(name)) == fold(name)
    assert beginnings <= prefixes(words(name))
    assert fits(asked, words(name))


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1"])
def test_a_formula_goes_out_as_text(cell: str) -> None:
    assert cells.shown(cell) == f"'{cell}"
    assert cells.shown("Ann") == "Ann"


@pytest.mark.parametrize(
    ("typed", "year"), [("7", "7"), ("Year 07", "7"), ("Y13", "13"), ("Reception", "R"), ("KG", "R"), ("PK", "N")]
)
def test_year_groups(typed: str, year: str) -> None:
    assert cells.year(typed) == year

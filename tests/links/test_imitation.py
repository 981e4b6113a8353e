"""Accounts built from pupils' names: what is met, what is left alone, and docs/impersonation.md, which says so.

`SEAWALL_DRAW=1` writes the table of the document anew.
"""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.links.rules.imitation import MOST, RARE, Reason, Strength, possible
from seawall.links.rules.roll_names import Namesake, RollNames, make_ready
from tests.links.handles import INNOCENT, PATTERNS, SCHOOL, TODAY, pupils

DOC = Path(__file__).parents[2] / "docs" / "impersonation.md"
JESS = Namesake("jess", "Jessica", "Marlowe", "Jess", "7", date(2015, 3, 1))
CONNOR = Namesake("connor", "Connor", "Nash", "", "8", date(2014, 3, 1))
ELA = Namesake("ela", "Rebecca", "Łuk-O’Brien", "", "9", date(2013, 3, 1))
EACH = 120


@cache
def small() -> RollNames:
    return make_ready([JESS, CONNOR, ELA], school=SCHOOL, today=TODAY)


@pytest.mark.parametrize(
    ("account", "who", "reason", "strength"),
    [
        ("jessmarlowe", "jess", Reason.FULL, Strength.STRONG),
        ("Jessica.Marlowe_09", "jess", Reason.FULL, Strength.STRONG),
        ("j3ss1ca_m4rl0w3", "jess", Reason.FULL, Strength.STRONG),
        ("jеss.mаrlоwe", "jess", Reason.FULL, Strength.STRONG),
        ("real_jess.marlowe.backup", "jess", Reason.FULL, Strength.STRONG),
        ("https://www.instagram.com/jess.marlowe?igsh=x", "jess", Reason.FULL, Strength.STRONG),
        ("xXjessmarloweXx", "jess", Reason.FULL, Strength.STRONG),
        ("marlowe_jessie", "jess", Reason.TURNED, Strength.STRONG),
        ("connornash", "connor", Reason.FULL, Strength.STRONG),
        ("becky.obrien", "ela", Reason.FULL, Strength.STRONG),
        ("jess.marl", "jess", Reason.BEGINNING, Strength.FAIR),
        ("jmarlowe2015", "jess", Reason.INITIAL_LAST, Strength.FAIR),
        ("jess.m_07", "jess", Reason.FIRST_INITIAL, Strength.FAIR),
        ("jess.m.saltwick", "jess", Reason.FIRST_INITIAL, Strength.FAIR),
        ("jess_07", "jess", Reason.FIRST, Strength.WEAK),
    ],
)
def test_how_a_name_stands_in_an_account(account, who, reason, strength):
    [found] = possible(account, small())
    assert (found.ref, found.reasons[0], found.strength) == (who, reason, strength)


@pytest.mark.parametrize(
    "account", ["dragonslayer", "jess", "07700 900412", "", "🫣", "\u200b", "a" * 500, "marlowe", "jessm"]
)
def test_what_says_too_little(account):
    assert possible(account, small()) == []


def test_a_name_alone_counts_if_the_account_is_fake_and_hardly_anybody_has_it():
    assert possible("jess", small(), known_fake=True)[0].strength is Strength.WEAK
    many = make_ready([Namesake(str(at), "Jess", f"Name{at}") for at in range(RARE + 1)], today=TODAY)
    assert possible("jess", many, known_fake=True) == []


NAME = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=150, deadline=None)
@given(NAME, NAME, st.text(max_size=80), st.dates(date(2005, 1, 1), date(2022, 1, 1)))
def test_any_text_is_taken(first, last, account, born):
    roll = make_ready([Namesake("x", first, last, year="7", born=born), JESS], school=account, today=TODAY)
    for name in (account, first + last, f"{first}.{last}"):
        assert len(possible(name, roll, known_fake=True)) <= MOST


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)


@settings(max_examples=200, deadline=None)
@given(LETTERS, LETTERS, st.sampled_from(["", ".", "_", "-"]), st.booleans())
def test_folding_goes_both_ways(first, last, between, is_shouted):
    """Whatever a child is called, the account that is their whole name is met, however it is written; and the roll as well."""
    account = f"{first}{between}{last}"
    dressed = (account.upper() if is_shouted else account).replace("o", "0").replace("a", "а")
    roll = make_ready([Namesake("x", first.title(), last.upper())], today=TODAY)
    plain, folded = possible(account, roll, known_fake=True), possible(dressed, roll, known_fake=True)
    assert [each.score for each in plain] == [each.score for each in folded]


@dataclass(frozen=True)
class Measured:
    """How a pattern fared: pupils found among those shown, the right one first, and how many were shown."""

    tried: int
    found: int
    first: int
    shown: int
    example: str


@cache
def measured() -> tuple[dict[str, Measured], list[str]]:
    dice, people = random.Random(4), pupils()  # noqa: S311 - the same each time
    roll = make_ready(people, school=SCHOOL, today=TODAY)
    rows = {}
    for pattern, make in PATTERNS.items():
        chosen = dice.sample(people, EACH)
        answers = [(each, possible(make(each, dice), roll, known_fake=True)) for each in chosen]
        found = [each.ref in {one.ref for one in answer} for each, answer in answers]
        first = [bool(answer) and answer[0].ref == each.ref for each, answer in answers]
        shown = sum(len(answer) for _, answer in answers)
        rows[pattern] = Measured(EACH, sum(found), sum(first), shown, make(people[0], dice))
    return rows, [handle for handle in INNOCENT if possible(handle, roll, known_fake=True)]


def drawn() -> str:
    rows, wrong = measured()
    lines = [
        "| built so | such as | met | right one first | pupils shown, on average |",
        "| --- | --- | --- | --- | --- |",
    ]
    for pattern, row in rows.items():
        shares = f"{row.found / row.tried:.0%} | {row.first / row.tried:.0%} | {row.shown / row.tried:.1f}"
        lines.append(f"| `{pattern}` | `{row.example}` | {shares} |")
    met, of = total(rows)
    said = (
        f"Of {of} accounts built from names, {met} ({met / of:.0%}) were shown beside the right pupil. Of the pupils who stood "
        f"beside them, {right():.0%} were the right one. Of {len(INNOCENT)} innocent accounts, {len(wrong)} was shown beside "
        f"somebody: {', '.join(f'`{each}`' for each in wrong)}. So if every second account were innocent, {precision():.1%} of "
        f"those beside which a pupil stands would be built from a name."
    )
    return "\n".join([*lines, "", said])


def total(rows: dict[str, Measured]) -> tuple[int, int]:
    return sum(row.found for row in rows.values()), sum(row.tried for row in rows.values())


def right() -> float:
    """Of the pupils shown beside accounts built from names, the share who are meant."""
    rows, _ = measured()
    return total(rows)[0] / sum(row.shown for row in rows.values())


def precision() -> float:
    """Of as many innocent accounts as built ones, the share of those shown beside somebody that were built."""
    rows, wrong = measured()
    met, of = total(rows)
    return (met / of) / (met / of + len(wrong) / len(INNOCENT))


def test_it_meets_what_it_should_and_leaves_the_rest_alone():
    rows, wrong = measured()
    met, of = total(rows)
    assert precision() >= 0.98
    assert right() >= 0.6
    assert met / of >= 0.8
    assert len(wrong) <= len(INNOCENT) // 20
    whole = [row for pattern, row in rows.items() if "{last}" in pattern and "{f}" not in pattern]
    assert min(row.found / row.tried for row in whole) >= 0.95


def test_the_document_is_that_of_the_code():
    text = DOC.read_text("utf-8")
    before, _, rest = text.partition("<!-- measured -->")
    written = f"{before}<!-- measured -->\n\n{drawn()}\n\n<!-- /measured -->{rest.partition('<!-- /measured -->')[2]}"
    if os.environ.get("SEAWALL_DRAW"):
        DOC.write_text(written, "utf-8")
        text = written
    assert text == written
    assert f"At most {MOST} pupils" in text
    assert f"more than {RARE}" in text


def test_two_thousand_pupils_are_quickly_compared():
    people = pupils(2_000)
    began = time.process_time()
    roll = make_ready(people, school=SCHOOL, today=TODAY)
    possible("jess.m_07", roll, known_fake=True)
    assert time.process_time() - began < 0.5  # some 20 ms; a test machine may be busy

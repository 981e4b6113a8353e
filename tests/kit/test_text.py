"""What people type is kept whole, without pictures hidden in it and without characters a database refuses."""

from __future__ import annotations

import base64
import binascii
import os
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.kit.text import LONGEST, clean

PICTURE = os.urandom(900)


@given(st.text())
def test_cleaning_never_crashes_is_idempotent_and_leaves_no_controls(typed: str) -> None:
    once = clean(typed).text
    assert clean(once).text == once
    assert not [c for c in once if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]


@pytest.mark.parametrize(
    "typed",
    [
        "they said they'll show it 😢",
        "هم يهددونني",
        "זה לא פייר",
        "👩‍👧 mum knows",
        "line one\nline two\ttab",
        "Zażółć gęślą jaźń",
    ],
)
def test_what_people_write_stays_as_it_is(typed: str) -> None:
    assert clean(typed).text == typed


def test_too_long_is_told_and_nothing_is_cut() -> None:
    cleaned = clean("a b " * 6000)
    assert len(cleaned.text) == 23_999
    assert cleaned.too_long_by == 3_999
    assert clean("ab " * (LONGEST // 3)).too_long_by == 0


@pytest.mark.parametrize(
    "hidden",
    [
        "data:image/png;base64," + base64.b64encode(PICTURE).decode(),
        "data:image/svg+xml,%3Csvg%20xmlns=...%3E",
        base64.b64encode(PICTURE).decode(),
        base64.encodebytes(PICTURE).decode(),
        base64.urlsafe_b64encode(PICTURE).decode(),
        "begin 644 photo.jpg\n"
        + "".join(binascii.b2a_uu(PICTURE[i : i + 45]).decode() for i in range(0, 900, 45))
        + "`\nend\n",
        "begin-base64 644 photo.jpg\n" + base64.encodebytes(PICTURE).decode() + "====\n",
    ],
)
def test_a_hidden_picture_is_cut_out_and_counted_and_the_words_stay(hidden: str) -> None:
    cleaned = clean(f"look at this\n{hidden}\nplease help")
    assert cleaned.pictures >= 1
    assert "look at this" in cleaned.text
    assert "please help" in cleaned.text
    assert len(cleaned.text) < 80


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 3000,
        "helpmeplease" * 60,
        "https://www.instagram.com/jess.m_07/?igsh=MzRlODBiNWFlZA%3D%3D&utm_source=qr",
        "begin to tell somebody, then end it",
        "data: he has my number, my school, my year",
    ],
)
def test_ordinary_words_and_links_are_not_taken_for_pictures(typed: str) -> None:
    assert clean(typed).text == typed


@pytest.mark.parametrize(
    "typed", ["begin 644 x\n" * 3000, "A" * 400_000, "data:a/b," * 20_000, "> AAAA\n" * 50_000, "ab+/" * 100_000]
)
def test_cleaning_hostile_text_takes_no_time(typed: str) -> None:
    started = time.process_time()
    clean(typed)
    assert time.process_time() - started < 5, "cleaning must stay linear; this is a stop for a runaway, not a stopwatch"

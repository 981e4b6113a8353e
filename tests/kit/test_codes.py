"""The six words: easy to type back, hard to guess, nothing to read by accident."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.kit.codes import WORDS_IN_A_CODE, Code, UnknownWordsError, word_list

SEPARATORS = st.sampled_from([" ", "  ", "-", ", ", "\n", " . ", "\t", "/"])


@given(st.lists(SEPARATORS, min_size=5, max_size=5), st.booleans())
def test_a_code_is_read_however_it_is_typed(separators: list[str], shouted: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    code = Code.new()
    typed = code.words[0] + "".join(s + w for s, w in zip(separators, code.words[1:], strict=True))
    assert Code.parse(f"  {typed.upper() if shouted else typed.title()}  ") == code


@given(st.text(max_size=2000))
def test_anything_else_is_answered_not_a_crash(typed: str) -> None:
    with contextlib.suppress(UnknownWordsError):
        assert len(Code.parse(typed).words) == WORDS_IN_A_CODE


def test_a_misspelt_word_is_named_with_near_ones() -> None:
    words = list(word_list()[100:106])
    with pytest.raises(UnknownWordsError) as caught:
        Code.parse(" ".join([words[0] + "q", *words[1:]]))
    assert words[0] in caught.value.unknown[words[0] + "q"]


def test_there_are_at_least_77_bits_and_no_word_that_hurts() -> None:
    assert WORDS_IN_A_CODE * math.log2(len(word_list())) > 77
    assert len(set(word_list())) == len(word_list())
    assert not {"blame", "ashamed", "alone", "humiliate", "expose", "naked", "threaten", "victim", "grave"} & set(
        word_list()
    )


def test_a_code_cannot_be_printed() -> None:
    code = Code.new()
    assert code.words[0] not in repr(code)
    with pytest.raises(TypeError):
        str(code)

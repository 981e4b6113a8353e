"""A bundle's rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.evidence import rules
from seawall.evidence.locking import may_lock_for
from seawall.evidence.rules import Kind, State, kind_of, tidy_passphrase
from seawall.kit.codes import Code
from tests.evidence.helpers import OFFICER


@pytest.mark.parametrize(
    "weak", ["", "short", "fifteen letters", "aaaaaaaaaaaaaaaaaaaaaaaa", "abababababababababababab", "x" * 201]
)
def test_a_weak_or_endless_passphrase_is_refused_with_a_sentence(weak: str) -> None:
    refusal = rules.may_lock_with(weak)
    assert refusal is not None
    assert str(refusal.reason).endswith(".")


def test_the_words_we_make_up_are_good_enough() -> None:
    for _ in range(50):
        assert rules.may_lock_with(" ".join(Code.new().words)) is None


@given(st.text(max_size=80))
def test_a_tidied_passphrase_stays_as_it_is(typed: str) -> None:
    tidy = tidy_passphrase(typed)
    assert tidy_passphrase(tidy) == tidy
    assert tidy_passphrase(f"  {typed}\n") == tidy


@pytest.mark.parametrize(
    "bad",
    ["", "age1", str(OFFICER), str(OFFICER.to_public())[:-1], "ssh-ed25519 AAAA", "\x00age1\n"],
    ids=["nothing", "a beginning", "a secret key", "a letter short", "another kind of key", "controls"],
)
def test_what_is_no_age_key_is_refused(bad: str) -> None:
    assert may_lock_for(bad) is not None


def test_a_secret_key_is_not_taken_for_a_public_one() -> None:
    assert may_lock_for(str(OFFICER.to_public())) is None
    assert may_lock_for(str(OFFICER)) is not None


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("https://chat.example/u/kai", Kind.LINK),
        ("WWW.chat.example", Kind.LINK),
        ("chat.example/kai", Kind.LINK),
        ("paul@pebble.example", Kind.EMAIL),
        ("07700 900123", Kind.PHONE),
        ("+44 (0)7700-900123", Kind.PHONE),
        ("@jess.m_07", Kind.ACCOUNT),
        ("123456", Kind.ACCOUNT),
        ("kai on Instagram, then paul@pebble.example", Kind.ACCOUNT),
        ("07700 900123 or so", Kind.ACCOUNT),
    ],
)
def test_what_an_identifier_looks_like(told: str, kind: Kind) -> None:
    assert kind_of(told) is kind


@given(st.text(max_size=60))
def test_anything_looks_like_something(told: str) -> None:
    assert kind_of(told) in Kind


@pytest.mark.parametrize("state", State)
def test_only_its_maker_takes_it_and_only_when_it_is_ready(state: State) -> None:
    assert (rules.may_take(state=state, is_maker=True) is None) == (state == State.READY)
    assert rules.may_take(state=state, is_maker=False) is not None
    assert (rules.may_go_on(state=state, is_maker=True) is None) == (state != State.OVER)
    assert rules.may_go_on(state=state, is_maker=False) is not None

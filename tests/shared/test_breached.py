"""Passwords that are not taken, and passphrases that are."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from seawall.config.checks import breached_is_readable
from seawall.schools.models import Person, School
from seawall.web.shared.breached import is_in, trouble

ASHA = Person(
    name="Asha Verma", email="a.verma@school.example", school=School(name="Marram Bay School", slug="marram-bay")
)


def sha1(word: str) -> str:
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


def write(path, words, ending="\n"):
    lines = sorted(f"{sha1(word)}:{at + 1}" for at, word in enumerate(words))
    path.write_bytes("".join(f"{line}{ending}" for line in lines).encode())
    return path


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short words", "too short"),
        ("passwordpassword", "too common"),
        ("password2026!!", "too common"),
        ("1234 football 1234", "too common"),
        ("gullgullgull", "repeats a few letters"),
        ("947261840273", "entirely numeric"),
        ("Marram-Bay-2026", "too much like your name"),
        ("AshaVerma2026!", "too much like your name"),
        ("verma verma verma", "too much like your name"),
    ],
)
def test_what_is_guessed_first_is_not_taken(password, sentence):
    with pytest.raises(ValidationError, match=sentence):
        validate_password(password, ASHA)


@pytest.mark.parametrize(
    "password",
    [
        "three herons on the wall",
        "Asha likes fourteen lanterns",
        "школа у моря зимою",
        "🦀 and some quiet rope",
        "x7!kQ2#vB9&m",
    ],
)
def test_passphrases_are_welcome(password):
    validate_password(password, ASHA)
    validate_password(password)


def test_a_list_of_breached_passwords(tmp_path, settings):
    settings.SEAWALL_BREACHED = write(tmp_path / "list", ["four gulls over the harbour", "another one of them"])
    with pytest.raises(ValidationError, match="known from a breach"):
        validate_password("four gulls over the harbour", ASHA)
    validate_password("five gulls over the harbour", ASHA)
    assert breached_is_readable() == []


@given(st.sets(st.text(max_size=8), max_size=40), st.text(max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_the_search_finds_what_is_there_and_nothing_else(tmp_path_factory, words, other, ending):
    path = write(
        tmp_path_factory.getbasetemp() / "hashes", [word.encode("utf-8", "replace").decode() for word in words], ending
    )
    for word in words:
        assert is_in(path, word.encode("utf-8", "replace").decode())
    if other not in words:
        assert not is_in(path, f"{other} and more")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no SHA-1"),
        (b"hello\n", "no SHA-1"),
        (b"B" * 40 + b":1\n" + b"A" * 40 + b":2\n", "not sorted"),
        (None, "No such"),
    ],
)
def test_a_list_that_cannot_be_used_is_an_error_at_the_start(tmp_path, settings, content, said):
    settings.SEAWALL_BREACHED = tmp_path / "list"
    if content is not None:
        settings.SEAWALL_BREACHED.write_bytes(content)
    assert said in trouble(settings.SEAWALL_BREACHED)
    assert [message.id for message in breached_is_readable()] == ["seawall.E003"]

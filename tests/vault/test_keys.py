"""What is sealed opens only for whom it was sealed, in the place it was sealed for, and unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.vault.keys import KeyPair, WontOpenError, open_with, seal_to, unwrap, wrap
from seawall.vault.sealing import DataKey, Sealed, pad, unpad

WORDS = st.text(max_size=400)
DATA = st.binary(max_size=3000)
PLACES = st.binary(min_size=1, max_size=80)


def flipped(box: bytes, bit: int) -> bytes:
    at = bit % (len(box) * 8)
    changed = bytearray(box)
    changed[at // 8] ^= 1 << (at % 8)
    return bytes(changed)


@given(DATA, PLACES)
def test_a_data_key_opens_what_it_sealed(data: bytes, place: bytes) -> None:
    key = DataKey.new()
    assert key.open_bytes(key.seal_bytes(data, place), place) == data


@given(DATA, PLACES, st.integers(min_value=0))
def test_a_flipped_bit_is_refused(data: bytes, place: bytes, bit: int) -> None:
    key = DataKey.new()
    with pytest.raises(WontOpenError):
        key.open_bytes(flipped(key.seal_bytes(data, place), bit), place)


@given(DATA, PLACES, PLACES)
def test_a_box_moved_to_another_place_is_refused(data: bytes, place: bytes, other: bytes) -> None:
    if place == other:
        return
    key = DataKey.new()
    with pytest.raises(WontOpenError):
        key.open_bytes(key.seal_bytes(data, place), other)


@given(DATA, PLACES)
def test_another_key_opens_nothing(data: bytes, place: bytes) -> None:
    with pytest.raises(WontOpenError):
        DataKey.new().open_bytes(DataKey.new().seal_bytes(data, place), place)


@given(st.binary(max_size=200))
def test_garbage_is_refused_not_a_crash(garbage: bytes) -> None:
    with pytest.raises(WontOpenError):
        DataKey.new().open_bytes(garbage, b"here")
    with pytest.raises(WontOpenError):
        open_with(KeyPair.new(), garbage, context=b"here")
    with pytest.raises(WontOpenError):
        unwrap(garbage[:60], "password", context=b"here")


@given(DATA)
def test_padding_comes_off_again_and_tells_little(data: bytes) -> None:
    padded = pad(data)
    assert unpad(padded) == data
    assert len(padded) >= 256
    assert len(padded).bit_count() == 1


def test_short_tellings_look_alike() -> None:
    key = DataKey.new()
    assert len(key.seal_bytes(b"help", b"p")) == len(key.seal_bytes(b"x" * 200, b"p"))


@given(st.binary(min_size=32, max_size=32), PLACES, st.integers(min_value=0))
def test_a_sealed_key_opens_for_its_pair_only(secret: bytes, place: bytes, bit: int) -> None:
    pair = KeyPair.new()
    box = seal_to(pair.public, secret, context=place)
    assert open_with(pair, box, context=place) == secret
    for wrong_pair, wrong_box, wrong_place in (
        (KeyPair.new(), box, place),
        (pair, flipped(box, bit), place),
        (pair, box, place + b"!"),
    ):
        with pytest.raises(WontOpenError):
            open_with(wrong_pair, wrong_box, context=wrong_place)


@pytest.mark.parametrize("password", ["three herons on the wall", "żółć 🦀 كلمة", "x" * 1000])
def test_a_wrapped_key_opens_by_its_password_only(password: str) -> None:
    secret = KeyPair.new().secret
    wrapped = wrap(secret, password, context=b"holder/1")
    assert unwrap(wrapped, password, context=b"holder/1") == secret
    for wrong in (password + " ", password.upper() + "!", ""):
        with pytest.raises(WontOpenError):
            unwrap(wrapped, wrong, context=b"holder/1")
    with pytest.raises(WontOpenError):
        unwrap(wrapped, password, context=b"holder/2")


def test_every_changed_byte_of_a_wrapped_key_is_refused_and_cannot_ask_for_all_memory() -> None:
    wrapped = wrap(KeyPair.new().secret, "three herons", context=b"h")
    for at in range(len(wrapped)):
        changed = wrapped[:at] + bytes([wrapped[at] ^ 0xFF]) + wrapped[at + 1 :]
        with pytest.raises(WontOpenError):
            unwrap(changed, "three herons", context=b"h")


def test_words_mean_one_key_for_one_purpose_and_school() -> None:
    one = KeyPair.from_words(b"six words", purpose=b"seawall.a", salt=b"s" * 16)
    assert one == KeyPair.from_words(b"six words", purpose=b"seawall.a", salt=b"s" * 16)
    assert one != KeyPair.from_words(b"six words", purpose=b"seawall.b", salt=b"s" * 16)
    assert one != KeyPair.from_words(b"six words", purpose=b"seawall.a", salt=b"t" * 16)
    assert one != KeyPair.from_words(b"six wordz", purpose=b"seawall.a", salt=b"s" * 16)


def test_known_answers_hold_across_versions() -> None:
    """Kept boxes must open for years: these were made when the format was set."""
    key = DataKey(bytes(range(32)))
    box = bytes.fromhex(KNOWN_BOX)
    assert key.open_bytes(box, b"reports_report/1/told") == b"they said they will show it"
    pair = KeyPair.of(bytes(range(32)))
    assert open_with(pair, bytes.fromhex(KNOWN_SEALED), context=b"share/1/2") == bytes(range(32, 64))
    assert unwrap(bytes.fromhex(KNOWN_WRAPPED), "three herons on the wall", context=b"holder/1") == bytes(range(32))


def test_a_sealed_value_cannot_be_printed() -> None:
    sealed = Sealed(b"box")
    with pytest.raises(TypeError):
        str(sealed)
    with pytest.raises(TypeError):
        f"{sealed}"
    assert "box" not in repr(sealed)
    assert "secret" not in repr(DataKey(b"secret" * 5 + b"xx"))
    assert repr(KeyPair.new()).count("...") == 1


KNOWN_BOX = (
    "01ffde2c95e3a2ab2d2586a29d05206411b6b67f56559c20d2984aa0391e718215ab556e7806f49a532b1e7d856fc3574ff5"
    "807dafb941d003eb02e70a702ccb1c51037a86e140f1aec1e54a8f12d426e4dd7c8d385febe000d2e3876025a7868d30b5ed"
    "2e803aae8134464cfde60deaa74a03378e751aeab76ad89d4da45105e60cfa348e1d91f56168a1b2bd829146ec1e197170ac"
    "ad9e40e4801a93c26a7fe785ed54352b66d437f463016252491804eebb09ce2cc3184c7f7e0f97024b81579e58c2cd0fc583"
    "30dacb1a957b560fc32faab98282fc8d3aac53ab4e1d9c3c26820168ce096c8d0e6bc042f6f388d21b9e85d7bb90f3a8f4b9"
    "dcc232d1aa8c4f2e87547a6306b31e8c1e18596eaa09012a9b64e35209804979081d0a8f842a4eba2cf4d1a583c7ab"
)
KNOWN_SEALED = (
    "2b5e43a4823b13cd766a05e56635b013d58feb53405de86b5e116be7d53e2d51d39eff8fc3128481b96521e8bc80b4e87d48"
    "9f62eaff932048bc4641508a814b865de57a15b14a8c3cbdcd9fed06f6c4ce1e18d2e12e688e8cda94471c431220"
)
KNOWN_WRAPPED = (
    "01460668c9ab86d832c2808a399cb229b30001000003aec8caa5232cb03bbcedfde4bfb3385b2bf13abf33a77be7262b1211"
    "85cdd0d4c8b09db27da7026f00df5928b43011de787da239c7ae1cae932659cbba86fbbf88e7658f355e6e6a"
)

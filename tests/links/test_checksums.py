"""Checksums, with the examples of the standards themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.links.rules import checksums
from tests.links.pairs import COIN, COIN_32, ETHER

BITCOIN = [
    COIN,
    "3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
    COIN_32,
    COIN_32.upper(),
    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",  # BIP-350
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",  # BIP-350
]
NOT_BITCOIN = [
    "",
    "1",
    "bc1",
    "bc1gmk9yu",  # BIP-173: empty data
    "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",  # mixed case
    "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du",  # BIP-350: checksum of the other version
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",  # BIP-350: a letter outside the alphabet
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNO",
    "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",  # the test network
]
EIP_55 = [
    ETHER,
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0xde709f2102306220921060314715629080e2fb77",
]


@pytest.mark.parametrize("address", BITCOIN)
def test_bitcoin(address):
    assert checksums.bitcoin(address)


@pytest.mark.parametrize("address", NOT_BITCOIN)
def test_not_bitcoin(address):
    assert not checksums.bitcoin(address)


@pytest.mark.parametrize("address", EIP_55)
def test_ethereum(address):
    assert checksums.ethereum(address)
    assert checksums.ethereum(address.lower())


def test_ethereum_in_another_case_is_none():
    assert not checksums.ethereum("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed")


@pytest.mark.parametrize("number", ["GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606"])
def test_iban(number):
    assert checksums.iban(number)
    assert not checksums.iban(number[:-1] + "3" if number[-1] != "3" else number[:-1] + "4")


@given(st.text(max_size=80))
def test_any_text_is_answered(text):
    for check in (checksums.bitcoin, checksums.iban):
        assert check(text) in {True, False}


@given(st.sampled_from(BITCOIN[:2]), st.integers(1, 32), st.sampled_from("2345ABCD"))
def test_one_wrong_letter_is_noticed(address, at, letter):
    changed = address[:at] + letter + address[at + 1 :]
    assert checksums.bitcoin(changed) == (changed == address)

"""Checksums that tell an address of money from a run of letters: Bitcoin, Ethereum, IBAN.

Standards: BIP-13 and BIP-173/350 (Bitcoin), EIP-55 (Ethereum), ISO 13616 (IBAN). Each is tested with the standard's own examples.
Nothing here protects anything: what is secret is the vault's.
"""

from __future__ import annotations

import hashlib
from typing import Final

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_BYTES: Final = 25
_BITCOIN_VERSIONS: Final = (0, 5)
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_ENDS: Final = {1: "v0", 0x2BC830A3: "v1"}
_BECH32_LONGEST: Final = 90
_BECH32_PROGRAM: Final = (14, 74)
_IBAN_LONGEST: Final = 34
_IBAN_SHORTEST: Final = 15


def bitcoin(address: str) -> bool:
    """Say whether this is a Bitcoin address of the main network with a right checksum (base58check, bech32 or bech32m)."""
    return _bech32(address) if address[:3].lower() == "bc1" else _base58check(address)


def _base58check(address: str) -> bool:
    number = 0
    for letter in address:
        digit = _BASE58.find(letter)
        if digit < 0:
            return False
        number = number * 58 + digit
    ones = len(address) - len(address.lstrip("1"))
    raw = b"\0" * ones + number.to_bytes((number.bit_length() + 7) // 8)
    if len(raw) != _BASE58_BYTES or raw[0] not in _BITCOIN_VERSIONS:
        return False
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _bech32(address: str) -> bool:
    small = address.lower()
    if address not in {small, address.upper()} or not len(small) <= _BECH32_LONGEST:
        return False
    digits = [_BECH32.find(letter) for letter in small[3:]]
    if -1 in digits or not _BECH32_PROGRAM[0] - 3 <= len(digits) <= _BECH32_PROGRAM[1]:
        return False
    check = 1
    for value in (3, 3, 0, 2, 3, *digits):  # "bc" as the standard spreads it
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_BECH32_STEPS):
            check ^= step if top >> bit & 1 else 0
    return _BECH32_ENDS.get(check) == ("v0" if digits[0] == 0 else "v1")


def ethereum(address: str) -> bool:
    """Say whether this is an Ethereum address: `0x`, 40 hexadecimal digits, in one case or in the case that EIP-55 asks for."""
    body = address[2:]
    if body in {body.lower(), body.upper()}:
        return True
    marks = _keccak256(body.lower().encode()).hex()
    return all(letter.isdigit() or letter.isupper() == (mark >= "8") for letter, mark in zip(body, marks, strict=False))


_MASK: Final = (1 << 64) - 1
_RATE: Final = 136
_ROUNDS: Final = (
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
    0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
    0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
)  # fmt: skip


def _turn(word: int, by: int) -> int:
    return ((word << by) | (word >> (64 - by))) & _MASK if by else word


def _permute(state: list[int]) -> None:
    """Keccak-f[1600], on 25 words laid out as x + 5 y."""
    for constant in _ROUNDS:
        columns = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        mixed = [columns[(x - 1) % 5] ^ _turn(columns[(x + 1) % 5], 1) for x in range(5)]
        state[:] = [word ^ mixed[at % 5] for at, word in enumerate(state)]
        x, y, word = 1, 0, state[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            word, state[x + 5 * y] = state[x + 5 * y], _turn(word, (step + 1) * (step + 2) // 2 % 64)
        for row in range(0, 25, 5):
            line = state[row : row + 5]
            state[row : row + 5] = [line[at] ^ (~line[(at + 1) % 5] & _MASK & line[(at + 2) % 5]) for at in range(5)]
        state[0] ^= constant


def _keccak256(data: bytes) -> bytes:
    """Keccak-256 of at most 135 bytes. It pads with 0x01 where SHA-3 pads with 0x06, so hashlib's SHA-3 does not do."""
    block = bytearray(data + b"\x01" + bytes(_RATE - len(data) - 1))
    block[-1] |= 0x80
    state = [int.from_bytes(block[at : at + 8], "little") for at in range(0, _RATE, 8)] + [0] * 8
    _permute(state)
    return b"".join(word.to_bytes(8, "little") for word in state[:4])


def iban(number: str) -> bool:
    """Say whether this (letters and digits only, capitals) is an IBAN with right check digits."""
    if not _IBAN_SHORTEST <= len(number) <= _IBAN_LONGEST or not number.isascii() or not number.isalnum():
        return False
    return int("".join(str(int(letter, 36)) for letter in number[4:] + number[:4])) % 97 == 1

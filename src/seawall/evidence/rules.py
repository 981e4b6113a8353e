"""A bundle's states, for whom it may be, and what may lock it. Plain Python: no Django, no database."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import Final

from seawall.kit.refusal import Refusal

KEPT: Final = timedelta(hours=1)
"""How long a bundle waits to be finished and downloaded. Then what is in it is deleted; that it was made is kept."""

LONGEST_WHO: Final = 200
LONGEST_WHY: Final = 2_000
SHORTEST_PASSPHRASE: Final = 16
LONGEST_PASSPHRASE: Final = 200
FEWEST_DIFFERENT: Final = 8


class State(StrEnum):
    """Where a bundle is."""

    MAKING = "making"
    READY = "ready"
    TAKEN = "taken"
    OVER = "over"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.MAKING: frozenset({State.READY, State.OVER}),
    State.READY: frozenset({State.TAKEN, State.OVER}),
    State.TAKEN: frozenset(),
    State.OVER: frozenset(),
}
"""The table of states; docs/states/bundle.md is drawn from it."""


class Receiver(StrEnum):
    """Whom a bundle is for."""

    POLICE = "police"
    CEOP = "ceop"
    SOCIAL_CARE = "social_care"
    LADO = "lado"
    OTHER = "other"


class Lock(StrEnum):
    """What opens a bundle: words told on the telephone, or a key that only the receiver has."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a choice
    AGE_KEY = "age_key"


class Kind(StrEnum):
    """What an identifier looks like."""

    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"


def may_take(*, state: str, is_maker: bool) -> Refusal | None:
    """Only who made a bundle can open it, once, within the hour."""
    if not is_maker:
        return Refusal("Only the person who made this bundle can download it. Make one of your own.")
    if state == State.TAKEN:
        return Refusal("This bundle was downloaded already, and is not kept here. Make a new one.")
    if state == State.OVER:
        return Refusal("This bundle was not downloaded within an hour, and is not kept here. Make a new one.")
    return None if state == State.READY else Refusal("This bundle is not finished yet. Go on with it first.")


def may_go_on(*, state: str, is_maker: bool) -> Refusal | None:
    """Only who began a bundle can go on with it, within the hour."""
    if not is_maker:
        return Refusal("Only the person who began this bundle can go on with it. Make one of your own.")
    if state == State.OVER:
        return Refusal("This bundle was not finished within an hour. What was gathered is deleted. Make a new one.")
    return None


def may_lock_with(passphrase: str) -> Refusal | None:
    """A passphrase guards the file against whoever may copy it on the way and has years to guess."""
    if len(passphrase) > LONGEST_PASSPHRASE:
        return Refusal(f"The passphrase is too long. {LONGEST_PASSPHRASE} characters are the most.")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return Refusal(
            f"The passphrase is too easy to guess. Use at least {SHORTEST_PASSPHRASE} characters, such as five or six words."
        )
    if len(set(passphrase.casefold())) < FEWEST_DIFFERENT:
        return Refusal("The passphrase is too easy to guess: it repeats itself. Use five or six different words.")
    return None


def tidy_passphrase(typed: str) -> str:
    """Return a passphrase as it can be typed again: composed characters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+\.\S+/\S*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\s().-]{7,20}")
_DIGITS: Final = 7


def kind_of(told: str) -> Kind:
    """Say what something that was told as an account looks like. It is a guess: what was told stands beside it."""
    if _LINK.fullmatch(told):
        return Kind.LINK
    if _EMAIL.fullmatch(told):
        return Kind.EMAIL
    if _PHONE.fullmatch(told) and sum(character.isdigit() for character in told) >= _DIGITS:
        return Kind.PHONE
    return Kind.ACCOUNT

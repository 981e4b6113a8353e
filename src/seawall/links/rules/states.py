"""An identifier's states, whose it is, and who may do what with it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from seawall.kit.refusal import Refusal
from seawall.links.rules import alike
from seawall.links.rules.canon import forms
from seawall.links.rules.finding import CONTACT
from seawall.links.rules.kinds import Kind


class State(StrEnum):
    """What a person has made of an identifier that was found."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    DROPPED = "dropped"


class Whose(StrEnum):
    """Whose it is. A machine says `own` of what stands in the answer about contact, and never more than `unknown` of the rest."""

    UNKNOWN = "unknown"
    OFFENDER = "offender"
    FAKE = "fake"
    OWN = "own"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.OFFERED: frozenset({State.CONFIRMED, State.CORRECTED, State.DROPPED}),
    State.CONFIRMED: frozenset({State.OFFERED, State.CORRECTED}),
    State.CORRECTED: frozenset({State.OFFERED, State.CORRECTED}),
    State.DROPPED: frozenset({State.OFFERED}),
}
"""The table of states; docs/states/identifier.md is drawn from it. Going back to `offered` is the undoing of each."""

_SAID: Final = {
    State.OFFERED: "waiting for somebody to look at it",
    State.CONFIRMED: "confirmed",
    State.CORRECTED: "corrected",
    State.DROPPED: "dropped",
}
_NOT_ONE: Final[dict[Kind, str]] = {
    Kind.ACCOUNT: "That is no account name.",
    Kind.PAYMENT: "That is no payment tag.",
    Kind.PHONE: "That is no telephone number.",
    Kind.EMAIL: "That is no e-mail address. It needs a name, an @ and a place, such as kai@mail.example.",
    Kind.BANK: "That is no sort code with account number, and no IBAN: a digit is wrong or missing.",
    Kind.CRYPTO: "That is no Bitcoin or Ethereum address: a letter or digit is wrong or missing.",
    Kind.WEB: "That is no web address.",
    Kind.GIFT_CARD: "That is no gift card.",
}


def may_move(state: str, to: State) -> Refusal | None:
    """Say whether an identifier may go from one state to another."""
    if to in MOVES[State(state)]:
        return None
    return Refusal(f"This is {_SAID[State(state)]}, so this can't be done with it now.")


def may_stand(kind: Kind, value: str) -> Refusal | None:
    """Say whether a value that a lead typed can be an identifier of its kind."""
    over = len(value) - alike.LONGEST
    if over > 0:
        return Refusal(f"That is {over} characters too long. No account, link or number is. Nothing you wrote is lost.")
    return None if forms(kind, value).exact else Refusal(_NOT_ONE[kind])


def whose_at_first(where: str) -> Whose:
    """Say whose an identifier most likely is, by the answer it was found in. A person has the last word."""
    return Whose.OWN if where == CONTACT else Whose.UNKNOWN


def may_reject(*, same_report: bool) -> Refusal | None:
    """A report is always linked to itself."""
    return Refusal("That is the same report.") if same_report else None

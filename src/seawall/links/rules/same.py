"""Whether two identifiers of a kind are the same, look alike, or are nearly the same: `same(kind, a, b)`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from seawall.links.rules import alike
from seawall.links.rules.canon import REGION, SHORTEST, Forms, forms
from seawall.links.rules.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable


class Answer(StrEnum):
    """How alike two identifiers are."""

    EXACT = "exact"
    SKELETON = "skeleton"
    NEAR = "near"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Same:
    """An answer, and why, in a sentence. The sentence never quotes what was compared."""

    same: Answer
    why: str


_NEAR_FROM: Final = 6
_TWO_SLIPS_FROM: Final = 10
_NUMBER_FROM: Final = 9
_NOTHING: Final[dict[Kind, str]] = {
    Kind.ACCOUNT: "One of them is no name.",
    Kind.PAYMENT: "One of them is no name.",
    Kind.PHONE: "One of them is no number.",
    Kind.EMAIL: "One of them is no address.",
    Kind.BANK: "One of them is no sort code and account number, and no IBAN with right check digits.",
    Kind.CRYPTO: "One of them is no address with a right checksum.",
    Kind.WEB: "One of them is no web address.",
    Kind.GIFT_CARD: "One of them is no brand.",
}


def same(kind: Kind, a: str, b: str, region: str = REGION) -> Same:
    """Compare two identifiers as they were typed. The order does not matter; takes any text and raises nothing."""
    one, other = forms(kind, a, region), forms(kind, b, region)
    if not one.exact or not other.exact:
        return Same(Answer.NO, _NOTHING[kind])
    if one.exact == other.exact:
        never = f" It never links two reports: it is {one.common}." if not one.linking_exact else ""
        return Same(Answer.EXACT, f"Both come to the same {_FORM[kind]}.{never}")
    if one.skeleton and one.skeleton == other.skeleton:
        return _alike(kind, one, other)
    return near(kind, one, other)


_FORM: Final[dict[Kind, str]] = {
    Kind.ACCOUNT: "name",
    Kind.PAYMENT: "name",
    Kind.PHONE: "number, as it is dialled from anywhere",
    Kind.EMAIL: "address",
    Kind.BANK: "account",
    Kind.CRYPTO: "address",
    Kind.WEB: "page",
    Kind.GIFT_CARD: "brand",
}


def _alike(kind: Kind, one: Forms, other: Forms) -> Same:
    if one.common or other.common:
        return Same(Answer.NO, f"Both come down to {one.common or other.common}: that tells nothing.")
    if not one.linking_skeleton:
        return Same(Answer.NO, "What they have in common is too short to tell one from another.")
    if kind is Kind.PHONE:
        return Same(Answer.SKELETON, f"The last {_NUMBER_FROM} digits are the same; the country may be another.")
    if kind is Kind.WEB:
        return Same(Answer.SKELETON, "The same site, another page.")
    return Same(Answer.SKELETON, f"The same name but for {differences(one.name, other.name)}.")


def differences(a: str, b: str) -> str:
    """Say what was folded away before two names became the same."""
    return _listed([words for words, view in _VIEWS if view(a) != view(b)] or ["small things"])


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _ends(name: str) -> tuple[str, str]:
    small = alike.latin(name)
    bare = "".join(alike.pieces(small))
    return bare[: len(bare) - len(bare.lstrip("0123456789"))], bare[len(bare.rstrip("0123456789")) :]


def _letters(name: str) -> str:
    return "".join(letter for letter in alike.seen(name) if letter.isalpha())


_VIEWS: Final[tuple[tuple[str, Callable[[str], object]], ...]] = (
    ("capital letters", lambda name: [letter.isupper() for letter in _letters(name)]),
    ("signs between the letters", lambda name: [letter for letter in alike.seen(name) if not letter.isalnum()]),
    ("look-alike letters", alike.look_alikes_in),
    ("digits at the ends", _ends),
    ("additions such as real, official or backup", alike.additions),
    ("letters written as digits or signs", alike.leet_inside),
    ("repeated letters", alike.repeats),
)


def near(kind: Kind, one: Forms, other: Forms) -> Same:
    """Say whether two identifiers of one class, whose forms differ, are a slip of a finger away from one another."""
    if kind in {Kind.ACCOUNT, Kind.PAYMENT, Kind.EMAIL}:
        return _near_names(one, other)
    if kind is Kind.PHONE:
        a, b = (form.exact.partition(":")[2] for form in (one, other))
        if min(len(a), len(b)) >= _NUMBER_FROM and OSA.distance(a, b, score_cutoff=1) == 1:
            return Same(Answer.NEAR, "One digit is another, missing or swapped with its neighbour.")
    return Same(Answer.NO, "They are different.")


def _near_names(one: Forms, other: Forms) -> Same:
    a, b = (form.linking_skeleton.removeprefix("name:") for form in (one, other))
    shorter = min(len(a), len(b))
    if shorter < SHORTEST:
        return Same(Answer.NO, "They are different, or too short or too common to tell.")
    most = 0 if shorter < _NEAR_FROM else 1 if shorter < _TWO_SLIPS_FROM else 2
    slips = OSA.distance(a, b, score_cutoff=most)
    if 0 < slips <= most:
        many = "One letter is" if slips == 1 else "Two letters are"
        return Same(Answer.NEAR, f"{many} another, missing or swapped, once look-alikes are folded.")
    return Same(Answer.NO, "They are different.")

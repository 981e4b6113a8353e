"""Looking at a fact: what may be confirmed, corrected and taken back, and when somebody should look again."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seawall.guidance import data_file
from seawall.kit.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY_MONTH: Final = timedelta(days=31)
"""Links and numbers are tried by a person once a month (guidance reference 5.1)."""
EVERY_YEAR: Final = timedelta(days=365)
"""Rules, ages and words are read again once a year (product F6)."""


class Found(StrEnum):
    """What came of a look."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    UNDONE = "undone"


def may_correct(
    shipped: Mapping[str, str], values: Mapping[str, str], *, emergency: bool, nation: str
) -> Refusal | None:
    """Ask whether these values may stand in place of the shipped ones: known names, whole numbers and addresses.

    An emergency number that the data carry can be confirmed, never changed: a slip there costs the most.
    """
    if unknown := sorted(values.keys() - shipped.keys()):
        return Refusal(f"There is no {unknown[0]} to correct here.")
    if emergency and shipped.get("phone") and values.get("phone", shipped["phone"]) != shipped["phone"]:
        return Refusal("An emergency number can be confirmed, but not changed.")
    return next((refusal for name, value in values.items() if (refusal := _shape(name, value, nation))), None)


def look_again_on(last: date, every: timedelta) -> date:
    """Say on which day somebody should look again."""
    return last + every


def _shape(name: str, value: str, nation: str) -> Refusal | None:
    place = data_file.Place("", name, {})
    try:
        if name == "url":
            data_file.link(place, name, value)
        elif name == "email":
            data_file.email(place, name, value)
        elif name == "phone":
            data_file.phone(place, name, value, [nation])
    except data_file.DataError:
        return _WRONG[name]
    if name == "age" and not (value.isascii() and value.isdigit() and 0 < int(value) <= _OLDEST):
        return Refusal("Enter an age in whole years.")
    return None


_OLDEST: Final = 25
_WRONG: Final[Mapping[str, Refusal]] = {
    "url": Refusal("Enter a whole address that starts with https://"),
    "email": Refusal("Enter an e-mail address, such as help@school.example"),
    "phone": Refusal("Enter a phone number as it is dialled there. This one cannot be dialled."),
}

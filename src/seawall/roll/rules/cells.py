"""Single cells of a file: text, days, years, yes and no; and cells that a spreadsheet would carry out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from seawall.kit.text import clean

LONGEST: Final = 200
"""Characters of a cell. A longer one is a sign that the file has slipped."""
YOUNGEST, OLDEST = 1, 26
"""Years of age of somebody on a school's roll; beyond, the day of birth is a slip."""

_QUOTED_BY_A_SHEET: Final = re.compile(r'^="(.*)"$', re.DOTALL)
_DAY: Final = re.compile(r"(\d{1,2})[./ -](\d{1,2}|[A-Za-z]{3,9})[./ -](\d{4})(?:[ T]00?:00(?::00)?)?")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_YEAR: Final = re.compile(r"(?:year|yr|y|nc ?year|grade)? ?0?(1[0-4]|[1-9])", re.IGNORECASE)
_YEARS: Final = {
    "reception": "R",
    "rec": "R",
    "r": "R",
    "kg": "R",
    "nursery": "N",
    "n": "N",
    "n1": "N",
    "n2": "N",
    "pk": "N",
}
_EMAIL: Final = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;.]+(?:\.[^\s@<>\"',;.]+)+")
_YES: Final = {"yes", "y", "true", "1", "x", "t", "on"}
_NO: Final = {"no", "n", "false", "0", "f", "off"}
_CARRIED_OUT: Final = ("=", "+", "-", "@", "\t", "\r", "|")


def tidy(cell: str) -> str:
    """Return the text of a cell: controls and hidden pictures out, spaces made one, `="…"` of a spreadsheet taken off."""
    text = " ".join(clean(cell).text.split())
    quoted = _QUOTED_BY_A_SHEET.match(text)
    return quoted[1].strip() if quoted else text.removeprefix("'").strip() if text.startswith("'") else text


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would carry this cell out instead of showing it."""
    return text.startswith(_CARRIED_OUT)


def shown(text: str) -> str:
    """Return a cell for a file that goes out, so that no spreadsheet carries it out (OWASP, CSV injection)."""
    return f"'{text}" if is_formula(text) else text


def day(text: str) -> dt.date:
    """Return a day written 2014-03-09, 09/03/2014, 9.3.2014 or 9 March 2014. Raises ValueError."""
    iso = _ISO.fullmatch(text)
    if iso:
        return dt.date.fromisoformat(iso[1])
    met = _DAY.fullmatch(text)
    if not met:
        raise ValueError
    month = int(met[2]) if met[2].isdecimal() else _MONTHS.index(met[2][:3].lower()) + 1
    return dt.date(int(met[3]), month, int(met[1]))


def birthday(text: str, today: dt.date) -> dt.date:
    """Return a day of birth. Raises ValueError if it is none, or nobody of that age is at a school."""
    born = day(text)
    if not YOUNGEST <= today.year - born.year <= OLDEST:
        raise ValueError
    return born


def year(text: str) -> str:
    """Return a year group: "7", "R" for reception, "N" for nursery. Raises ValueError for anything else."""
    met = _YEAR.fullmatch(text)
    known = _YEARS.get(text.casefold())
    if known or met is None:
        if known is None:
            raise ValueError
        return known
    return met[1]


def email(text: str) -> str:
    """Return an e-mail address. Raises ValueError."""
    if not _EMAIL.fullmatch(text):
        raise ValueError
    return text


def yes(text: str) -> bool | None:
    """Return what yes or no says; None for an empty cell. Raises ValueError."""
    low = text.casefold()
    if not low:
        return None
    if low not in _YES | _NO:
        raise ValueError
    return low in _YES

"""Which column of a plain CSV file holds what: guessed from its heading, put right by the office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

type Mapping = dict[str, int]
"""Column numbers, from 0, by field."""

_PUPIL: Final = r"(?:pupil|student|child|learner)?s? ?"
FIELDS: Final[dict[str, str]] = {
    "id": rf"{_PUPIL}(?:id|identifier|external id|sourcedid|admission (?:no|number)|adno|upn|mis id|person id)"
    r"|unique pupil number",
    "first": rf"{_PUPIL}(?:legal )?(?:first ?names?|fore ?names?|given ?names?)",
    "last": rf"{_PUPIL}(?:legal )?(?:last ?names?|sur ?names?|family ?names?)",
    "known_as": rf"{_PUPIL}(?:known as|preferred (?:first ?name|fore ?name|given ?name|name)|chosen name|nick ?name)",
    "born": rf"{_PUPIL}(?:dob|date of birth|birth ?date|birthday|born)",
    "year": r"(?:nc ?|curriculum )?(?:year|year ?group|yr|yeargroup|grade|grades)(?: taught in)?",
    "form": r"(?:form|registration group|reg group|reg|form group|tutor group|class|registration|house group)(?: name)?",
    "language": r"(?:first language|home language|family language|mother tongue|language)(?: of family| at home)?",
    "protected": r"(?:protected address|address protected|address is protected|confidential address|address confidential)",
}
PERSON_FIELDS: Final[dict[str, str]] = {
    "id": r"(?:id|identifier|external id|mis id)",
    "name": r"(?:|full ?name|name)",
    "first": r"(?:first ?name|fore ?name|given ?name)",
    "last": r"(?:last ?name|sur ?name|family ?name)",
    "relation": r"(?:relation|relationship|relation to (?:pupil|child|student))",
    "email": r"(?:e ?mail|e ?mail address|main e ?mail)",
    "phone": r"(?:phone|mobile|telephone|tel|phone number|mobile number|main telephone|mobile phone)",
    "address": r"(?:address|postal address|home address|full address)",
    "language": r"(?:language|first language)",
    "lives_with": r"(?:lives with|lives with (?:pupil|child)|same address|lives at address)",
    "contact": r"(?:contact|contact allowed|may be contacted|may contact|correspondence|court order ok|receives letters)",
    "protected": r"(?:protected address|address protected|confidential address)",
}
MOST_ADULTS: Final = 4
_PERSON: Final = r"(?:guardian|parent|carer|contact|parent carer|parental contact|priority)"


def fields() -> list[str]:
    """Return every field that a column can hold: "first", …, "adult1.name" and so on."""
    adults = [f"adult{number}.{name}" for number in range(1, MOST_ADULTS + 1) for name in PERSON_FIELDS]
    return [*FIELDS, *adults]


def guess(header: Iterable[str]) -> Mapping:
    """Return which column holds what, as far as the headings say. The first column that fits a field has it."""
    found: Mapping = {}
    for number, heading in enumerate(header):
        field = _field_of(heading)
        if field and field not in found:
            found[field] = number
    return found


def _field_of(heading: str) -> str:
    plain = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=\d)(?=[A-Z])", " ", heading).split())
    said = fold(plain)
    for name, pattern in FIELDS.items():
        if re.fullmatch(pattern, said) or re.fullmatch(pattern, fold(heading)):
            return name
    met = re.fullmatch(rf"{_PERSON} ?([1-{MOST_ADULTS}])?(?: (.*))?", said)
    if met is None:
        return ""
    rest = (met[2] or "").strip()
    number = met[1]
    trailing = re.fullmatch(rf"(.*?) ?([1-{MOST_ADULTS}])", rest)
    if number is None and trailing:
        rest, number = trailing[1], trailing[2]
    named = next((name for name, pattern in PERSON_FIELDS.items() if re.fullmatch(pattern, rest)), "")
    return f"adult{number or 1}.{named}" if named else ""

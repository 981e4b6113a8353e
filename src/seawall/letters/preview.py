"""A letter as a page shows it: its blocks, and for words that read from the right the marks that keep numbers in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seawall.letters import queries
from seawall.letters.printing import sheet, sheet_in
from seawall.letters.recipients import Asked
from seawall.letters.rules.templates import Block, blocks, fill
from seawall.letters.rules.tongues import ENGLISH, isolated, tongues
from seawall.letters.tongues import values_in

if TYPE_CHECKING:
    from seawall.letters.rules.tongues import Tongue
    from seawall.schools.models import School


def blocks_in(body: str, tongue: Tongue | None = None) -> tuple[Block, ...]:
    """Return the blocks of a body, to be shown in a language; None is English."""
    found = blocks(body)
    if tongue is None or not tongue.from_right:
        return found
    return tuple(Block(each.kind, tuple(isolated(words) for words in each.words)) for each in found)


def to_look_at(school: School, lang: str) -> dict[str, str]:
    """Return what the fields hold for a letter about nothing, to everybody, in a language."""
    held, tongue = queries.values(school, Asked(), None), tongues().get(lang)
    return values_in(tongue, held, school=school, asked=Asked(), case=None) if tongue is not None else held


def printed_to_look_at(
    school: School, template: str, lang: str, heading: str, body: str, *, read: bool
) -> dict[str, Any]:
    """Return the sheet of a template's words, for a PDF to look at; behind another language stands the English of now."""
    head, tongue = queries.letterhead(school), tongues().get(lang)
    english = (heading, body) if tongue is None else queries.words_for(school, template)
    base = sheet(school=school, head=head, **_dated(english, to_look_at(school, ENGLISH)))
    if tongue is None:
        return base
    words = sheet_in(tongue, head=head, read=read, **_dated((heading, body), to_look_at(school, lang)))
    return {**base, "others": {lang: words}}


def _dated(words: tuple[str, str], held: dict[str, str]) -> dict[str, str]:
    """Words filled, without a reference: nothing is sent."""
    heading, body = (fill(each, held) for each in words)
    return {"heading": heading, "body": body, "reference": "", "day": held["today"]}

"""Posters and cards with the page's address: in English, and in each drafted language whose catalogue has the sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from seawall.briefings.printing import emergency_of, qr, short
from seawall.kit.pdf import make_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seawall.schools.models import School

_TEMPLATE: Final = Path(__file__).parent / "poster.typ"
ENGLISH: Final = "en-gb"
KINDS: Final = {"poster": 0, "cards": 10}
"""A poster on a page; or so many cards."""
_HEADLINE: Final = gettext_noop("Worried about something online? We listen.")
_LINES: Final = (
    gettext_noop("You may tell us for a friend. You do not have to say your name."),
    gettext_noop("We believe you."),
)
_DANGER: Final = gettext_noop("This is not for emergencies: then call %(phone)s.")


def languages(codes: Iterable[str]) -> list[str]:
    """Return those of some languages in which every sentence of a poster is there; English always is."""
    needed = (_HEADLINE, *_LINES, _DANGER)
    return [code for code in codes if code == ENGLISH or all(_is_there(each, code) for each in needed)]


def _is_there(sentence: str, code: str) -> bool:
    with translation.override(code):
        return _(sentence) != sentence


def make(*, school: School, page: str, kind: str, language: str, logo: str = "") -> bytes:
    """Print a poster ("poster") or a sheet of cards ("cards") in one of `languages`. `page`: the whole address of the first page.

    `logo` is a cleaned SVG, or empty. Raises NoFontsError.
    """
    phone = emergency_of(school)
    with translation.override(language):
        title, lines = _(_HEADLINE), [_(each) for each in _LINES]
        danger = _(_DANGER) % {"phone": phone} if phone else ""
    return make_pdf(
        _TEMPLATE,
        title=title,
        author=school.name,
        foot="",
        lang=language,
        lines=lines,
        danger=danger,
        english=_HEADLINE if language != ENGLISH else "",
        school=school.name,
        page=short(page),
        qr=qr(page),
        qr_alt=f"QR: {short(page)}",
        logo=logo,
        logo_of=school.name,
        cards=KINDS[kind],
        sheet=school.name,
    )

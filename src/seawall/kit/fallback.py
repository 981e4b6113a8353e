"""Sentences that a catalogue lacks come out in English, and the page has to say so of each (WCAG 3.1.2, ADR 0023).

Where it is wanted, gettext puts a mark before and behind such a sentence, wherever it is asked for: in a template, a form, the
data. `spoken` makes an element with `lang` of the marks when the page is whole. The marks are two of the characters that Unicode
keeps free for use inside a program: no font, keyboard or data file has them.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from django.conf import settings
from django.utils.translation import gettext, trans_real

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_SOUGHT: Final = re.compile(rf"<(title|option|textarea|script|style)\b.*?</\1>|<[^>]*>|[{_OPEN}{_CLOSE}]", re.DOTALL)
_marking: ContextVar[bool] = ContextVar("marking", default=False)
_taught: WeakSet[NullTranslations] = WeakSet()


class _InEnglish(NullTranslations):
    """The last that is asked for a sentence: it has every one, in English."""

    def gettext(self, message: str) -> str:
        """Return the sentence itself, marked if marks are wanted."""
        return _marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the one for this number, marked if marks are wanted."""
        return _marked(msgid1 if n == 1 else msgid2)


def _marked(sentence: str) -> str:
    return f"{_OPEN}{sentence}{_CLOSE}" if _marking.get() else sentence


@contextmanager
def marking(*, on: bool = True) -> Iterator[None]:
    """Have what falls back to English marked in here; or not (as for a file), until `mark` is called."""
    token = _marking.set(False)
    try:
        if on:
            mark()
        yield
    finally:
        _marking.reset(token)


def mark() -> None:
    """Have what falls back to English marked from now on, to the end of the `marking` around it."""
    english = trans_real.translation(settings.LANGUAGE_CODE)
    if english not in _taught:
        english.add_fallback(_InEnglish())
        _taught.add(english)
    _marking.set(True)


def spoken(html: str, *, rtl: bool) -> str:
    """Return a whole page with each mark in its text as an element that names the language, and those in tags left out."""
    opened, depth = '<bdi lang="en" dir="ltr">' if rtl else '<bdi lang="en">', 0

    def put(found: re.Match[str]) -> str:
        """A sentence in a sentence needs no element of its own."""
        nonlocal depth
        if found[0] == _OPEN:
            depth += 1
            return opened if depth == 1 else ""
        if found[0] == _CLOSE:
            depth -= 1
            return "</bdi>" if depth == 0 else ""
        return without_marks(found[0])

    return _SOUGHT.sub(put, html)


def without_marks(text: str) -> str:
    """Return a text with no mark in it."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def is_marked(text: str) -> bool:
    """Say whether some of it fell back to English."""
    return _OPEN in text


def told(sentence: str) -> tuple[str, bool]:
    """Return a sentence in the language of the page, and whether it is there, not in English for want of a translation."""
    with marking():
        found = gettext(sentence)
    return without_marks(found), not is_marked(found)

"""The printer, as a port: a Typst template that stands beside its room, and data, become an accessible PDF that keeps.

Every PDF is tagged for screen readers (PDF/UA-1) and made to be readable in decades (PDF/A-2a). Data reaches the template as
JSON only, and no template runs it: what somebody wrote is printed literally, whatever it looks like.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from seawall.kit import clock
from seawall.kit.glyphs import COVERING, FONTS, NoFontsError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import typst

__all__ = ["PACKAGE", "NoFontsError", "Printer", "Ready", "TypstPrinter", "make_pdf", "ready"]

PACKAGE: Final = Path(__file__).parent.parent
"""What templates may import: `#import "/kit/report.typ": *`. Nothing outside can be read by one."""

_REGION: Final = 2

type Data = Mapping[str, object]
"""JSON values: texts, numbers, lists and mappings."""


class Ready(dict[str, object]):
    """Data in which every text was looked through for what no font can print. What is in it must not be changed."""


class Printer(Protocol):
    """Whatever turns a template and data into a PDF."""

    def make(self, template: Path, data: Data) -> bytes:
        """Return the PDF."""
        ...


class TypstPrinter:
    """The real one. It may be used from several threads at once. Templates lie somewhere below `root`."""

    def __init__(self, root: Path = PACKAGE) -> None:
        self._root = root

    def make(self, template: Path, data: Data) -> bytes:
        """Return the PDF. Raises NoFontsError when ./run has not fetched the fonts."""
        from typst import TypstError  # noqa: PLC0415 - 7 MB in each process, which only who prints should pay

        try:
            return self._compile(template, _printable(data))
        except TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return self._compile(template, _printable(data, plainly=True))

    def _compile(self, template: Path, data: object) -> bytes:
        import typst  # noqa: PLC0415 - the same

        pdf = typst.compile(
            str(template),
            root=str(self._root),
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(clock.now().timestamp()),
        )
        return bytes(pdf)


def make_pdf(template: Path, *, title: str, author: str, foot: str, lang: str = "", **data: object) -> bytes:
    """Print a report that stands on kit/report.typ.

    `title` is its heading and the document's title; `author` the school; `foot` stands at the bottom of each page beside
    "Page 1 of 3"; `lang` (such as "ur") is the language of its own words, the page's unless given.
    """
    base = {"title": title, "author": author, "foot": foot, "lang": tag_of(lang or get_language() or "en-gb")}
    return TypstPrinter().make(template, {**base, "page_of": _("Page {page} of {pages}"), **data})


def ready(data: Data) -> Ready:
    """Make data ready once for many PDFs, to be a part of each one's data."""
    return Ready({str(key): _printable(each) for key, each in data.items()})


def tag_of(lang: str) -> str:
    """Return a language tag as PDF wants it: "en-GB" for Django's "en-gb"; a script ("zh-hans") is left out."""
    language, _dash, region = lang.partition("-")
    return f"{language.lower()}-{region.upper()}" if len(region) == _REGION else language.lower()


def _printable(value: object, *, plainly: bool = False) -> object:
    if isinstance(value, Ready) and not plainly:
        return value
    if isinstance(value, str):
        return printable(value, plainly=plainly)
    if isinstance(value, dict):
        return {str(key): _printable(each, plainly=plainly) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each, plainly=plainly) for each in value]
    return value


@cache
def _fonts() -> typst.Fonts:
    missing = [name for name in COVERING if not (FONTS / name).is_file()]
    if missing:
        raise NoFontsError("The fonts for printing are missing. `./run` fetches them; then try again.")
    import typst  # noqa: PLC0415 - the same

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])

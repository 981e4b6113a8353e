"""A letter on paper: what the printer is given for one copy, or for many behind one another. And the same as plain text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst
from django.utils.translation import gettext as _

from seawall.kit.pdf import TypstPrinter, tag_of
from seawall.letters.rules.templates import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seawall.letters.models import Letterhead
    from seawall.schools.models import School

_TEMPLATE: Final = Path(__file__).parent / "letter.typ"
_KEPT_FOR: Final = 11
_LONG: Final = re.compile(r"[!-~]{24,}")


def sheet(*, school: School, head: Letterhead, heading: str, body: str, reference: str, day: str) -> dict[str, Any]:
    """Return what is printed on every copy of a letter, as JSON: kept with the letter, so that later copies are the same."""
    told = head.told
    reach = [part for part in (school.phone, school.email) if part]
    closing = [part for part in (_("Yours sincerely"), "", told.get("signed_by", ""), told.get("post", "")) if part]
    return {
        "title": heading,
        "author": school.name,
        "lang": tag_of(school.language),
        "school": school.name,
        "address": told.get("address", ""),
        "reach": " · ".join(reach),
        "logo": head.logo,
        "logo_of": _("Logo of %(school)s") % {"school": school.name},
        "facts": [*([_("Our reference: %(ref)s") % {"ref": reference}] if reference else []), day],
        "heading": heading,
        "body": [{"kind": each.kind, "words": each.words} for each in blocks(body)],
        "closing": "\n".join(closing),
        "foot": " · ".join(part for part in (school.name, reference) if part),
        "page": _("Page {page}"),
    }


def pdf_of(printed: Mapping[str, Any], copies: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a PDF (PDF/UA-1, PDF/A-2a) with a letter for each of some copies (their `name`, `address`, `form`)."""
    to = [{name: _words(str(each.get(name) or "")) for name in ("name", "address", "form")} for each in copies]
    own = {name: _words(printed[name]) for name in ("address", "heading", "closing")}
    body = [{"kind": each["kind"], "words": [_words(words) for words in _parts(each)]} for each in printed["body"]]
    return TypstPrinter().make(_TEMPLATE, {**printed, **own, "body": body, "copies": to})


def let_go() -> None:
    """Make the printer forget what it laid out. It keeps that for ten more runs, and after a file of many copies that is much."""
    for _run in range(_KEPT_FOR):
        typst.compile(b"")


def _parts(block: Mapping[str, Any]) -> list[str]:
    return list(block["words"]) if block["kind"] == "list" else ["\n".join(block["words"])]


def _words(text: str) -> dict[str, object]:
    """Words, and what the printer has to know of them: do they read from the right, is there a long address in them."""
    first = next((letter for letter in text if letter.isalpha()), "")
    from_right = bool(first) and unicodedata.bidirectional(first) in {"R", "AL"}
    return {"words": text, "rtl": from_right, "long": _LONG.search(text) is not None}


def plain_text(printed: Mapping[str, Any]) -> str:
    """Return a letter as the text of an e-mail."""
    lines = [printed["heading"], ""]
    for block in printed["body"]:
        before = "- " if block["kind"] == "list" else ""
        lines += [before + words for words in block["words"]]
        lines += [] if block["kind"] == "heading" else [""]
    return "\n".join([*lines, printed["closing"], "", printed["school"], *printed["facts"], printed["reach"]]) + "\n"

"""A letter on paper, one copy or many: in another language the English lies behind it (docs/adr/0024). And as plain text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from seawall.kit.pdf import TypstPrinter, ready, tag_of
from seawall.letters.rules.templates import blocks
from seawall.letters.rules.tongues import BEFORE, BEHIND, ENGLISH, isolated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seawall.letters.models import Letterhead
    from seawall.letters.rules.tongues import Tongue
    from seawall.schools.models import School

_TEMPLATE: Final = Path(__file__).parent / "letter.typ"
_KEPT_FOR: Final = 11
_FROM_RIGHT: Final = "\u200f"
_LONG: Final = re.compile(r"[!-~]{24,}")
_RUN: Final = re.compile(f"[{BEFORE}{BEHIND}]")


def sheet(*, school: School, head: Letterhead, heading: str, body: str, reference: str, day: str) -> dict[str, Any]:
    """Return what is printed on every copy of a letter, as JSON: kept with the letter, so that later copies are the same."""
    told = head.told
    reach = [part for part in (school.phone, school.email) if part]
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
        "body": _blocks(body),
        "closing": _signed(_("Yours sincerely"), head),
        "foot": " · ".join(part for part in (school.name, reference) if part),
        "page": _("Page {page}"),
    }


def sheet_in(
    tongue: Tongue, *, head: Letterhead, heading: str, body: str, reference: str, day: str, read: bool
) -> dict[str, Any]:
    """Return the same letter in another language, for `others` of its sheet. `read` by a speaker: else it says it is a draft."""
    notes = [tongue.english_follows] if read else [tongue.draft, tongue.english_follows]
    behind = [_("This is the letter of the pages before, which are in %(language)s.") % {"language": _(tongue.english)}]
    if not read:
        behind.append(
            _("That translation is a draft: nobody who speaks %(language)s has read it for us yet. This letter counts.")
            % {"language": _(tongue.english)}
        )
    return {
        "lang": tongue.code,
        "from_right": tongue.from_right,
        "facts": [*([tongue.reference.format(reference=reference)] if reference else []), day],
        "heading": heading,
        "body": _blocks(body),
        "closing": _signed(tongue.closing, head),
        "notes": notes,
        "behind": behind,
    }


def help_lines(tongue: Tongue | None, school: School) -> list[dict[str, Any]]:
    """Return where help with reading can be had: in English, and in the family's language if it is one of ours."""
    reach = school.phone or school.email
    said = _("Would you like help with reading this letter? Ask the school.")
    lines = [{"lang": ENGLISH, "right": False, "words": f"{said} {reach}".strip()}]
    if tongue is not None:
        lines.append({"lang": tongue.code, "right": tongue.from_right, "words": f"{tongue.help} {reach}".strip()})
    return lines


def _blocks(body: str) -> list[dict[str, Any]]:
    return [{"kind": each.kind, "words": each.words} for each in blocks(body)]


def _signed(yours: str, head: Letterhead) -> str:
    told = head.told
    return "\n".join([part for part in (yours, "", told.get("signed_by", ""), told.get("post", "")) if part])


class Press:
    """Prints copies of one letter. What is the same on all of them is made ready once."""

    def __init__(self, printed: Mapping[str, Any]) -> None:
        """`printed` is a sheet; its `others` (by language) and `helps` are those that copies name."""
        others, helps = printed.get("others", {}), printed.get("helps", {})
        self._top = {"lang": printed["lang"], "title": printed["title"]}
        self._titles = {lang: f"{each['heading']} / {printed['title']}" for lang, each in others.items()}
        self._letter = ready(
            {
                **printed,
                **_letter(printed),
                "address": _words(printed["address"]),
                "others": {lang: {**each, **_letter(each)} for lang, each in others.items()},
                "helps": {
                    lang: [{**each, **_words(each["words"], right=each["right"])} for each in lines]
                    for lang, lines in helps.items()
                },
            }
        )

    def pdf_of(self, copies: Sequence[Mapping[str, Any]]) -> bytes:
        """Return a PDF (PDF/UA-1, PDF/A-2a) with a letter for each copy (its `name`, `address`, `form`, `lang`, `help`)."""
        to = [
            {
                **{name: _words(str(each.get(name) or "")) for name in ("name", "address", "form")},
                **{name: each.get(name) or "" for name in ("lang", "help")},
            }
            for each in copies
        ]
        only = str(to[0]["lang"]) if len(to) == 1 else ""
        title = self._titles.get(only, self._top["title"])
        return TypstPrinter().make(_TEMPLATE, {**self._top, "title": title, "letter": self._letter, "copies": to})


def pdf_of(printed: Mapping[str, Any], copies: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a PDF with a letter for each of some copies; see Press for many of one letter."""
    return Press(printed).pdf_of(copies)


def let_go() -> None:
    """Make the printer forget what it laid out. It keeps that for ten more runs, and after a file of many copies that is much."""
    import typst  # noqa: PLC0415 - as in kit.pdf

    for _run in range(_KEPT_FOR):
        typst.compile(b"")


def _letter(printed: Mapping[str, Any]) -> dict[str, Any]:
    """A letter's words in one language as the printer takes them."""
    right = bool(printed.get("from_right"))
    body = [
        {"kind": each["kind"], "words": [_words(words, right=right) for words in _parts(each)]}
        for each in printed["body"]
    ]
    return {
        "body": body,
        **{name: _words(printed[name], right=right) for name in ("heading", "closing")},
        "notes": [_words(words, right=right) for words in printed.get("notes", ())],
        "behind": [_words(words) for words in printed.get("behind", ())],
    }


def _parts(block: Mapping[str, Any]) -> list[str]:
    return list(block["words"]) if block["kind"] == "list" else ["\n".join(block["words"])]


def reads_from_right(text: str) -> bool:
    """Say whether words read from the right: as their first letter does."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return bool(first) and unicodedata.bidirectional(first) in {"R", "AL"}


def _words(text: str, *, right: bool = False) -> dict[str, object]:
    """Words, and what the printer has to know: do they read from the right, what in them does not, is a long address in them.

    In a language that reads from the right (`right`) all words do, also those of a line that begins with "Childline".
    """
    from_right = right or reads_from_right(text)
    runs = [] if not from_right else [_RUN.split(line) for line in isolated(text).split("\n")]
    return {"words": text, "rtl": from_right, "runs": runs, "long": _LONG.search(text) is not None}


def plain_text(printed: Mapping[str, Any], *, lang: str = "", helped: str = "") -> str:
    """Return a letter as the text of an e-mail: in another language first, if the family reads one, and then in English."""
    other = printed.get("others", {}).get(lang)
    lines = [*_plain(other, other["notes"]), *_END, ""] if other is not None else []
    helps = [_marked(each["words"], each["right"]) for each in printed.get("helps", {}).get(helped, [])]
    lines += _plain(printed, other["behind"] if other is not None else helps)
    return "\n".join([*lines, "", printed["school"], *printed["facts"], printed["reach"]]) + "\n"


_END: Final = ("", "-" * 40)


def _plain(letter: Mapping[str, Any], notes: Sequence[str]) -> list[str]:
    right = bool(letter.get("from_right"))
    lines = [letter["heading"], "", *(line for note in notes for line in (note, ""))]
    for block in letter["body"]:
        before = "- " if block["kind"] == "list" else ""
        lines += [before + words for words in block["words"]]
        lines += [] if block["kind"] == "heading" else [""]
    return [_marked(line, right) for line in [*lines, *letter["closing"].split("\n")]]


def _marked(line: str, right: bool) -> str:  # noqa: FBT001 - of the language
    """A line of an e-mail; one that reads from the right says so by a mark, whatever it begins with."""
    return f"{_FROM_RIGHT}{isolated(line)}" if line and (right or reads_from_right(line)) else line

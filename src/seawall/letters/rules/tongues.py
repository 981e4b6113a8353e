"""Languages of letters: our drafted translations as data (letters/data/<language>), what a roll calls a language, what fits.

A translation says which English words it translates, by their digest. Where the English says something else, it does not fit.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from seawall.letters.rules.templates import FOLDER, TemplateError, templates, unknown_field
from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

ENGLISH: Final = "en"
OTHER: Final = "other"
"""A language that the roll names and we have no words in."""

_RIGHT_TO_LEFT: Final = frozenset({"ar", "ur"})
_CODES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("english", "eng", "en", "en gb"), ENGLISH),
    **dict.fromkeys(("polish", "pol", "pl"), "pl"),
    **dict.fromkeys(("romanian", "ron", "rum", "ro", "moldovan"), "ro"),
    **dict.fromkeys(("ukrainian", "ukr", "uk"), "uk"),
    **dict.fromkeys(("arabic", "ara", "ar"), "ar"),
    **dict.fromkeys(("urdu", "urd", "ur"), "ur"),
    **dict.fromkeys(("welsh", "cym", "wel", "cy"), "cy"),
}
"""What schools write on a roll, folded: the English name, or a code of ISO 639."""

_LEFT_RUN: Final = re.compile(r"[#@+]?[A-Za-z0-9][!-~]*(?: +[!-~]*[A-Za-z0-9][!-~]*)*")
_AFTER: Final = ".,:;!?)]\"'"
BEFORE, BEHIND = "\u2066", "\u2069"
"""The marks around words that read from the left among words that read from the right."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What stands around a letter in one language, and how counts, year groups and days are said in it."""

    code: str
    name: str
    english: str
    draft: str
    english_follows: str
    help: str
    closing: str
    reference: str
    year: str
    our_school: str
    some_children: str
    some_accounts: str
    several_apps: str
    months: tuple[str, ...]

    @property
    def from_right(self) -> bool:
        """Whether it reads from the right."""
        return self.code in _RIGHT_TO_LEFT

    def day(self, day: date) -> str:
        """A day, with its month in words."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Translation:
    """A letter's words in another language; `of` is the digest of the English words that they translate."""

    heading: str
    body: str
    of: str


def digest(heading: str, body: str) -> str:
    """Return what stands for a letter's words: equal for equal words, whatever the spaces at the ends of lines."""
    lines = [line.strip() for line in f"{heading}\n{body.strip()}".replace("\r\n", "\n").split("\n")]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def tongues() -> Mapping[str, Tongue]:
    """Return our languages by code, by their English names. Raises TemplateError if a file is wrong."""
    found = [_tongue(folder) for folder in FOLDER.iterdir() if folder.is_dir()]
    return {each.code: each for each in sorted(found, key=lambda each: each.english)}


@cache
def translations(template: str) -> Mapping[str, Translation]:
    """Return our translations of a template, by language. Raises TemplateError if a file is wrong."""
    files = {code: FOLDER / code / f"{template}.toml" for code in tongues()}
    return {code: _translation(file) for code, file in files.items() if file.is_file()}


@cache
def words_of(code: str) -> frozenset[str]:
    """Return the folded words of all our letters in a language: no name, though somebody may be called so."""
    ours = (each for key in templates() if (each := translations(key).get(code)) is not None)
    return frozenset(part for each in ours for part in fold(f"{each.heading} {each.body}").split())


def language_of(said: str) -> str:
    """Return our code for a language as a roll writes it ("Polish", "pol", "Arabic (Iraq)"); OTHER; nothing if none is told."""
    words = fold(said).split()
    if not words:
        return ""
    named = {each.code: fold(each.name) for each in tongues().values()}
    own = next((code for code, name in named.items() if name == " ".join(words)), "")
    return own or _CODES.get(" ".join(words)) or _CODES.get(words[0], OTHER)


def unlike(english: str, other: str) -> str:
    """Return the first field that two texts do not hold equally often; nothing if there is none."""
    one, two = (Counter(re.findall(r"\{([^{}\n]*)\}", text)) for text in (english, other))
    return min((one - two) + (two - one), default="")


def isolated(text: str) -> str:
    """Return words that read from the right with marks around what reads from the left: numbers keep their order."""

    def around(found: re.Match[str]) -> str:
        run = found[0].rstrip(_AFTER)
        return f"{BEFORE}{run}{BEHIND}{found[0][len(run) :]}"

    return _LEFT_RUN.sub(around, text)


def _tongue(folder: Path) -> Tongue:
    told = _read(folder / "words.toml")
    wanted = {each.name for each in fields(Tongue)} - {"code"}
    if told.keys() != wanted:
        message = f"{folder.name}/words.toml: {min(told.keys() ^ wanted)} is missing, or is not known."
        raise TemplateError(message)
    return Tongue(code=folder.name, **{**told, "months": tuple(told["months"])})


def _translation(file: Path) -> Translation:
    told = _read(file)
    if told.keys() != {"of", "heading", "body"}:
        message = f"{file.parent.name}/{file.name}: it holds of, heading and body."
        raise TemplateError(message)
    wrong = unknown_field(f"{told['heading']}\n{told['body']}")
    if wrong is not None:
        message = f"{file.parent.name}/{file.name}: there is no field {wrong[1]}."
        raise TemplateError(message)
    return Translation(told["heading"], told["body"].strip(), told["of"])


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"{file.parent.name}/{file.name}: {type(error).__name__}"
        raise TemplateError(message) from None

"""Templates of letters: our own words as data (letters/data), fields in braces, a heading, paragraphs and lists.

In a body a line that begins with "# " is a heading, one with "- " an item of a list; an empty line ends a paragraph.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parents[1] / "data"
FIELDS: Final = frozenset(
    {
        "school_name",
        "school_phone",
        "school_email",
        "year_group",
        "children_count",
        "accounts_count",
        "apps",
        "today",
        "police_force",
        "police_page",
        "emergency_phone",
        "police_phone",
        "ceop_page",
        "report_remove_page",
        "childline_phone",
    }
)
"""What a letter may be filled with: facts of the school, counts and kinds of the case, routes. Never a child's name."""

_FIELD: Final = re.compile(r"\{([^{}\n]*)\}")
_NEEDED: Final = {"title": str, "about": str, "heading": str, "body": str, "source": str, "checked_on": date}


class TemplateError(Exception):
    """A template is wrong; the message names the file (or nothing, for what somebody typed), the line and the field."""


@dataclass(frozen=True, slots=True)
class Template:
    """One letter to begin with. `named` is for one family: what it is about is theirs, and nobody else's."""

    key: str
    title: str
    about: str
    heading: str
    body: str
    source: str
    checked_on: date
    named: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a list with its items."""

    kind: str
    words: tuple[str, ...]


def unknown_field(text: str) -> tuple[int, str] | None:
    """Return the line (from 1) and the name of the first field that is not known; also of a brace that is left open."""
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _FIELD.finditer(line):
            if found[1] not in FIELDS:
                return number, found[1]
        rest = _FIELD.sub("", line)
        if "{" in rest or "}" in rest:
            return number, "{" if "{" in rest else "}"
    return None


def fields_in(text: str) -> frozenset[str]:
    """Return the names of the fields of a text."""
    return frozenset(_FIELD.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled; one without a value stays as it is, in its braces. Nothing is filled twice."""
    return _FIELD.sub(lambda found: values.get(found[1]) or found[0], text)


def blocks(body: str) -> tuple[Block, ...]:
    """Return the blocks of a body, in order."""
    made: list[tuple[str, list[str]]] = []
    for line in body.split("\n"):
        words, kind = line.strip(), "text"
        if words.startswith("# "):
            kind, words = "heading", words[2:].strip()
        elif words.startswith("- "):
            kind, words = "list", words[2:].strip()
        if not words:
            made.append(("end", []))
        elif kind == "heading" or not made or made[-1][0] != kind:
            made.append((kind, [words]))
        else:
            made[-1][1].append(words)
    return tuple(Block(kind, tuple(words)) for kind, words in made if words)


@cache
def templates() -> Mapping[str, Template]:
    """Return our templates by key. Raises TemplateError if a file is wrong."""
    found = [load(file) for file in sorted(FOLDER.glob("*.toml"))]
    return {each.key: each for each in found}


def load(file: Path) -> Template:
    """Read one template. Raises TemplateError naming file, line and field."""
    text = file.read_text(encoding="utf-8")
    wrong = unknown_field(text)
    if wrong is not None:
        line, name = wrong
        message = f"{file.name}, line {line}: there is no field {{{name}}}."
        raise TemplateError(message)
    try:
        told: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{file.name}: {error}"
        raise TemplateError(message) from None
    for name, kind in _NEEDED.items():
        if not isinstance(told.get(name), kind) or told[name] == "":
            message = f"{file.name}: {name} is missing."
            raise TemplateError(message)
    odd = told.keys() - _NEEDED.keys() - {"named"}
    if odd:
        message = f"{file.name}: {min(odd)} is not known."
        raise TemplateError(message)
    return Template(key=file.stem, **{**told, "body": told["body"].strip()})

"""Every sentence of the public pages: in their templates and modules, and in the data. What a translator translates."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, override

from seawall.guidance.platforms import platforms
from seawall.guidance.routes import SPOKEN, routes
from seawall.guidance.rules.advice import ENTRIES
from seawall.guidance.situations import situations
from seawall.guidance.stopping import points, settings
from seawall.kit.fallback import is_marked, marking

if TYPE_CHECKING:
    from collections.abc import Iterator

_SRC: Final = Path(__file__).resolve().parents[2]
_PUBLIC: Final = _SRC / "web" / "public"
_FOR_PARENTS: Final = (
    "parents.html", "stop.html", "stop_point.html", "stop_place.html", "stop_list.html", "stopping.py", "paper.py",
)  # fmt: skip
_ALSO: Final = (
    "rota/wording.py",
    "mailbox/wording.py",
    "govuk/templatetags/govuk.py",
    "govuk/templates",
    "web/shared/templates/shared/public.html",
    "web/shared/templates/shared/refusal.html",
    "web/shared/errors.py",
)
_TRANSLATE: Final = re.compile(r'{%\s*translate "((?:[^"\\]|\\.)*)"|_\("((?:[^"\\]|\\.)*)"\)')
_BLOCK: Final = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
_PLACE: Final = re.compile(r"{{\s*(\w+)\s*}}")
_GETTEXT: Final = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"})


@cache
def every() -> frozenset[str]:
    """Give every sentence as a catalogue names it, with %(name)s for what is filled in."""
    found = of_children() | of_parents() | of_staff() | of_everybody()
    return frozenset(_PLACE.sub(r"%(\1)s", text) for text in found)


def lacking(language: str) -> list[str]:
    """Give the sentences that the catalogue of a language does not have, in order of the alphabet."""
    with override(language), marking():
        return [sentence for sentence in sorted(every()) if is_marked(gettext(sentence))]


def of_children() -> set[str]:
    """Every text for a child or a friend: pages, questions and data."""
    found = [text for path in _PUBLIC.rglob("*.html") if path.name not in _FOR_PARENTS for text in in_template(path)]
    found += [text for path in _PUBLIC.rglob("*.py") if path.name not in _FOR_PARENTS for text in in_module(path)]
    found += in_module(_SRC / "reports" / "wording.py")
    found += in_module(_SRC / "briefings" / "posters.py")
    found += [text for who in ("child", "friend") for text in _steps_for(who)]
    found += [text for route in routes().values() if "child" in route.audience for text in (route.purpose, route.like)]
    found += [text for point in points().values() for text in _flat(point.texts["child"])]
    return {text for text in found if text}


def of_parents() -> set[str]:
    """Every text for a parent."""
    found = [text for name in _FOR_PARENTS for path in _PUBLIC.rglob(name) for text in _in_file(path)]
    found += _steps_for("parent")
    found += [text for point in points().values() for text in (*_flat(point.texts["parent"]), point.check)]
    found += [text for each in settings() for text in (each.title, *each.steps)]
    found += [text for app in platforms().values() for way in app.ways for text in (*way.steps, way.asks)]
    return {text for text in found if text}


def of_staff() -> set[str]:
    """Every text on a public page for who works at the school."""
    return set(_steps_for("staff"))


def of_everybody() -> set[str]:
    """What is not written for one kind of reader: names and hours of routes, what stands round each page, what a mailbox says."""
    found = [getattr(route, part) for route in routes().values() for part in SPOKEN]
    for name in _ALSO:
        where = _SRC / name
        for path in sorted(where.rglob("*.html")) if where.is_dir() else [where]:
            found += _in_file(path)
    return {text for text in found if text}


def in_template(path: Path) -> Iterator[str]:
    """Give the sentences of a template, with {{ name }} for what is filled in."""
    text = path.read_text("utf-8")
    for plain, called in _TRANSLATE.findall(text):
        yield plain or called
    yield from _BLOCK.findall(text)


def in_module(path: Path) -> Iterator[str]:
    """Give the sentences that a module asks gettext for; of one and many, the one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GETTEXT:
            yield from (
                each.value for each in node.args[:1] if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def _in_file(path: Path) -> Iterator[str]:
    return in_template(path) if path.suffix == ".html" else in_module(path)


def _steps_for(who: str) -> list[str]:
    found = [text for entry in ENTRIES if who in entry.texts for text in _flat(entry.texts[who])]
    return found + [each.words[who] for each in situations().values() if who in each.words]


def _flat(text: tuple[str, tuple[str, ...]]) -> list[str]:
    return [text[0], *text[1]]

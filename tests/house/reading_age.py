"""How hard a sentence is to read, and every sentence that a child or a parent meets on the public pages (ADR 0015)."""

from __future__ import annotations

import ast
import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyphen

from seawall.briefings.rules.script import FILE, Band, load
from seawall.guidance.platforms import platforms
from seawall.guidance.routes import routes
from seawall.guidance.rules.advice import ENTRIES
from seawall.guidance.situations import situations
from seawall.guidance.stopping import points, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SRC = Path(__file__).resolve().parents[2] / "src" / "seawall"
PUBLIC = SRC / "web" / "public"
FOR_PARENTS = ("parents.html", "stop.html", "stop_point.html", "stop_place.html", "stop_list.html", "stopping.py")
_TRANSLATE = re.compile(r'{%\s*translate "((?:[^"\\]|\\.)*)"|_\("((?:[^"\\]|\\.)*)"\)')
_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
_GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
_EASY = {
    "childline", "safeguarding", "instagram", "snapchat", "tiktok", "whatsapp", "discord", "roblox", "facebook", "youtube",
    "telegram", "reddit", "twitch", "omegle", "report", "remove", "internet", "email", "mailbox", "online", "parent", "parents",
    "police", "picture", "pictures", "account", "accounts", "private", "video", "message", "messages", "anyone", "someone",
    "somebody", "anything", "everything", "nobody", "adult", "another",
}  # fmt: skip
"""Names, and words of school and phone that a nine-year-old says every day: they count as two syllables at most."""
_MENUS = re.compile(
    "Report a potential violation|Account violation|Impersonation|Settings and privacy|Content and Privacy|Location Services|"
    "Communication (?:Safety|Limits)|Family (?:Management|Pairing|Settings|Centre|Center)|User Settings|"
    "Nintendo Switch Parental Controls"
)
"""What apps and devices write on their own buttons: it has to be said as it stands there."""
_dictionary = pyphen.Pyphen(lang="en_GB", left=1, right=2)


@cache
def syllables(word: str) -> int:
    """The larger of two counts, each of which misses some: where the word divides, and its groups of vowels."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    heard = re.sub(r"(?:[^laeiouy]es|(?<![td])ed|[^laeiouy]e)$", "", plain)
    count: int = max(str(_dictionary.inserted(plain)).count("-") + 1, len(re.findall(r"[aeiouy]+", heard)), 1)
    return min(count, 2) if plain in _EASY else count


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+(?:['’-][A-Za-z]+)*", text)


def grade(sentence: str) -> float:
    """Flesch-Kincaid grade of one sentence; add five for the age in years."""
    words = words_of(sentence)
    if not words:
        return 0
    return 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences(text: str) -> list[str]:
    plain = html.unescape(re.sub(r"{{[^}]*}}|%\(\w+\)s|<[^>]+>|{%[^%]*%}", " Sam ", _MENUS.sub("Sam", text)))
    return [part.strip() for part in re.split(r"(?<=[.!?:])\s+", re.sub(r"\s+", " ", plain)) if words_of(part)]


def in_template(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    for plain, called in _TRANSLATE.findall(text):
        yield plain or called
    yield from _BLOCK.findall(text)


def in_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GETTEXT:
            yield from (
                str(each.value) for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def of_children() -> set[str]:
    """Every text for a child or a friend: pages, questions and data."""
    found = [text for path in PUBLIC.rglob("*.html") if path.name not in FOR_PARENTS for text in in_template(path)]
    found += [text for path in PUBLIC.rglob("*.py") if path.name not in FOR_PARENTS for text in in_module(path)]
    found += in_module(SRC / "reports" / "wording.py")
    found += [
        text
        for entry in ENTRIES
        for who in ("child", "friend")
        if who in entry.texts
        for text in _flat(entry.texts[who])
    ]
    found += [each.words[who] for each in situations().values() for who in ("child", "friend") if who in each.words]
    found += [text for route in routes().values() if "child" in route.audience for text in (route.purpose, route.like)]
    found += [text for point in points().values() for text in _flat(point.texts["child"])]
    found += [text.replace("{", "{{").replace("}", "}}") for part in said_in_class() for text in part]
    found += in_module(SRC / "briefings" / "posters.py")
    return {text for text in found if text}


def said_in_class() -> list[list[str]]:
    """What whoever leads a group of a briefing says to pupils (ages 11 to 16), part by part."""
    return [[text for key in ("says", *Band) for text in part.get(key, ())] for part in load(FILE)["part"]]


def of_parents() -> set[str]:
    """Every text for a parent."""
    found = [
        text
        for name in FOR_PARENTS
        for path in PUBLIC.rglob(name)
        for text in (in_template if name.endswith("html") else in_module)(path)
    ]
    found += [text for entry in ENTRIES if "parent" in entry.texts for text in _flat(entry.texts["parent"])]
    found += [each.words["parent"] for each in situations().values()]
    found += [text for point in points().values() for text in (*_flat(point.texts["parent"]), point.check)]
    found += [text for each in settings() for text in (each.title, *each.steps)]
    found += [text for app in platforms().values() for way in app.ways for text in (*way.steps, way.asks)]
    return {text for text in found if text}


def _flat(text: tuple[str, tuple[str, ...]]) -> list[str]:
    return [text[0], *text[1]]

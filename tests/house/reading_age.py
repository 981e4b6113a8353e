"""How hard a sentence is to read, and every sentence that a child or a parent meets on the public pages (ADR 0015)."""

from __future__ import annotations

import html
import re
from functools import cache

import pyphen

from seawall.briefings.rules.script import FILE, Band, load
from seawall.web.shared import sentences as public
from seawall.web.shared.sentences import of_parents

__all__ = ["grade", "of_children", "of_parents", "sentences", "syllables", "words_of"]


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


def of_children() -> set[str]:
    """Every text for a child or a friend: on a page, and said aloud in class."""
    return public.of_children() | {
        text.replace("{", "{{").replace("}", "}}") for part in said_in_class() for text in part
    }


def said_in_class() -> list[list[str]]:
    """What whoever leads a group of a briefing says to pupils (ages 11 to 16), part by part."""
    return [[text for key in ("says", *Band) for text in part.get(key, ())] for part in load(FILE)["part"]]

"""Every word the demonstration's story sealed, and where it must not be found."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import re
import sqlite3
import zlib
from functools import cache
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from seawall.config.demo import briefing, roll
from seawall.config.demo.cast import ACCOUNTS, CHILD_CODE, PARENT_CODE, PASSWORD
from seawall.config.demo.shapes import Told
from seawall.config.demo.story import STORY
from tests.stories.server import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CLEAR = {"how", "report", "by", "to", "key", "status", "part", "road", "way", "taken_with"}
"""Fields of the story that are names of things in it, or choices: those lie in clear (docs/threat-model.md)."""
LETTERS = re.compile(r"[^\W_]{5,}")
RANDOM = re.compile(r"[A-Za-z0-9+/=_:-]{24,}")
SHORT = 7
"""A shorter word turns up in a megabyte of random bytes by chance: it is looked for in what can be read only."""


def texts() -> list[str]:
    """Return everything the story sealed, as it was typed."""
    found = [text for happening in (*STORY.told, *STORY.done) for text in _texts_of(happening)]
    people = [text for each in ACCOUNTS for text in (each.name, each.email, each.secret)]
    people += [*roll.FIRST, *roll.LAST, *roll.STREETS, "Jessica Marlowe", "Paola Reyes", "Saltwick"]
    asked = [*briefing.QUESTIONS, *briefing.LEADERS, *briefing.SHOWN, briefing.AT_HAND]
    return [*found, *people, *asked, PASSWORD, " ".join(CHILD_CODE), " ".join(PARENT_CODE), "-".join(CHILD_CODE)]


def _texts_of(happening: object) -> Iterator[str]:
    if isinstance(happening, Told):
        yield from happening.words.values()
        return
    for each in dataclasses.fields(happening):  # type: ignore[arg-type]
        value = getattr(happening, each.name)
        if isinstance(value, str) and each.name not in CLEAR:
            yield value


@cache
def _own_words() -> frozenset[str]:
    """Return the words of the program itself, which may stand in tables, choices and error lines."""
    source = ROOT / "src" / "seawall"
    files = [
        path for kind in ("py", "html") for path in source.rglob(f"*.{kind}") if "demo" not in {path.stem, *path.parts}
    ]
    return frozenset(word for path in files for word in LETTERS.findall(path.read_text(encoding="utf-8").lower()))


def words(more: Iterable[str] = ()) -> set[str]:
    """Return every distinctive word of five letters or more, and whole account names."""
    said = "\n".join([*texts(), *more]).lower()
    single = {word for word in LETTERS.findall(said) if not re.fullmatch(r"[0-9a-f]+", word)}
    accounts = set(re.findall(r"\b[a-z]\w*[._]\w+\b", said))
    school = ".example"  # the school's own address is public
    return (single - _own_words()) | {name for name in accounts if len(name) >= SHORT and not name.endswith(school)}


def phrases(more: Iterable[str] = ()) -> set[str]:
    """Return every run of three words, in small letters: common words, too, betray something together."""
    found = set()
    for text in (*texts(), *more):
        line = text.lower().split()
        found |= {" ".join(line[at : at + 3]) for at in range(len(line) - 2)}
    return {phrase for phrase in found if len(phrase) >= SHORT + 3}


def found_in(what: bytes, *, random: bool, more: Iterable[str] = ()) -> list[str]:
    """Return the sealed words and phrases that stand in some bytes. `random`: they may be ciphertext."""
    low = what.lower()
    wanted = {word for word in words(more) if len(word) >= SHORT} if random else words(more)
    typed = {word for text in (*texts(), *more) for word in LETTERS.findall(text) if word.lower() in wanted}
    long = {each for word in typed if len(word) >= SHORT for each in _in_base64(word)}
    hits = [word for word in wanted | phrases(more) if word.encode() in low]
    return hits + [f"{each} (base64)" for each in long if each.encode() in what]


def _in_base64(word: str) -> Iterator[str]:
    """Give the parts of a word's base64 that are the same at each of the three ways it can lie."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + word.encode()).decode().rstrip("=")
        yield coded[(shift * 8 + 5) // 6 : len(coded) - 1]


def readable(text: str) -> bytes:
    """Return a dump's text without runs of random letters, and with what packed sessions hold laid open."""
    opened = b"\n".join(_unpacked(run) for run in RANDOM.findall(text))
    return RANDOM.sub(" ", text).encode() + b"\n" + opened


def _unpacked(run: str) -> bytes:
    body = run.partition(":")[0].lstrip(".")
    try:
        plain = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return b""
    try:
        return zlib.decompress(plain)
    except zlib.error:
        return plain if plain.startswith((b"{", b"[")) else b""


def dump_sqlite(database: Path) -> tuple[str, bytes]:
    """Return the whole database as SQL, and the bytes of its files as a thief would copy them."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    raw = b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))
    return text, raw


def dump_postgresql(address: str) -> tuple[str, bytes]:
    """Return the whole database as text, twice: PostgreSQL shows its bytes in hexadecimal digits."""
    lines = []
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                lines += [bytes(row).decode() for row in rows]
    text = "\n".join(lines)
    blobs = b"".join(bytes.fromhex(run) for run in re.findall(r"\\\\x((?:[0-9a-f]{2})+)", text))
    return text, blobs

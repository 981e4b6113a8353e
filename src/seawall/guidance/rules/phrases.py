"""
Phrases over words, from one data file a language (data/words/). How a phrase is written is told at the top of the file.

Each word becomes one character and each phrase one small regular expression over those characters, with bounded gaps only:
the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seawall.guidance.rules.folding import BREAK, tokens_of
from seawall.guidance.rules.spelling import NUMBER, Speller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

_DATA = Path(__file__).parent.parent / "data" / "words"
_OTHER = "\x01"
_MASKED = "\x02"
_GAPS = {"~": "[^\n]{0,3}", "~~": "[^\n]{0,6}"}
_END = "<end>"
_LETTERS_APART = 3


class PhraseError(Exception):
    """A words file is wrong; names the file and the phrase."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]


class _Index:
    """Phrases by their rarest word."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        self._by_word: dict[str, list[_Phrase]] = {}
        for phrase in phrases:
            for letter in phrase.needs[0]:
                self._by_word.setdefault(letter, []).append(phrase)

    def among(self, present: AbstractSet[str]) -> Iterator[_Phrase]:
        """Give each phrase all of whose needed words are there, once."""
        met = {id(phrase): phrase for letter in sorted(present) for phrase in self._by_word.get(letter, ())}
        for phrase in met.values():
            for need in phrase.needs:
                if need.isdisjoint(present):
                    break
            else:
                yield phrase


class Phrasebook:
    """The phrases of one language, ready to be looked for."""

    def __init__(self, data: Mapping[str, Any], name: str) -> None:
        self._name = name
        self._same = {word: row.split()[0] for row in _rows(data["same"]) for word in row.split()}
        self._fillers = frozenset(data["fillers"].split())
        self._joins = {tuple(pair.split()): whole for pair, whole in data["joins"].items()}
        self._seconds = frozenset(second for _, second in self._joins)
        self._classes = {key: words.split() for key, words in data["classes"].items()}
        self._chars: dict[str, str] = {BREAK: BREAK, NUMBER: "#"}
        self._common = frozenset(data["common"].split())
        self._idioms = _Index(self._rarest(self._compile("", row, "")) for row in _rows(data["idioms"]))
        self._phrases = _Index(
            self._rarest(self._compile(kind, row, f"{BREAK}?"))
            for kind, rows in data["kinds"].items()
            for row in _rows(rows)
        )
        slang = {token: tuple(words.split()) for token, words in data["slang"].items()}
        spoken = {word for words in slang.values() for word in words}
        words = {*self._chars, *self._same, *self._fillers, *spoken, *(part for pair in self._joins for part in pair)}
        known = frozenset(word for row in _rows(data["known"]) for word in row.split())
        self._speller = Speller(
            {word for word in words if word.isalpha()}, slang, known, frozenset(data["short"].split())
        )

    def kinds_in(self, rough: Sequence[str]) -> frozenset[str]:
        """Give the kinds of danger whose phrases are in these rough tokens."""
        line = "".join(self._chars.get(word, _OTHER) for word in self._words_of(rough))
        present = set(line)
        for idiom in self._idioms.among(present):
            line = idiom.pattern.sub(lambda found: _MASKED * len(found.group()), line)
        found: set[str] = set()
        for phrase in self._phrases.among(present):
            if phrase.kind not in found and phrase.pattern.search(line):
                found.add(phrase.kind)
        return frozenset(found)

    def words_of(self, text: str) -> list[str]:
        """Give the words of a text as the phrases see them (for tests and for whoever writes phrases)."""
        return self._words_of(tokens_of(text))

    def _words_of(self, rough: Sequence[str]) -> list[str]:
        read: dict[str, tuple[str, ...]] = {}
        words: list[str] = []
        for token in _rejoin_letters(rough, self._speller):
            if token not in read:
                read[token] = (token,) if token == BREAK else self._speller.read(token)
            for word in read[token]:
                if word in self._seconds and words and (words[-1], word) in self._joins:
                    words[-1] = self._joins[words[-1], word]
                else:
                    words.append(word)
        return [self._same.get(word, word) for word in words if word not in self._fillers]

    def _compile(self, kind: str, row: str, between: str) -> _Phrase:
        needs: list[frozenset[str]] = []
        pattern = ""
        for number, part in enumerate(row.split()):
            joint = between if number else ""
            if part in _GAPS:
                pattern += _GAPS[part]
            elif part == _END:
                pattern += f"(?:{BREAK}|$)"
            elif part.startswith("!"):
                pattern += f"(?<![{self._set(part[1:], row)}])"
            elif part.endswith("?"):
                pattern += f"(?:{joint}[{self._set(part[:-1], row)}])?"
            else:
                letters = self._set(part, row)
                if _END in part.split("|"):
                    pattern += f"(?:{joint}[{letters}]|{BREAK}|$)"
                else:
                    pattern += f"{joint}[{letters}]"
                    needs.append(frozenset(letters))
        if not needs:
            raise PhraseError(f"{self._name}: no word is needed in the phrase «{row}»")
        return _Phrase(kind, tuple(needs), re.compile(pattern))

    def _rarest(self, phrase: _Phrase) -> _Phrase:
        """Put first what is met least often, so that most phrases are passed over at once."""
        common = {self._chars.get(word, "") for word in self._common}
        needs = sorted(phrase.needs, key=lambda need: (len(need & common), len(need)))
        return _Phrase(phrase.kind, tuple(needs), phrase.pattern)

    def _set(self, part: str, row: str) -> str:
        words: list[str] = []
        for each in part.split("|"):
            if each == _END:
                continue
            if each.startswith("@") and each[1:] not in self._classes:
                raise PhraseError(f"{self._name}: no class {each} in the phrase «{row}»")
            words += self._classes[each[1:]] if each.startswith("@") else [each]
        for word in words:
            if word in self._fillers or not (word.isalpha() or word == NUMBER):
                raise PhraseError(f"{self._name}: «{word}» can never be met, in the phrase «{row}»")
        same = {self._same.get(word, word) for word in words}
        return "".join(sorted(self._chars.setdefault(word, chr(0x4E00 + len(self._chars))) for word in same))


def load_phrasebook(language: str) -> Phrasebook:
    """Load the words file of a language. Raises `PhraseError` naming the file and what is wrong in it."""
    path = _DATA / f"{language}.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        data["known"] += "\n" + (_DATA / f"{language}.known.txt").read_text("utf-8")
        return Phrasebook(data, path.name)
    except (KeyError, tomllib.TOMLDecodeError, AttributeError, OSError) as error:
        raise PhraseError(f"{path.name}: {type(error).__name__} {error}") from error


def _rows(text: str) -> list[str]:
    return [row for line in text.splitlines() if (row := line.split("#")[0].strip())]


def _rejoin_letters(rough: Sequence[str], speller: Speller) -> Iterable[str]:
    """Put letters that were typed apart (k i l l) together again where that makes words."""
    run: list[str] = []
    for token in [*rough, BREAK]:
        if len(token) == 1 and token.isalpha():
            run.append(token)
            continue
        if len(run) >= _LETTERS_APART and speller.knows("".join(run)):
            yield "".join(run)
        else:
            yield from run
        run = []
        yield token

"""The code of six common words with which a reporter comes back, on any device, with no account.

Six words from the EFF long list hold about 77 random bits, so nothing slow is needed to protect them: guessing is hopeless.
Words that would hurt to read that night are left out of the list (which costs about a tenth of a bit).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Final, Self

WORDS_IN_A_CODE: Final = 6

_LEFT_OUT: Final = frozenset(
    """
    absinthe ashamed backstab blame bruising buckshot bust cannabis captive captivity chokehold corpse crimson cruelly
    cruelness cruelty crushable crushed crusher crushing crying disgrace drown drowned dreaded dreadful drunk drunken
    enslave entomb evil extortion failing fondling fondly gore grave gravel graveness graves graveyard grief groin grope
    handgun hangnail hangover hangup harmful hate hatred haunt hurt imprison jackknife jailbird jailer jailhouse lust
    lustfully lustily lustiness lusty maimed mangle morphine mourner mournful mutilated mutilator panic panties pelvis
    penknife poison prison punisher pureblood scared scarily scariness scary scold shame slang strangle suffocate thong
    threaten unashamed undead undress unharmed unisexual venomous victim womb wound
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_SEPARATORS = re.compile(r"[^a-z]+")


class UnknownWordsError(ValueError):
    """The text is not a code. `unknown` maps each word that is not on the list to near ones; `count` is how many words came."""

    def __init__(self, count: int, unknown: dict[str, tuple[str, ...]]) -> None:
        self.count = count
        self.unknown = unknown
        super().__init__("not a code of six words")


@cache
def word_list() -> tuple[str, ...]:
    """Return the words a code is made of, in the order of the list."""
    text = resources.files("diceware").joinpath("wordlists/wordlist_en_eff.txt").read_text(encoding="utf-8")
    words = (line.split()[1] for line in text.splitlines() if line.strip())
    return tuple(word for word in words if word.isalpha() and word not in _LEFT_OUT)


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """Six words. It has no readable `str`, so that it cannot slip into a log or an address."""

    words: tuple[str, ...]

    @classmethod
    def new(cls) -> Self:
        """Draw a new code from the system's randomness."""
        listed = word_list()
        return cls(tuple(secrets.choice(listed) for _ in range(WORDS_IN_A_CODE)))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a code as people type it: any case, any separators between the words.

        Raises UnknownWordsError if there are not six words or some are not on the list (which is public: this tells nobody
        whether a code exists).
        """
        words = tuple(word for word in _SEPARATORS.split(typed[:400].casefold()) if word)
        unknown = {
            word: tuple(get_close_matches(word[:40], word_list(), n=2, cutoff=0.8))
            for word in words[:12]
            if word not in _known()
        }
        if unknown or len(words) != WORDS_IN_A_CODE:
            raise UnknownWordsError(len(words), unknown)
        return cls(words)

    def __repr__(self) -> str:
        return "Code(...)"

    def __str__(self) -> str:
        message = "a code is not text: use .words on the one page that shows it"
        raise TypeError(message)

    def secret(self) -> bytes:
        """Return the bytes that keys are derived from (seawall.vault.ring)."""
        return " ".join(self.words).encode()
